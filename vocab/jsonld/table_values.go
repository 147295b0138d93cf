package jsonld

import (
	"strings"

	"tributary/vocab"
	"tributary/vocab/graph"
)

// values reads the values of a key.
func (r *reader) values(t *table, n *graph.Node, e entry, v value, path string) error {
	if e.container == "@language" {
		return languages(n, e, v)
	}
	if v.kind != '[' {
		return r.value(t, n, e, v, path)
	}
	for i, item := range v.items {
		if item.kind == '[' {
			return errGeneral
		}
		if err := r.value(t, n, e, item, indexed(path, i)); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) value(t *table, n *graph.Node, e entry, v value, path string) error {
	switch v.kind {
	case 'n':
		return nil
	case 't', 'f', '0':
		n.Say(e.iri, scalar(e, v))
		return nil
	case '"':
		value, err := r.text(t, e, v.text)
		if err == nil {
			n.Say(e.iri, value)
		}
		return err
	}
	if _, ok := v.member("@value"); ok {
		value, err := r.literal(t, v, path)
		if err == nil && !value.IsZero() {
			n.Say(e.iri, value)
		}
		return err
	}
	inner, err := r.node(t, v, path, false)
	if err == nil {
		n.Describe(e.iri, inner)
	}
	return err
}

// text reads a plain string as the term has it.
func (r *reader) text(t *table, e entry, s string) (vocab.Value, error) {
	switch e.coercion {
	case typed:
		return vocab.Typed(s, e.datatype), nil
	case refs:
		if strings.HasPrefix(s, "@") {
			return vocab.Value{}, errGeneral
		}
		return vocab.Ref(r.resolve(t.iri(s))), nil
	case words:
		if strings.HasPrefix(s, "@") {
			return vocab.Value{}, errGeneral
		}
		if id := t.named(s, ""); id != "" {
			return vocab.Ref(id), nil
		}
		return vocab.Ref(e.words + vocab.IRI(s)), nil
	}
	return vocab.Text(s), nil
}

// scalar reads a number or boolean. The datatype of its term wins over that of JSON.
func scalar(e entry, v value) vocab.Value {
	datatype := vocab.Boolean.IRI
	text := "true"
	switch v.kind {
	case 'f':
		text = "false"
	case '0':
		text, datatype = v.text, numberType(v.text)
	}
	if e.coercion == typed {
		datatype = e.datatype
	}
	return vocab.Typed(text, datatype)
}

// numberType is the datatype under which a JSON number keeps its text: decimals stay exact, where
// JSON-LD would make floating point numbers of them.
func numberType(text string) vocab.IRI {
	switch {
	case strings.ContainsAny(text, "eE"):
		return vocab.XSD + "double"
	case strings.Contains(text, "."):
		return vocab.Decimal.IRI
	}
	return vocab.Integer.IRI
}

// literal reads a value object.
func (r *reader) literal(t *table, object value, path string) (vocab.Value, error) {
	var result vocab.Value
	var datatype, lang string
	for _, m := range object.members {
		switch k := t.keyword(m.key); {
		case k == "@value" && m.value.kind == 'n':
			return vocab.Value{}, nil
		case k == "@value" && (m.value.kind == '{' || m.value.kind == '['):
			return vocab.Value{}, errGeneral
		case k == "@value" && m.value.kind == '"':
			result = vocab.Text(m.value.text)
		case k == "@value":
			result = scalar(entry{}, m.value)
		case k == "@type" && m.value.kind == '"':
			datatype = m.value.text
		case k == "@language" && m.value.kind == '"':
			lang = m.value.text
		default:
			return vocab.Value{}, errGeneral
		}
	}
	switch {
	case datatype != "" && lang != "" || strings.HasPrefix(datatype, "@"):
		return vocab.Value{}, errGeneral
	case lang != "" && result.Datatype() != vocab.String.IRI:
		return vocab.Value{}, wrong(path, "%s is no text, and only text has a language", result.Text())
	case lang != "":
		return vocab.InLanguage(result.Text(), lang), nil
	case datatype != "":
		id := t.named(datatype, "")
		if id == "" {
			return vocab.Value{}, wrong(path, "%q is not a datatype", datatype)
		}
		return vocab.Typed(result.Text(), id), nil
	}
	return result, nil
}

// languages reads a language map: {"en": "bread", "fr": ["pain"]}.
func languages(n *graph.Node, e entry, v value) error {
	if v.kind != '{' {
		return errGeneral
	}
	for _, m := range v.members {
		for _, item := range m.value.list() {
			switch {
			case item.kind == 'n':
			case item.kind != '"' || strings.HasPrefix(m.key, "@"):
				return errGeneral
			default:
				n.Say(e.iri, vocab.InLanguage(item.text, m.key))
			}
		}
	}
	return nil
}
