package storagetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
)

var letterTests = map[string]func(*testing.T, Database){
	"letters and parcels come out and in again":     lettersMove,
	"a database that only has letters is not empty": lettersFill,
	"what others did is told apart":                 tellsApart,
	"what came here itself is not replaced":         lettersStay,
}

// letter is what another node sent.
func letter(id vocab.IRI, state node.LetterState) node.Letter {
	return node.Letter{
		ID: id, Actor: "https://m.example/groups/bread", At: noon, Body: []byte(`{"id":"` + string(id) + `"}`),
		Proof: node.Evidence{Scheme: "cavage", Proof: "https://m.example/groups/bread#key", Multikey: "z6Mk"}, State: state, Reason: "because",
	}
}

// post is all letters and parcels of a database.
func (h handle) post() (letters []node.Letter, parcels []node.Parcel) {
	h.t.Helper()
	err := h.Snapshot(context.Background(), func(s storage.Snapshot) error {
		return errors.Join(
			s.Letters(func(l node.Letter) error { letters = append(letters, l); return nil }),
			s.Parcels(func(p node.Parcel) error { parcels = append(parcels, p); return nil }),
		)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return letters, parcels
}

func noLinks([]byte) ([]node.Link, error) { return nil, nil }

func lettersMove(t *testing.T, d Database) {
	db, ctx := d.open(t), context.Background()
	late := letter("https://m.example/1", node.LetterDone)
	late.At = late.At.AddDate(0, 0, 1)
	letters := []node.Letter{letter("https://m.example/2", node.LetterRefused), letter("https://m.example/3", node.LetterWaiting), late}
	parcels := []node.Parcel{
		{Activity: "https://n.example/1", Form: "carrier", Body: []byte("{}")}, {Activity: "https://n.example/1", Form: "full", Body: []byte{}},
	}
	wantKind(t, db.Restore(ctx, noLinks, nil, func(l *storage.Loader) (err error) {
		for _, letter := range letters {
			err = errors.Join(err, l.AddLetter(letter))
		}
		for _, p := range parcels {
			err = errors.Join(err, l.AddParcel(p))
		}
		return err
	}), "")
	gotLetters, gotParcels := db.post()
	equal(t, "letters", fmt.Sprint(gotLetters), fmt.Sprint(letters))
	equal(t, "parcels", fmt.Sprint(gotParcels), fmt.Sprint(parcels))
	taken, err := db.TakeLetter(ctx, letters[1], send("a", "1"))
	equal(t, "taken again", fmt.Sprint(taken, err), "false <nil>")
}

func lettersFill(t *testing.T, d Database) {
	db, ctx := d.open(t), context.Background()
	wantKind(t, db.PutDocument(ctx, letter("https://m.example/1", node.LetterDone)), "")
	err := db.Restore(ctx, noLinks, nil, func(*storage.Loader) error { return nil })
	wantKind(t, err, node.Conflict)
}

func lettersStay(t *testing.T, d Database) {
	db, ctx := d.open(t), context.Background()
	kept, refused := letter("https://m.example/1", node.LetterDone), letter("https://m.example/2", node.LetterRefused)
	wantKind(t, db.Restore(ctx, noLinks, nil, func(l *storage.Loader) error {
		return errors.Join(l.AddLetter(kept), l.AddLetter(refused))
	}), "")
	for _, id := range []vocab.IRI{kept.ID, refused.ID, "https://m.example/3"} {
		other := letter(id, node.LetterDone)
		other.Reason = "from elsewhere"
		db.update(func(tx node.Tx) error { return storage.KeepLetter(tx, other) })
	}
	letters, _ := db.post()
	for i, want := range []string{"because", "from elsewhere", "from elsewhere"} {
		equal(t, string(letters[i].ID), letters[i].Reason, want)
	}
	err := db.Update(ctx, func(tx node.Tx) error {
		return errors.Join(storage.KeepLetter(tx, letter("https://m.example/4", node.LetterDone)), errNo)
	})
	letters, _ = db.post()
	equal(t, "after an update that failed", fmt.Sprint(len(letters), err), "3 no")
}

func tellsApart(t *testing.T, d Database) {
	db := d.open(t)
	var all []node.Version
	want := []string{}
	for i := range 1200 { // more than two pages
		v := thing(vocab.IRI(fmt.Sprintf("https://n.example/%04d", i)))
		v.Activity = "https://n.example/activities/1"
		if i%2 == 0 {
			v.Activity = vocab.IRI(fmt.Sprintf("https://n.example.com/é/%d", i))
			want = append(want, fmt.Sprint(v.IRI, 1, v.Activity, ana, v.Class))
		}
		all = append(all, v)
	}
	db.put(all...)
	got := []string{}
	for v, err := range db.Foreign(context.Background(), "https://n.example/") {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(v.IRI, v.N, v.Activity, v.Author, v.Class))
	}
	equal(t, "foreign", got, want)
}
