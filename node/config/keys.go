package config

import (
	"iter"
	"reflect"
	"strings"
)

// key is one line of the file, as its field declares it.
type key struct {
	path  string // "limits.body_bytes"
	doc   string
	value reflect.Value // addressable
}

// env is the environment variable that overrides the key: TRIBUTARY_LIMITS_BODY_BYTES.
func (k key) env() string {
	return "TRIBUTARY_" + strings.ToUpper(strings.ReplaceAll(k.path, ".", "_"))
}

// name is the key inside its section.
func (k key) name() string { return k.path[strings.LastIndexByte(k.path, '.')+1:] }

// isSection says whether the key has keys beneath it.
func (k key) isSection() bool { return k.value.Kind() == reflect.Struct }

// kind is what a value is, for the one who writes it.
func (k key) kind() string {
	switch k.value.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "whole number"
	case reflect.Slice:
		return "list of text"
	}
	return "text"
}

// keys are all keys of a configuration in the order of the file; each section comes before its own.
func (c *Config) keys() iter.Seq[key] {
	return func(yield func(key) bool) { walk("", reflect.ValueOf(c).Elem(), yield) }
}

func walk(prefix string, s reflect.Value, yield func(key) bool) bool {
	for i := range s.NumField() {
		field := s.Type().Field(i)
		name := field.Tag.Get("toml")
		if name == "" {
			continue
		}
		k := key{path: prefix + name, doc: field.Tag.Get("doc"), value: s.Field(i)}
		if !yield(k) {
			return false
		}
		if k.isSection() && !walk(k.path+".", k.value, yield) {
			return false
		}
	}
	return true
}
