package jsonld_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"tributary/vocab"
	"tributary/vocab/jsonld"
	"tributary/vocab/vf"
)

// Documents that hurt JSON-LD processors, each answered by an error. The time limit is the
// reader's own: none of these may need it.
func TestHostileDocumentsAreRefused(t *testing.T) {
	for name, body := range map[string]string{
		"contexts that name each other":      `{"@context": "https://evil.example/a.jsonld", "a": 1}`,
		"a context among known ones":         `{"@context": ["https://www.w3.org/ns/activitystreams", "https://evil.example/a.jsonld"], "a": 1}`,
		"a context of the network inside":    `{"@context": {"a": {"@id": "https://x.example/a", "@context": "https://evil.example/a"}}, "a": {"b": 1}}`,
		"import of a known context":          `{"@context": {"@import": "https://www.w3.org/ns/activitystreams", "summary": "https://evil.example/x"}, "summary": "s"}`,
		"import inside a term":               `{"@context": {"a": {"@id": "https://x.example/a", "@context": {"@import": "https://www.w3.org/ns/activitystreams"}}}, "a": {}}`,
		"a file":                             `{"@context": "/etc/passwd", "a": 1}`,
		"a file by URL":                      `{"@context": "file:///etc/passwd", "a": 1}`,
		"a relative file":                    `{"@context": "../../go.mod", "a": 1}`,
		"protected as text":                  `{"@context": {"@protected": "yes", "a": "https://x.example/a"}, "a": 1}`,
		"protected term as text":             `{"@context": {"a": {"@id": "https://x.example/a", "@protected": 1}}, "a": 1}`,
		"container as object":                `{"@context": {"a": {"@id": "https://x.example/a", "@container": {}}}, "a": 1}`,
		"container as numbers":               `{"@context": {"a": {"@id": "https://x.example/a", "@container": [1]}}, "a": 1}`,
		"an empty term":                      `{"@context": {"": "https://x.example/a"}, "a": 1}`,
		"an id as number":                    `{"@context": {"a": {"@id": 5}}, "a": 1}`,
		"a version as text":                  `{"@context": {"@version": "1.1", "a": {"@id": "https://x.example/a"}}, "a": 1}`,
		"a definition as array":              `{"@context": {"a": ["https://x.example/a"]}, "a": 1}`,
		"a context as number":                `{"@context": 5, "a": 1}`,
		"a cycle of terms":                   `{"@context": {"a": "b:x", "b": "a:x"}, "a": 1}`,
		"many documents with a big context":  "[" + strings.TrimSuffix(strings.Repeat(`{"@context":["https://www.w3.org/ns/activitystreams",{"x":{"@id":"https://x.example/x"}}],"name":"x"},`, 1000), ",") + "]",
		"many nested contexts":               strings.Repeat(`{"@context":"https://www.w3.org/ns/activitystreams","object":`, 60) + "{}" + strings.Repeat("}", 60),
		"10,000 levels":                      strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000),
		"10,000 levels of objects":           strings.Repeat(`{"object":`, 10_000) + "1" + strings.Repeat("}", 10_000),
		"100,000 open brackets":              strings.Repeat("[", 100_000),
		"more than a mebibyte":               `{"note": "` + strings.Repeat("a", 1<<20) + `"}`,
		"more than 100,000 values":           `{"note": [` + strings.Repeat("1,", 100_000) + `1]}`,
		"the same name twice":                `{"id": "https://x.example/1", "id": "https://x.example/2"}`,
		"the same name twice, written apart": `{"type": "Person", "name": "a", "n\u0061me": "b"}`,
		"bad UTF-8":                          "{\"name\": \"\xff\"}",
		"half a surrogate pair":              `{"name": "\ud800"}`,
		"something after the end":            `{"name": "a"} {"name": "b"}`,
		"nothing":                            ``,
		"text":                               `"name"`,
		"cut short":                          `{"type": "Person", "na`,
		"an id that is a number":             `{"id": 5, "type": "Person"}`,
		"a type that is a number":            `{"id": "https://x.example/1", "type": 5}`,
		"a misspelt term":                    `{"id": "https://x.example/1", "type": "Person", "nmae": "Ana"}`,
		"a misspelt class":                   `{"id": "https://x.example/1", "type": "Persn"}`,
		"a misspelt term written out":        `{"id": "https://x.example/1", "type": "Person", "https://w3id.org/valueflows/ont/vf#nmae": "Ana"}`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := jsonld.Read([]byte(body), jsonld.Options{})
			if err == nil {
				t.Fatal("was read")
			}
			if errors.Is(err, jsonld.ErrTooSlow) {
				t.Fatal("was given up only when time ran out")
			}
			if len(err.Error()) > 500 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
		})
	}
}

