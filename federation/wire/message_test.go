package wire_test

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// offer is a FEP-0837 offer as a peer of ours would send it.
func offer(t testing.TB) []byte {
	body, err := os.ReadFile("testdata/offer.json")
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestAnActivityIsTakenApart(t *testing.T) {
	body := offer(t)
	m, err := wire.Read(body, wire.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "raw", string(m.Raw), string(body))
	equal(t, "id", m.ID, "https://bakery.example/activities/01HX3")
	equal(t, "types", m.Types, []string{"Offer"})
	equal(t, "actor", m.Actor, "https://bakery.example/groups/bread")
	equal(t, "to", m.To, []vocab.IRI{"https://garden.example/groups/garden"})
	equal(t, "cc", m.CC, []vocab.IRI{as.Public, "https://bakery.example/groups/bread/followers"})
	equal(t, "published", m.Published, "2026-05-01T09:30:00Z")
	equal(t, "target", string(m.Target), `"https://garden.example/groups/garden"`)
	equal(t, "context is an array", m.Context.Kind().String(), "[")
	equal(t, "another member", string(m.Get("summary")), `"Flour for the summer"`)
	equal(t, "no member", m.Get("content") == nil, true)

	objects := m.Objects()
	equal(t, "objects", len(objects), 1)
	equal(t, "object id", objects[0].ID, "https://bakery.example/id/agreements/01HX2")
	equal(t, "object types", objects[0].Types, []string{"Agreement", "vf:Agreement"})
	equal(t, "object bytes", string(objects[0].Raw), string(m.Object))
	if !bytes.Contains(body, objects[0].Raw) {
		t.Error("the embedded object is not as written")
	}
}

func TestFormsThatMeanTheSame(t *testing.T) {
	for name, body := range map[string]string{
		"keywords with @":    `{"@id":"https://a.example/1","@type":"Follow","actor":"https://a.example/u","object":"https://b.example/g","to":["https://www.w3.org/ns/activitystreams#Public"]}`,
		"escaped names":      `{"\u0069d":"https://a.example/1","typ\u0065":["Follow"],"actor":"https:\/\/a.example/u","object":["https://b.example/g"],"to":"as:Public"}`,
		"actor as an object": `{"id":"https://a.example/1","type":"Follow","actor":{"type":"Person","id":"https://a.example/u"},"object":{"id":"https://b.example/g"},"to":"Public"}`,
		"one-element arrays": `{"id":"https://a.example/1","type":["Follow"],"actor":["https://a.example/u"],"object":[null,"https://b.example/g"],"to":[{"id":"as:Public","type":"Collection"}, null]}`,
	} {
		t.Run(name, func(t *testing.T) {
			m, err := wire.Read([]byte(body), wire.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "id", m.ID, "https://a.example/1")
			equal(t, "types", m.Types, []string{"Follow"})
			equal(t, "actor", m.Actor, "https://a.example/u")
			equal(t, "object", m.Objects()[0].ID, "https://b.example/g")
			equal(t, "to", m.To, []vocab.IRI{as.Public})
		})
	}
}

func TestDocumentsThatAreNoActivitiesNeedNoActor(t *testing.T) {
	m, err := wire.Read([]byte(`{"id":"https://a.example/n","type":"Note","attributedTo":[{"type":"Person","id":"https://a.example/u"},"https://a.example/v"],"inReplyTo":"urn:uuid:5e1f5f2e-30a1-4c2c-9d4b-3d5f7f4e8f11"}`), wire.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "actor", m.Actor, "")
	equal(t, "attributed to", m.AttributedTo, []vocab.IRI{"https://a.example/u", "https://a.example/v"})
	equal(t, "in reply to", m.InReplyTo, []vocab.IRI{"urn:uuid:5e1f5f2e-30a1-4c2c-9d4b-3d5f7f4e8f11"})
	equal(t, "objects", len(m.Objects()), 0)
}

func TestWhoAnEmbeddedItemIsAttributedTo(t *testing.T) {
	m, err := wire.Read([]byte(`{"id":"https://a.example/1","type":"Create","actor":"https://a.example/u","object":[{"type":"Note","attributedTo":"https://a.example/u"},{"id":"https://b.example/2","type":"Note"},"https://c.example/3"]}`), wire.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	objects := m.Objects()
	equal(t, "objects", len(objects), 3)
	equal(t, "an anonymous one", objects[0].ID, "")
	equal(t, "a reference", objects[2].Raw == nil, true)
	makers, err := objects[0].AttributedTo(wire.Limits{})
	equal(t, "error", err, nil)
	equal(t, "attributed to", makers, []vocab.IRI{"https://a.example/u"})
	for _, o := range objects[1:] {
		if makers, err := o.AttributedTo(wire.Limits{}); len(makers) > 0 || err != nil {
			t.Errorf("%s is attributed to %v, %v", o.ID, makers, err)
		}
	}
}

func TestWhatIsNotRead(t *testing.T) {
	const good = `"id":"https://a.example/1","type":"Follow","actor":"https://a.example/u","object":"https://b.example/g"`
	note := func(id string) string { return `{"type":"Note","id":"` + id + `"}` }
	for name, c := range map[string]struct {
		body string
		kind node.Kind
	}{
		"nothing":                   {``, node.Unreadable},
		"blanks":                    {"  \n", node.Unreadable},
		"an array":                  {`[{` + good + `}]`, node.Unreadable},
		"a string":                  {`"x"`, node.Unreadable},
		"a byte order mark":         {"\ufeff{" + good + `}`, node.Unreadable},
		"an end too early":          {`{` + good, node.Unreadable},
		"two values":                {`{` + good + `}{` + good + `}`, node.Unreadable},
		"an empty value behind":     {`{` + good + `}{}`, node.Unreadable},
		"a second list":             {`{` + good + `} []`, node.Unreadable},
		"something behind":          {`{` + good + `} x`, node.Unreadable},
		"a comment":                 {`{/* */` + good + `}`, node.Unreadable},
		"a comma too many":          {`{` + good + `,}`, node.Unreadable},
		"bytes that are no UTF-8":   {"{" + good + ",\"name\":\"\xff\"}", node.Unreadable},
		"half a surrogate":          {`{` + good + `,"name":"\ud800"}`, node.Unreadable},
		"a bare line end":           {"{" + good + ",\"name\":\"a\nb\"}", node.Unreadable},
		"a name twice":              {`{` + good + `,"name":"a","name":"b"}`, node.Unreadable},
		"a name twice, escaped":     {`{` + good + `,"actor":1,"\u0061ctor":2}`, node.Unreadable},
		"a name twice, deep":        {`{` + good + `,"tag":[{"a":{"b":1,"b":2}}]}`, node.Unreadable},
		"a number out of range":     {`{` + good + `,"n":1e400}`, node.Unreadable},
		"a number out of range, -":  {`{` + good + `,"n":[-1E+309]}`, node.Unreadable},
		"a long number":             {`{` + good + `,"n":1` + strings.Repeat("0", 310) + `}`, node.Unreadable},
		"NaN":                       {`{` + good + `,"n":NaN}`, node.Unreadable},
		"a number with a zero":      {`{` + good + `,"n":01}`, node.Unreadable},
		"id and @id":                {`{` + good + `,"@id":"https://c.example/1"}`, node.Unreadable},
		"type and @type":            {`{` + good + `,"@type":"Delete"}`, node.Unreadable},
		"id and @id, embedded":      {`{"id":"https://a.example/1","type":"Create","actor":"https://a.example/u","object":{"id":"https://a.example/2","@id":"https://c.example/2"}}`, node.Unreadable},
		"no id":                     {`{"type":"Follow","actor":"https://a.example/u"}`, node.Unreadable},
		"a null id":                 {`{"id":null,"type":"Follow","actor":"https://a.example/u"}`, node.Unreadable},
		"two ids":                   {`{"id":["https://a.example/1","https://a.example/2"]}`, node.Unreadable},
		"a number as id":            {`{"id":1,"type":"Note"}`, node.Unreadable},
		"an empty id":               {note(""), node.Unreadable},
		"a fragment as id":          {note("#a"), node.Unreadable},
		"a path as id":              {note("/a"), node.Unreadable},
		"a scheme-relative id":      {note("//a.example/1"), node.Unreadable},
		"a urn as id":               {note("urn:uuid:1"), node.Unreadable},
		"a script as id":            {note("javascript:alert(1)"), node.Unreadable},
		"a file as id":              {note("file:///etc/passwd"), node.Unreadable},
		"user information in an id": {note("https://good.example@evil.example/1"), node.Unreadable},
		"a line end in an id":       {note(`https://a.example/\n1`), node.Unreadable},
		"a blank in an id":          {note("https://a.example/ 1"), node.Unreadable},
		"a NUL in an id":            {note(`https://a.example/\u0000`), node.Unreadable},
		"reading turned in an id":   {note(`https://a.example/\u202e1`), node.Unreadable},
		"a long id":                 {note("https://a.example/" + strings.Repeat("a", 2048)), node.TooLarge},
		"a number as type":          {`{"id":"https://a.example/1","type":1}`, node.Unreadable},
		"an empty type":             {`{"id":"https://a.example/1","type":[""]}`, node.Unreadable},
		"an activity of nobody":     {`{"id":"https://a.example/1","type":"Follow"}`, node.Unreadable},
		"an activity of null":       {`{"id":"https://a.example/1","type":"as:Follow","actor":null}`, node.Unreadable},
		"an activity of two":        {`{"id":"https://a.example/1","type":"Follow","actor":["https://a.example/u","https://b.example/u"]}`, node.Unreadable},
		"an actor without id":       {`{"id":"https://a.example/1","type":"Follow","actor":{"type":"Person"}}`, node.Unreadable},
		"an actor outside the web":  {`{"id":"https://a.example/1","type":"Follow","actor":"did:key:z6Mk"}`, node.Unreadable},
		"a number as object":        {`{"id":"https://a.example/1","type":"Follow","actor":"https://a.example/u","object":7}`, node.Unreadable},
		"an array within an array":  {`{"id":"https://a.example/1","type":"Follow","actor":"https://a.example/u","object":[["https://a.example/2"]]}`, node.Unreadable},
		"a relative object":         {`{"id":"https://a.example/1","type":"Follow","actor":"https://a.example/u","object":"g"}`, node.Unreadable},
		"a relative addressee":      {`{` + good + `,"to":["followers"]}`, node.Unreadable},
		"an addressee without id":   {`{` + good + `,"to":[{"type":"Group"}]}`, node.Unreadable},
		"a date that is no text":    {`{` + good + `,"published":2026}`, node.Unreadable},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := wire.Read([]byte(c.body), wire.Limits{})
			equal(t, "kind", node.KindOf(err), c.kind)
		})
	}
}

