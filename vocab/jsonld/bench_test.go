package jsonld_test

import (
	"testing"

	"tributary/vocab"
	"tributary/vocab/graph"
	"tributary/vocab/jsonld"
	"tributary/vocab/vf"
)

// event is the kind of resource of which there are most.
func event() *vocab.Resource {
	measure := vocab.New(vf.Measure, "").
		With(vf.HasUnit, vocab.Ref("http://www.ontology-of-units-of-measure.org/resource/om-2/kilogram")).
		With(vf.HasNumericalValue, vocab.Number("12.500"))
	return vocab.New(vf.EconomicEvent, "https://node.example/id/economic-event/01JDQX7W0000000000000000AB").
		With(vf.HasAction, vocab.Ref(vf.Transfer.IRI)).
		With(vf.Provider, vocab.Ref("https://node.example/groups/garden")).
		With(vf.Receiver, vocab.Ref("https://node.example/groups/bakery")).
		With(vf.ResourceInventoriedAs, vocab.Ref("https://node.example/id/economic-resource/01JDQX7W0000000000000000AC")).
		With(vf.ToResourceInventoriedAs, vocab.Ref("https://node.example/id/economic-resource/01JDQX7W0000000000000000AD")).
		With(vf.ResourceQuantity, vocab.Inside(measure)).
		With(vf.HasPointInTime, vocab.Typed("2026-03-21T09:30:00Z", vocab.DateTimeStamp.IRI)).
		With(vf.Created, vocab.Typed("2026-03-21T09:31:07Z", vocab.DateTimeStamp.IRI)).
		With(vf.Note, vocab.Text("Windfalls from the lower orchard, for the cider press")).
		With(vf.Fulfills, vocab.Ref("https://node.example/id/commitment/01JDQX7W0000000000000000AE"))
}

func BenchmarkAppend(b *testing.B) {
	r := event()
	buffer := make([]byte, 0, 2048)
	b.ReportAllocs()
	for b.Loop() {
		buffer = jsonld.Append(buffer[:0], r)
	}
}

func BenchmarkDocument(b *testing.B) {
	r := event()
	b.ReportAllocs()
	for b.Loop() {
		jsonld.Document(r, nativeURL)
	}
}

func BenchmarkReadStored(b *testing.B) {
	body := jsonld.Append(nil, event())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := jsonld.ReadStored(body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadByTable(b *testing.B) {
	body := jsonld.Document(event(), nativeURL)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := jsonld.Read(body, jsonld.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadByExpansion(b *testing.B) {
	body := []byte(`{"@context": ["https://www.w3.org/ns/activitystreams", {"vf": "https://w3id.org/valueflows/ont/vf#", "Intent": "vf:Intent", "action": "vf:action"}],
		"id": "https://x.example/1", "type": "Intent", "action": "transfer"}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := jsonld.Read(body, jsonld.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkQuads(b *testing.B) {
	r := event()
	b.ReportAllocs()
	for b.Loop() {
		graph.Quads(r)
	}
}