func TestErrorsSayWhatIsWrongAndWhere(t *testing.T) {
	for body, want := range map[string]string{
		`{"@context": "https://evil.example/a"}`:                                                                         `https://evil.example/a`,
		`{"type": "EconomicEvent", "resourceQuantity": {"hasUnit": "one", "hasUnit": "hour"}}`:                           `resourceQuantity.hasUnit: has the same name twice`,
		`{"type": "EconomicEvent", "resourceQuantity": {"hasUnits": "one"}}`:                                             `resourceQuantity.hasUnits: is not a term of this node's vocabulary`,
		`{"type": "EconomicEvent", "action": "transfer", "quantity": 5, "https://w3id.org/valueflows/ont/vf#amount": 5}`: `quantity: is not a term of this node's vocabulary; https://w3id.org/valueflows/ont/vf#amount: is not a term of that vocabulary`,
		`[{"type": "Person"}, 5]`: `[1]: an object should stand here`,
	} {
		_, err := jsonld.Read([]byte(body), jsonld.Options{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, not %s", body, err, want)
		}
	}
	var unknown *jsonld.ContextError
	if _, err := jsonld.Read([]byte(`{"@context": "https://evil.example/a"}`), jsonld.Options{}); !errors.As(err, &unknown) || unknown.URL != "https://evil.example/a" {
		t.Errorf("the context is not named: %v", err)
	}
	if _, err := jsonld.Read([]byte(strings.Repeat("[", 100)+strings.Repeat("]", 100)), jsonld.Options{}); !errors.Is(err, jsonld.ErrTooDeep) {
		t.Errorf("100 levels: %v", err)
	}
	if _, err := jsonld.Read(make([]byte, 2<<20), jsonld.Options{}); !errors.Is(err, jsonld.ErrTooLarge) {
		t.Errorf("2 MiB: %v", err)
	}
}

// What is right beside a mistake still comes, for those who take what they can.
func TestMistakesAreLeftOutOfWhatComesWithThem(t *testing.T) {
	doc, err := jsonld.Read([]byte(`{"id": "https://x.example/1", "type": "Person", "nmae": "Ana", "note": "Baker"}`), jsonld.Options{})
	var problems vocab.Violations
	if !errors.As(err, &problems) || len(problems) != 1 || problems[0].Term != "nmae" {
		t.Fatalf("%v", err)
	}
	want := vocab.New(vf.Person, "https://x.example/1").With(vf.Note, vocab.Text("Baker"))
	if !doc.Resources[0].Equal(want) {
		t.Fatal(show(doc.Resources))
	}
}

// One document's terms never reach the next, also when many are read at once.
func TestDocumentsDoNotChangeWhatContextsMean(t *testing.T) {
	const evil = `{"@context": ["https://www.w3.org/ns/activitystreams", {"summary": "https://evil.example/x"}], "id": "https://x.example/1", "type": "Note", "summary": "s"}`
	const honest = `{"@context": ["https://www.w3.org/ns/activitystreams", {"extra": {"@id": "https://x.example/extra"}}], "id": "https://x.example/2", "type": "Note", "summary": "s"}`
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if _, err := jsonld.Read([]byte(evil), jsonld.Options{}); err != nil {
				t.Error(err)
			}
			doc, err := jsonld.Read([]byte(honest), jsonld.Options{})
			if err != nil {
				t.Error(err)
				return
			}
			if len(doc.Resources[0].Extra()) != 0 {
				t.Errorf("summary has become %v", doc.Resources[0].Extra())
			}
		})
	}
	wait.Wait()
}