func TestErrorsNameThePlace(t *testing.T) {
	_, err := wire.Read([]byte(`{"id":"https://a.example/1","type":"Create","actor":"https://a.example/u","to":["https://a.example/f", "x y"]}`), wire.Limits{})
	if err == nil || !strings.HasPrefix(err.Error(), "to[1] ") {
		t.Errorf("got %v", err)
	}
}

func TestNumbersInRangeAreRead(t *testing.T) {
	for _, number := range []string{"0", "-0", "1.50", "1e308", "-1.7976931348623157e308", "5e-324", "1e-400", "12345678901234567890123"} {
		if _, err := wire.Read([]byte(`{"id":"https://a.example/1","n":`+number+`}`), wire.Limits{}); err != nil {
			t.Errorf("%s: %v", number, err)
		}
	}
}

func TestValuesThatWereNeverReadDoNoHarm(t *testing.T) {
	for _, value := range []string{`"`, `[`, `[nul`, `[null`, `["a`, `{`, `{"`, `{"id`, `{"id":`, `{"id":"`, `{"a\`, `[{"id":}]`, `tru`, `}`} {
		if _, err := wire.Items("object", jsontext.Value(value), wire.Limits{}); err == nil && value[0] != '{' {
			t.Errorf("%s is read", value)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(offer(f))
	f.Add([]byte(`{"@id":"https://a.example/1","@type":["Follow"],"actor":{"id":"https://a.example/u"},"object":[null,"as:Public"]}`))
	f.Add([]byte(`{"id":"https://a.example/\u00e4","\u0074ype":"x","object":{"i\u0064":"x:y","a\\b":1}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := wire.Read(body, wire.Limits{})
		if err != nil {
			if kind := node.KindOf(err); kind != node.Unreadable && kind != node.TooLarge {
				t.Fatalf("the error %v is of kind %s", err, kind)
			}
			return
		}
		if _, err := wire.OriginOf(m.ID); err != nil {
			t.Fatalf("the id has no origin: %v", err)
		}
		for _, o := range m.Objects() {
			if o.Raw == nil && o.ID == "" {
				t.Fatal("an object is nothing")
			}
		}
	})
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if g := reflect.ValueOf(got); want != nil && g.IsValid() && g.Type() != reflect.TypeOf(want) && g.CanConvert(reflect.TypeOf(want)) {
		got = g.Convert(reflect.TypeOf(want)).Interface()
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
