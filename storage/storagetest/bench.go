package storagetest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
)

// BenchmarkUpdate64 measures what 64 callers record together: each update reads two resources and
// appends an activity, an event and the two resources as the event leaves them, with six references
// to each new thing. It reports updates a second; each is on disk when it counts.
func BenchmarkUpdate64(b *testing.B, d Database) {
	const callers, resources = 64, 1000
	db := d.openWith(b, storage.Options{})
	for i := range resources {
		v := crate(resource(i), 1, 1)
		v.Delta = nil
		db.put(v)
	}
	body := make([]byte, 700)
	b.ResetTimer()
	var next atomic.Int64
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				err := db.Update(context.Background(), func(tx node.Tx) error { return record(tx, int(i), resources, body) })
				if err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "updates/s")
}

func resource(i int) vocab.IRI {
	return vocab.IRI(fmt.Sprintf("https://n.example/id/economic-resource/%026d", i))
}

func record(tx node.Tx, i, resources int, body []byte) error {
	event := thing(vocab.IRI(fmt.Sprintf("https://n.example/id/economic-event/%026d", i)))
	activity := thing(vocab.IRI(fmt.Sprintf("https://n.example/groups/garden/outbox/%026d", i)))
	from, to := resource(i%resources), resource((i+resources/2)%resources)
	agent := vocab.IRI(fmt.Sprintf("https://n.example/people/%d", i%50))
	event.Body, activity.Body, activity.Class = body, body[:300], "Create"
	event.Link = []node.Link{
		link("provider", garden), link("receiver", bakery), link("action", "https://w3id.org/valueflows/ont/vf#transfer"),
		link("resourceInventoriedAs", from), link("toResourceInventoriedAs", to), link("inScopeOf", agent),
	}
	activity.Link = []node.Link{
		link("actor", agent), link("object", event.IRI), link("to", garden), link("cc", bakery),
		link("context", garden), link("instrument", from),
	}
	versions := []node.Version{activity, event}
	for _, id := range [...]vocab.IRI{from, to} {
		v, err := tx.Latest(id)
		if err != nil {
			return err
		}
		v.N++
		v.Activity = activity.IRI
		v.Delta = v.Body[:len(v.Body):len(v.Body)]
		v.Link = []node.Link{link("latestEvent", event.IRI)}
		versions = append(versions, v)
	}
	_, err := tx.Append(versions...)
	return err
}
