package crashtest

import (
	"testing"
	"time"

	"tributary/node"
	"tributary/storage"
	"tributary/storage/storagetest"
)

// A node goes on when the server of its database has crashed and is back: it reads, writes, hears of
// others, and others know that it is there.
func TestAServerThatCrashedIsUsedAgain(t *testing.T) {
	server := storagetest.NewServer(t)
	d := onServer(server.Create("again"))
	p := newPatient(t, d.open)
	heard := p.db.Changed()

	server.Crash()
	server.Start()
	<-heard // the watch broke, and tells that anything may have happened

	for _, e := range p.entries("after") {
		receipt, err := p.post(e.body, e.mark)
		for node.KindOf(err) == node.Busy { // a connection that is known to be lost only now
			receipt, err = p.post(e.body, e.mark)
		}
		if err != nil {
			t.Fatal(err)
		}
		e.answered, e.location = true, receipt.Activity
	}
	other, err := d.open(storage.Options{BusyWait: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	heard = p.db.Changed()
	if err := other.SetMeta(ctx, "told", []byte("x")); err != nil {
		t.Fatal(err)
	}
	<-heard
	err = other.Reindex(ctx, func(node.Version) ([]node.Link, error) { return nil, nil }, nil)
	if node.KindOf(err) != node.Busy {
		t.Errorf("another program may reindex while a node runs: %v", err)
	}
	p.sound()
	p.verified()
}
