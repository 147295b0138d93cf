package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Bounds of a YAML document, aliases written out.
const (
	maxYAMLDepth  = 64
	maxYAMLValues = 1_000_000
	maxYAMLBytes  = 64 << 20 // of the JSON it becomes
)

// readYAML reads YAML-LD: YAML that says what JSON-LD says. Times stay text and numbers keep their
// digits, because values are read by the core schema.
//
// Spec: YAML 1.2.2, 10.3 Core Schema; YAML-LD (JSON-LD Working Group note).
func readYAML(s source) (document, error) {
	text, err := jsonOfYAML(s.data)
	if err != nil {
		return document{}, err
	}
	s.data = text
	return readJSONLD(s)
}

// jsonOfYAML writes a YAML document as JSON, in the order of the document.
func jsonOfYAML(data []byte) (text []byte, err error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var root yaml.Node
	if err := decodeYAML(decoder, &root); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, errors.New("is empty")
		}
		return nil, fmt.Errorf("is not YAML: %s", yamlMessage(err))
	}
	var second yaml.Node
	switch err := decodeYAML(decoder, &second); {
	case err == nil:
		return nil, fmt.Errorf("line %d: a second document begins; one file is one document", second.Line)
	case !errors.Is(err, io.EOF):
		return nil, fmt.Errorf("is not YAML: %s", yamlMessage(err))
	}
	w := yamlWriter{}
	if err := w.value(&root, 0); err != nil {
		return nil, err
	}
	return w.text, nil
}

// decodeYAML keeps a reader that gives up on foreign bytes from taking the process with it.
func decodeYAML(d *yaml.Decoder, into *yaml.Node) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the reader gave up: %v", p)
		}
	}()
	return d.Decode(into)
}

func yamlMessage(err error) string { return strings.TrimPrefix(err.Error(), "yaml: ") }

type yamlWriter struct {
	text   []byte
	values int
}

func (w *yamlWriter) value(n *yaml.Node, depth int) error {
	if w.values++; w.values > maxYAMLValues || len(w.text) > maxYAMLBytes {
		return fmt.Errorf("line %d: more than %d values, aliases written out", n.Line, maxYAMLValues)
	}
	if depth > maxYAMLDepth {
		return fmt.Errorf("line %d: nested more than %d levels deep", n.Line, maxYAMLDepth)
	}
	switch n.Kind {
	case yaml.DocumentNode:
		return w.value(n.Content[0], depth)
	case yaml.AliasNode:
		return w.value(n.Alias, depth+1)
	case yaml.MappingNode:
		return w.mapping(n, depth)
	case yaml.SequenceNode:
		return w.sequence(n, depth)
	case yaml.ScalarNode:
		text, err := scalar(n)
		w.text = append(w.text, text...)
		return err
	}
	return fmt.Errorf("line %d: is not YAML", n.Line)
}

func (w *yamlWriter) mapping(n *yaml.Node, depth int) error {
	if err := taggedAs(n, "!!map"); err != nil {
		return err
	}
	first := map[string]int{}
	w.text = append(w.text, '{')
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind == yaml.AliasNode {
			key = key.Alias
		}
		if key.Kind != yaml.ScalarNode {
			return fmt.Errorf("line %d: a key is one word or text, not a list or mapping", key.Line)
		}
		if line, twice := first[key.Value]; twice {
			return fmt.Errorf("line %d: the key %q was given on line %d already", key.Line, key.Value, line)
		}
		first[key.Value] = key.Line
		if i > 0 {
			w.text = append(w.text, ',')
		}
		w.text = append(w.text, quoted(key.Value)...)
		w.text = append(w.text, ':')
		if err := w.value(n.Content[i+1], depth+1); err != nil {
			return err
		}
	}
	w.text = append(w.text, '}')
	return nil
}

func (w *yamlWriter) sequence(n *yaml.Node, depth int) error {
	if err := taggedAs(n, "!!seq"); err != nil {
		return err
	}
	w.text = append(w.text, '[')
	for i, item := range n.Content {
		if i > 0 {
			w.text = append(w.text, ',')
		}
		if err := w.value(item, depth+1); err != nil {
			return err
		}
	}
	w.text = append(w.text, ']')
	return nil
}

// taggedAs refuses a tag written out that changes what a collection is.
func taggedAs(n *yaml.Node, tag string) error {
	if n.Style&yaml.TaggedStyle != 0 && n.ShortTag() != tag {
		return fmt.Errorf("line %d: the tag %s is not of the core schema", n.Line, n.Tag)
	}
	return nil
}

// The plain scalars of the core schema that are not text.
var (
	yamlNull  = regexp.MustCompile(`^(null|Null|NULL|~|)$`)
	yamlTrue  = regexp.MustCompile(`^(true|True|TRUE)$`)
	yamlFalse = regexp.MustCompile(`^(false|False|FALSE)$`)
	yamlInt   = regexp.MustCompile(`^[-+]?[0-9]+$`)
	yamlBased = regexp.MustCompile(`^0(o[0-7]+|x[0-9a-fA-F]+)$`)
	yamlFloat = regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)
	yamlNone  = regexp.MustCompile(`^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$`)
)

// maxBased bounds hexadecimal and octal numbers, which take work to write in tens.
const maxBased = 64

// scalar is a scalar as JSON.
func scalar(n *yaml.Node) (string, error) {
	v := n.Value
	tagged := ""
	if n.Style&yaml.TaggedStyle != 0 {
		tagged = n.ShortTag()
		switch tagged {
		case "!!str":
			return quoted(v), nil
		case "!!null", "!!bool", "!!int", "!!float":
		default:
			return "", fmt.Errorf("line %d: the tag %s is not of the core schema", n.Line, n.Tag)
		}
	}
	if tagged == "" && n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return quoted(v), nil
	}
	switch {
	case yamlNull.MatchString(v):
		return "null", nil
	case yamlTrue.MatchString(v):
		return "true", nil
	case yamlFalse.MatchString(v):
		return "false", nil
	case yamlBased.MatchString(v):
		i, ok := new(big.Int).SetString(v, 0)
		if !ok || len(v) > maxBased {
			return "", fmt.Errorf("line %d: %q is too long a number", n.Line, v)
		}
		return i.String(), nil
	case yamlInt.MatchString(v), yamlFloat.MatchString(v):
		return number(v), nil
	case yamlNone.MatchString(v):
		return "", fmt.Errorf("line %d: %s is not a number that can be kept", n.Line, v)
	case tagged != "":
		return "", fmt.Errorf("line %d: %q is not %s", n.Line, v, strings.TrimPrefix(tagged, "!!"))
	}
	return quoted(v), nil
}

// number writes a number as JSON has it, with the digits as they are: +07.50 is 7.50, .5 is 0.5.
func number(v string) string {
	sign := ""
	switch v[0] {
	case '-':
		sign, v = "-", v[1:]
	case '+':
		v = v[1:]
	}
	mantissa, exponent := v, ""
	if i := strings.IndexAny(v, "eE"); i >= 0 {
		mantissa, exponent = v[:i], v[i:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	return sign + whole + fraction + exponent
}

func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	// Encoding text cannot fail; what is not UTF-8 was refused before.
	_ = e.Encode(s)
	return strings.TrimSuffix(b.String(), "\n")
}
