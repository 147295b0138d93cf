package dialect_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"tributary/contexts"
	"tributary/federation/dialect"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/jsonld"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

const base = "https://node.example"

const (
	alpha vocab.IRI = base + "/groups/alpha"
	beta  vocab.IRI = base + "/groups/beta"
	other vocab.IRI = "https://peer.example/users/carol"
	act   vocab.IRI = base + "/id/activity/01"
)

var when = time.Date(2026, 3, 21, 9, 0, 0, 0, time.UTC)

var known = map[vocab.IRI]string{
	alpha: "Alpha", beta: "Beta <script>alert(1)</script>", other: "Carol",
	id("economic-resource/apples"): "apples", id("resource-specification/seedlings"): "seedlings",
}

// names calls things as the record does, and by their IRI what it does not know.
func names(of vocab.IRI) string {
	if name, ok := known[of]; ok {
		return name
	}
	return string(of)
}

func id(of string) vocab.IRI { return vocab.IRI(base + "/id/" + of) }

// stamp is a prover whose proofs say which bytes they were made of.
type stamp struct{ proven []vocab.IRI }

func (s *stamp) Prove(actor vocab.IRI, doc []byte, at time.Time) ([]byte, error) {
	var named struct {
		Context json.RawMessage `json:"@context"`
		ID      vocab.IRI       `json:"id"`
	}
	if err := json.Unmarshal(doc, &named); err != nil {
		return nil, err
	}
	s.proven = append(s.proven, named.ID)
	return fmt.Appendf(nil, `%s,"proof":{"@context":%s,"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022","created":%q,"verificationMethod":%q,"proofPurpose":"assertionMethod","proofValue":%q}}`,
		doc[:len(doc)-1], named.Context, at.Format(time.RFC3339), actor+"#ed25519-key", digest(doc)), nil
}

// digest tells documents apart, but not by the version of the vocabulary.
func digest(doc []byte) string {
	sum := sha256.Sum256(unversioned(doc))
	return "z" + hex.EncodeToString(sum[:8])
}

func unversioned(doc []byte) []byte {
	return bytes.ReplaceAll(doc, []byte(contexts.ActivityStreams().Name), []byte("as-HASH.jsonld"))
}

// intact says whether a document still has the bytes it was proven with.
func intact(doc []byte) bool {
	i := bytes.LastIndex(doc, []byte(`,"proof":`))
	return i > 0 && bytes.Contains(doc[i:], []byte(`"`+digest(append(bytes.Clone(doc[:i]), '}'))+`"`))
}

type broken struct{}

func (broken) Prove(vocab.IRI, []byte, time.Time) ([]byte, error) {
	return nil, errors.New("the key is locked")
}

// version is an activity as the record has it, done by Alpha.
func version(class *vocab.Class, objects ...vocab.IRI) node.Version {
	r := vocab.New(class, act).With(as.Actor, vocab.Ref(alpha)).With(as.Published, vocab.Moment(when))
	for _, o := range objects {
		r = r.Plus(as.HasObject, vocab.Ref(o))
	}
	return of(r)
}

func of(r *vocab.Resource) node.Version {
	return node.Version{IRI: r.ID(), N: 1, At: when, Class: r.Class().Name, Activity: r.ID(), Owner: alpha, Body: jsonld.Append(nil, r)}
}

// saying changes what an activity says.
func saying(v node.Version, p *vocab.Property, values ...vocab.Value) node.Version {
	r, err := v.Resource()
	if err != nil {
		panic(err) // the test made it
	}
	return of(r.With(p, values...))
}

func measure(amount, unit string) vocab.Value {
	return vocab.Inside(vocab.New(vf.Measure, "").
		With(vf.HasUnit, vocab.Ref(vocab.IRI(quantity.OM2+unit))).
		With(vf.HasNumericalValue, vocab.Number(amount)))
}

func gift() *vocab.Resource {
	return vocab.New(vf.EconomicEvent, id("economic-event/1")).
		With(vf.HasAction, vocab.Ref(vf.Transfer.IRI)).
		With(vf.Provider, vocab.Ref(alpha)).
		With(vf.Receiver, vocab.Ref(beta)).
		With(vf.ResourceInventoriedAs, vocab.Ref(id("economic-resource/apples"))).
		With(vf.ResourceQuantity, measure("3", "kilogram")).
		With(vf.HasPointInTime, vocab.Time(when))
}

func plan(name string) *vocab.Resource {
	return vocab.New(vf.Plan, id("plan/1")).With(vf.Name, vocab.Text(name))
}

func compose(t *testing.T, d dialect.Dialect, v node.Version, parts []dialect.Part, o dialect.Options) []byte {
	t.Helper()
	o.Base = base
	if o.Names == nil {
		o.Names = names
	}
	b, err := dialect.Compose(d, v, parts, o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