func TestReadingIsGivenUpWhenTheCallerDoes(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	const body = `{"@context": {"a": {"@id": "https://x.example/a"}}, "a": 1}`
	if _, err := jsonld.ReadContext(ctx, []byte(body), jsonld.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, err := jsonld.Read([]byte(body), jsonld.Options{Limits: jsonld.Limits{Time: time.Nanosecond}}); !errors.Is(err, jsonld.ErrTooSlow) {
		t.Errorf("%v", err)
	}
}

// A few bytes cannot become very many resources: blank nodes that lead to each other twice would
// double at each step.
func TestPartsThatShareTheirPartsDoNotMultiply(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"@context": {"p": {"@id": "https://x.example/p", "@type": "@id"}, "q": {"@id": "https://x.example/q", "@type": "@id"}}, "@graph": [{"@id": "https://x.example/1", "p": "_:b0"}`)
	for i := range 40 {
		fmt.Fprintf(&b, `,{"@id": "_:b%d", "p": "_:b%d", "q": "_:b%d"}`, i, i+1, i+1)
	}
	b.WriteString(`]}`)
	if _, err := jsonld.Read([]byte(b.String()), jsonld.Options{}); err == nil {
		t.Fatal("was read")
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"type": "EconomicEvent", "action": "transfer", "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": 5.10}}`,
		`{"@context": ["https://www.w3.org/ns/activitystreams", {"a": "https://a.example/"}], "type": "Note", "nameMap": {"en": "x"}}`,
		`{"@context": {"a": {"@id": "https://x.example/a", "@container": "@list", "@context": {"@vocab": "https://x.example/"}}}, "@graph": [{"a": [1, {"b": null}]}]}`,
		`{"@id": "_:b", "@reverse": {"https://x.example/p": {"@id": "_:c"}}, "@included": [{}], "https://x.example/j": {"@value": {"a": 1e400}, "@type": "@json"}}`,
		string(jsonld.Document(event(), nativeURL)),
		string(jsonld.ActivityStreams(event(), asContextURL)),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		doc, err := jsonld.Read(body, jsonld.Options{Base: "https://x.example/"})
		var problems vocab.Violations
		if errors.Is(err, jsonld.ErrTooSlow) {
			t.Fatal("takes too long")
		}
		if err != nil && !errors.As(err, &problems) {
			return
		}
		for _, r := range doc.Resources {
			back, err := jsonld.ReadStored(jsonld.Append(nil, r))
			if err != nil {
				t.Fatalf("%v\n%s", err, jsonld.Append(nil, r))
			}
			if string(jsonld.Append(nil, back)) != string(jsonld.Append(nil, r)) {
				t.Fatalf("kept as\n%s\nread back as\n%s", jsonld.Append(nil, r), jsonld.Append(nil, back))
			}
		}
	})
}

func TestANumberHasNoLanguage(t *testing.T) {
	_, err := jsonld.Read([]byte(`{"type": "SpatialThing", "lat": {"@value": 5, "@language": "en"}}`), jsonld.Options{})
	if err == nil || err.Error() != "lat: 5 is no text, and only text has a language" {
		t.Error(err)
	}
}

func TestAnObjectHasSoManyNames(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"type": "EconomicEvent"`)
	for i := range 30_000 {
		fmt.Fprintf(&b, `, "https://x.example/%d": 1`, i)
	}
	b.WriteString(`}`)
	if _, err := jsonld.Read([]byte(b.String()), jsonld.Options{}); !errors.Is(err, jsonld.ErrTooLarge) || !strings.Contains(err.Error(), "5000 names") {
		t.Error(err)
	}
}

// What compares every value with every other takes minutes here.
func TestManyValuesOfOneTermTakeNoLongerEach(t *testing.T) {
	for _, term := range []string{"note", "https://x.example/p", "fulfills"} {
		var b strings.Builder
		fmt.Fprintf(&b, `{"type": "EconomicEvent", %q: ["https://y.example/0"`, term)
		for i := range 90_000 {
			fmt.Fprintf(&b, `,"u:%d"`, i%80_000)
		}
		b.WriteString(`]}`)
		read, err := jsonld.Read([]byte(b.String()), jsonld.Options{Limits: jsonld.Limits{Bytes: 16 << 20}})
		if err != nil {
			t.Fatal(err)
		}
		r := read.Resources[0]
		n := len(r.Extra())
		for _, values := range r.Fields() {
			n += len(values)
		}
		if n != 80_001 {
			t.Errorf("%s: %d different values were kept", term, n)
		}
		if !r.Equal(r.WithExtra(r.Extra()...)) {
			t.Errorf("%s: differs from itself", term)
		}
	}
}
