package importer

import (
	"fmt"
	"strings"
	"testing"
)

func TestYAMLSaysWhatItsJSONSays(t *testing.T) {
	for _, c := range []struct{ name, yaml, json string }{
		{"times stay text", "a: 2019-04-18T08:30:00-05:00", `{"a":"2019-04-18T08:30:00-05:00"}`},
		{"dates stay text", "a: 2019-04-18", `{"a":"2019-04-18"}`},
		{"decimals keep their digits", "a: 12.500", `{"a":12.500}`},
		{"long numbers keep their digits", "a: 123456789012345678901234567890.10", `{"a":123456789012345678901234567890.10}`},
		{"exponents stay", "a: 5e-1", `{"a":5e-1}`},
		{"forms that JSON lacks", "[+7, .5, 5., 007, -.50]", `[7,0.5,5,7,-0.50]`},
		{"other bases", "[0x1F, 0o17]", `[31,15]`},
		{"words of YAML 1.1 are words", "[yes, no, on, off, 1_000, 12:30:45]", `["yes","no","on","off","1_000","12:30:45"]`},
		{"truth and nothing", "[true, False, null, ~, ]", `[true,false,null,null]`},
		{"an empty value is nothing", "containedIn:", `{"containedIn":null}`},
		{"quoted is text", `["12", 'true', "null"]`, `["12","true","null"]`},
		{"tags of the core schema", "[!!str 12, !!int 12]", `["12",12]`},
		{"blocks are text", "a: |\n  one\n  two\n", `{"a":"one\ntwo\n"}`},
		{"aliases are written out", "a: &x {b: 1}\nc: *x", `{"a":{"b":1},"c":{"b":1}}`},
		{"order stays", "z: 1\na: 2", `{"z":1,"a":2}`},
		{"quotation marks and signs", `a: 'say "x" <y> & z'`, `{"a":"say \"x\" <y> & z"}`},
		{"merge keys are keys", "a: {\"<<\": 1}", `{"a":{"<<":1}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := jsonOfYAML([]byte(c.yaml))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != c.json {
				t.Errorf("got %s, want %s", got, c.json)
			}
		})
	}
}

func TestYAMLIsRefusedWithTheLine(t *testing.T) {
	for _, c := range []struct{ name, yaml, message string }{
		{"a key twice", "a: 1\nb: 2\na: 3", `line 3: the key "a" was given on line 1 already`},
		{"infinity", "a: 1\nb: .inf", "line 2: .inf is not a number that can be kept"},
		{"a foreign tag", "a: !!binary aGk=", "line 1: the tag !!binary is not of the core schema"},
		{"a local tag", "a: !thing {}", "line 1: the tag !thing is not of the core schema"},
		{"a list as key", "? [a]\n: 1", "line 1: a key is one word or text"},
		{"a second document", "a: 1\n---\nb: 2", "a second document begins"},
		{"half a document", "a: [1, 2", "is not YAML: line 1"},
		{"a tab as indent", "a:\n\tb: 1", "line 2"},
		{"an alias of nothing", "a: *x", "unknown anchor"},
		{"nothing", "", "is empty"},
		{"depth", strings.Repeat("[", 100) + strings.Repeat("]", 100), "nested more than 64 levels deep"},
		{"great depth", strings.Repeat("[", 100_000), "is not YAML"},
		{"an alias of itself", "a: &x [*x]", "line 1"},
		{"a bomb", bomb(30), "aliases written out"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := jsonOfYAML([]byte(c.yaml))
			if err == nil || !strings.Contains(err.Error(), c.message) {
				t.Errorf("got %v, want %q", err, c.message)
			}
		})
	}
}

// bomb doubles with every line.
func bomb(lines int) string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x]\n")
	for i := range lines {
		fmt.Fprintf(&b, "a%d: &a%d [*a%d, *a%d]\n", i+1, i+1, i, i)
	}
	return b.String()
}
