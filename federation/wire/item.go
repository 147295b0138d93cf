package wire

import (
	"bytes"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// Item is something that a document names or embeds.
type Item struct {
	ID    vocab.IRI      // an absolute IRI; empty for what is embedded without one
	Types []string       // of what is embedded
	Raw   jsontext.Value // what is embedded, as written; nil for a mere reference
}

// Items reads a value that is one thing or an array of things, each an IRI or an embedded object.
// null is nothing. value is of a text that [Members] has read; path names it in errors.
//
// Errors: Unreadable, TooLarge, with the path where.
func Items(path string, value jsontext.Value, l Limits) ([]Item, error) {
	l = l.orDefault()
	var items []Item
	err := each(path, value, func(path string, one jsontext.Value) error {
		item, err := readItem(path, one, l)
		if err != nil {
			return err
		}
		items = append(items, item)
		return nil
	})
	return items, err
}

// References reads a value that names one thing or an array of things, each by its IRI or as an
// object with an id, such as attributedTo and to. as:Public and Public become as.Public.
//
// Errors: Unreadable, TooLarge, with the path where.
//
// Spec: ActivityPub 5.6: public addressing.
func References(path string, value jsontext.Value, l Limits) ([]vocab.IRI, error) {
	l = l.orDefault()
	var ids []vocab.IRI
	err := each(path, value, func(path string, one jsontext.Value) error {
		item, err := readItem(path, one, l)
		if err != nil {
			return err
		}
		if item.ID == "" {
			return node.Errorf(node.Unreadable, "%s has no id", path)
		}
		if item.ID == "as:Public" {
			item.ID = as.Public
		}
		ids = append(ids, item.ID)
		return nil
	})
	return ids, err
}

// each calls do for the elements of an array, or for the one value there is. Empty places are
// skipped: some peers leave them where an addressee was deleted.
func each(path string, value jsontext.Value, do func(path string, one jsontext.Value) error) error {
	switch value.Kind() {
	case 'n', 0:
		return nil
	default:
		return do(path, value)
	case '[':
	}
	in := again(value)
	defer done(in, value)
	in.ReadToken()
	for i := 0; in.PeekKind() != ']'; i++ {
		empty := in.PeekKind() == 'n'
		from := in.InputOffset()
		if err := in.SkipValue(); err != nil {
			return unreadable(err)
		}
		if empty {
			continue
		}
		if err := do(path+"["+strconv.Itoa(i)+"]", after(value[from:in.InputOffset()])); err != nil {
			return err
		}
	}
	return nil
}

func readItem(path string, one jsontext.Value, l Limits) (Item, error) {
	switch one.Kind() {
	case '"':
		id, err := text(path, one)
		if err != nil {
			return Item{}, err
		}
		if id == "Public" { // the one name that is no IRI
			return Item{ID: as.Public}, nil
		}
		return Item{ID: vocab.IRI(id)}, checkReference(path, id, l)
	case '{':
		h, err := readHead(path, one, l)
		return Item{ID: vocab.IRI(h.id), Types: h.types, Raw: one}, err
	}
	return Item{}, node.Errorf(node.Unreadable, "%s is neither an IRI nor an object", path)
}

// head is what an object says of itself first: its id and types.
type head struct {
	id      string
	types   []string
	idKey   string // "id" or "@id", once read
	typeKey string
}

// readHead reads the id and types of an embedded object.
func readHead(path string, object jsontext.Value, l Limits) (head, error) {
	var h head
	in := again(object)
	defer done(in, object)
	in.ReadToken()
	for in.PeekKind() == '"' {
		name, err := in.ReadValue()
		if err != nil {
			return head{}, unreadable(err)
		}
		key := keyword(name)
		from := in.InputOffset()
		if err := in.SkipValue(); err != nil {
			return head{}, unreadable(err)
		}
		if key == "" {
			continue
		}
		if _, err := h.take(path, key, after(object[from:in.InputOffset()]), l); err != nil {
			return head{}, err
		}
	}
	if h.id == "" {
		return h, nil
	}
	return h, checkReference(within(path, h.idKey), h.id, l)
}

// keyword is a name that [head] knows; empty for others.
func keyword(name jsontext.Value) string {
	plain := []byte(name[1 : len(name)-1])
	if bytes.IndexByte(plain, '\\') >= 0 {
		plain, _ = jsontext.AppendUnquote(nil, name) // an escape does not hide a keyword
	}
	switch s := string(plain); s {
	case "id", "@id", "type", "@type":
		return s
	}
	return ""
}

// take reads a member that is an id or type, and says whether it was.
//
// An object with both "id" and "@id" would be one thing to us and another to a JSON-LD processor.
func (h *head) take(path, name string, value jsontext.Value, l Limits) (known bool, err error) {
	switch name {
	case "id", "@id":
		if h.idKey != "" {
			return true, node.Errorf(node.Unreadable, "%s: the same object has id and @id", within(path, name))
		}
		h.idKey = name
		if value.Kind() != 'n' { // null is what has no address, for now or for ever
			h.id, err = text(within(path, name), value)
		}
		return true, err
	case "type", "@type":
		if h.typeKey != "" {
			return true, node.Errorf(node.Unreadable, "%s: the same object has type and @type", within(path, name))
		}
		h.typeKey = name
		return true, each(within(path, name), value, func(path string, one jsontext.Value) error {
			t, err := text(path, one)
			if err == nil && (t == "" || len(t) > l.IDLength) {
				err = node.Errorf(node.Unreadable, "%s is not a type", path)
			}
			h.types = append(h.types, t)
			return err
		})
	}
	return false, nil
}

// text is a string without its quotes and escapes.
func text(path string, value jsontext.Value) (string, error) {
	if value.Kind() != '"' || len(value) < 2 {
		return "", node.Errorf(node.Unreadable, "%s is not text", path)
	}
	if bytes.IndexByte(value, '\\') < 0 {
		return string(value[1 : len(value)-1]), nil
	}
	s, err := jsontext.AppendUnquote(nil, value)
	if err != nil {
		return "", unreadable(err)
	}
	return string(s), nil
}

func within(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// AttributedTo names who an embedded item says it is by; none for a mere reference.
//
// Errors: Unreadable, TooLarge.
//
// Spec: FEP-fe34, "Ownership".
func (i Item) AttributedTo(l Limits) ([]vocab.IRI, error) {
	if i.Raw == nil {
		return nil, nil
	}
	members, err := Members(i.Raw, l, nil)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		if m.Name == "attributedTo" {
			return References(m.Name, m.Value, l)
		}
	}
	return nil, nil
}
