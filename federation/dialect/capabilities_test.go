package dialect_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"tributary/federation/dialect"
	"tributary/vocab"
)

func TestWhatAnActorSaysItsNodeCanDo(t *testing.T) {
	const rfc = `{"href": "https://datatracker.ietf.org/doc/html/rfc9421", "name": "RFC-9421: HTTP Message Signatures"}`
	for name, c := range map[string]struct {
		actor string
		want  []vocab.IRI
	}{
		"nothing":                  {`{"type": "Person"}`, nil},
		"a generator by address":   {`{"generator": "https://a.example/app"}`, nil},
		"the example of the FEP":   {`{"generator": {"type": "Application", "implements": [` + rfc + `]}}`, []vocab.IRI{dialect.FeatureSignatures}},
		"one Link without a list":  {`{"generator": {"implements": ` + rfc + `}}`, []vocab.IRI{dialect.FeatureSignatures}},
		"bare addresses":           {`{"generator": {"implements": ["https://w3id.org/fep/8b32"]}}`, []vocab.IRI{dialect.FeatureProofs}},
		"an application itself":    {`{"type": "Application", "implements": [` + rfc + `]}`, []vocab.IRI{dialect.FeatureSignatures}},
		"several generators":       {`{"generator": [7, {"implements": [` + rfc + `]}]}`, []vocab.IRI{dialect.FeatureSignatures}},
		"nonsense among the Links": {`{"generator": {"implements": [1, null, {"href": 2}, {}, [[]], ` + rfc + `]}}`, []vocab.IRI{dialect.FeatureSignatures}},
		"an endless address":       {`{"implements": ["https://a.example/` + strings.Repeat("a", 3000) + `"]}`, nil},
	} {
		got, err := dialect.ReadCapabilities([]byte(c.actor))
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}

func TestOurOwnFeaturesSayThatWeReadTheFullDialect(t *testing.T) {
	implements, err := json.Marshal(dialect.Features)
	if err != nil {
		t.Fatal(err)
	}
	features, err := dialect.ReadCapabilities([]byte(`{"generator": {"type": "Application", "implements": ` + string(implements) + `}}`))
	if err != nil || dialect.KindOf(features) != dialect.Full {
		t.Errorf("%v, %v", features, err)
	}
	software, version, kind, err := dialect.ReadNodeInfo([]byte(`{"version": "2.1", "software": {"name": "tributary", "version": "1.0"}, "metadata": {"nodeName": "Valley", "implements": ` + string(implements) + `}}`))
	if software != "tributary" || version != "1.0" || kind != dialect.Full || err != nil {
		t.Errorf("%s %s reads %s, %v", software, version, kind, err)
	}
}

func TestOtherNodesGetTheCarrier(t *testing.T) {
	for name, info := range map[string]string{
		"a large server":   `{"software": {"name": "mastodon", "version": "4.5.0"}, "metadata": {"nodeName": "x"}}`,
		"a list":           `{"software": {"name": "mastodon", "version": "4.5.0"}, "metadata": []}`,
		"our name alone":   `{"software": {"name": "tributary", "version": "1.0"}, "metadata": {}}`,
		"another feature":  `{"software": {"name": "x", "version": ""}, "metadata": {"implements": ["https://w3id.org/fep/8b32"]}}`,
		"no list of texts": `{"software": {"name": "x", "version": ""}, "metadata": {"implements": {"a": 1}}}`,
	} {
		software, _, kind, err := dialect.ReadNodeInfo([]byte(info))
		if software == "" || kind != dialect.Carrier || err != nil {
			t.Errorf("%s: %s reads %s, %v", name, software, kind, err)
		}
	}
	if dialect.KindOf(nil) != dialect.Carrier {
		t.Error("a stranger is sent the full dialect")
	}
}

func TestStrangersDocumentsAreBounded(t *testing.T) {
	hostile := map[string]string{
		"nothing":     ``,
		"no JSON":     `{`,
		"a list":      `[]`,
		"a key twice": `{"type": "Note", "type": "Note", "implements": [], "implements": [], "software": {}, "software": {}}`,
		"too large":   `{"a": "` + strings.Repeat("a", 1<<20) + `"}`,
		"too deep":    `{"implements": ` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `}`,
	}
	for name, document := range hostile {
		if _, err := dialect.ReadCapabilities([]byte(document)); err == nil {
			t.Errorf("%s is an actor", name)
		}
		if _, _, _, err := dialect.ReadNodeInfo([]byte(document)); err == nil {
			t.Errorf("%s is NodeInfo", name)
		}
		if _, err := dialect.Payloads([]byte(document)); err == nil {
			t.Errorf("%s is a carrier", name)
		}
	}
	many := `{"implements": [` + strings.Repeat(`"https://a.example/",`, 999) + `"https://a.example/"]}`
	if features, err := dialect.ReadCapabilities([]byte(many)); err != nil || len(features) != 200 {
		t.Errorf("%d features, %v", len(features), err)
	}
	crowd := `{"type": "Note", "payload": [` + strings.Repeat(`{},`, 999) + `{}]}`
	if things, err := dialect.Payloads([]byte(crowd)); err == nil {
		t.Errorf("%d things", len(things))
	}
	for name, document := range map[string]string{
		"an article":        `{"type": "Article", "payload": {}}`,
		"a reference":       `{"type": "Create", "object": "https://a.example/1", "payload": {}}`,
		"a Note of nothing": `{"type": "Create", "payload": {}, "object": {"type": "Note"}}`,
		"a text":            `{"type": "Note", "payload": "x"}`,
	} {
		if things, err := dialect.Payloads([]byte(document)); err != nil || len(things) != 0 {
			t.Errorf("%s carries %s, %v", name, things, err)
		}
	}
}
