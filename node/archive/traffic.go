package archive

import (
	"slices"
	"time"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
)

// What goes between the node and others: what came, as it came; what waits to be sent, as it is sent; the
// work that waits; and whom the node deals with. With it a restored node goes on where it was: nothing that
// waited is lost, and the log is sent on from where it was sent.

type (
	letterLine struct {
		ID     vocab.IRI     `json:"id"`
		Actor  vocab.IRI     `json:"actor"`
		At     time.Time     `json:"at"`
		State  string        `json:"state"`
		Reason string        `json:"reason,omitempty"`
		Proof  node.Evidence `json:"proof"`
		Body   []byte        `json:"body"`
	}
	parcelLine struct {
		Activity vocab.IRI `json:"activity"`
		Form     string    `json:"form"`
		Body     []byte    `json:"body"`
	}
	laneLine struct {
		Name  string    `json:"name"`
		Kind  string    `json:"kind"`
		Next  time.Time `json:"next,omitzero"` // zero: never
		Fails int       `json:"fails,omitempty"`
		Since time.Time `json:"since,omitzero"`
		Held  node.Hold `json:"held,omitempty"`
		Note  string    `json:"note,omitempty"`
	}
	jobLine struct {
		ID       int64     `json:"id"`
		Lane     string    `json:"lane"`
		Kind     string    `json:"kind"`
		Key      string    `json:"key,omitempty"`
		Party    string    `json:"party,omitempty"`
		Ref      vocab.IRI `json:"ref,omitempty"`
		Data     []byte    `json:"data,omitempty"`
		Due      time.Time `json:"due,omitzero"`
		Made     time.Time `json:"made,omitzero"`
		Attempts int       `json:"attempts,omitempty"`
		Buried   time.Time `json:"buried,omitzero"` // zero: still to be done
		Note     string    `json:"note,omitempty"`
	}
)

// traffic writes a section of what goes between the node and others.
func (s *source) traffic(kind Kind) error {
	switch kind {
	case kindLetters:
		return s.Letters(s.letter)
	case kindParcels:
		return s.Parcels(func(p node.Parcel) error { return s.w.value(parcelLine(p)) })
	case kindLanes:
		return s.Lanes(func(l node.Lane) error {
			return s.w.value(laneLine{l.Name, l.Kind, l.Next, l.Fails, l.Since, l.Held, l.Note})
		})
	case kindJobs:
		return s.Jobs(func(b node.Burial) error {
			j := b.Job
			return s.w.value(jobLine{j.ID, j.Lane, j.Kind, j.Key, j.Party, j.Ref, j.Data, j.Due, j.Made, j.Attempts, b.At, b.Note})
		})
	case kindPolicy:
		return s.PolicyRules(func(r node.PolicyRule) error { return s.w.value(r) })
	}
	return s.Peers(func(p node.Peer) error { return s.w.value(p) })
}

// letter writes a letter, if it leaves. Without the node's secrets only what the record rests on does: what
// waits or was refused is none of it.
func (s *source) letter(l node.Letter) error {
	if !s.opt.Private && l.State != node.LetterDone || s.has != nil && !s.carries(l) {
		return nil
	}
	return s.w.value(letterLine{l.ID, l.Actor, l.At, l.State.String(), l.Reason, l.Proof, l.Body})
}

// carries says whether a letter leaves with a group: an activity that made something of what the group's
// history rests on.
func (s *source) carries(l node.Letter) bool {
	document := l.ID == l.Actor || s.opt.Node.Owns(l.Actor) // which was read at its address, not sent
	return l.State == node.LetterDone && !document && (s.has[l.ID] || s.witness[l.ID])
}

// correspondents calls to witness who sent what leaves with a group: their versions tell which keys were
// theirs when.
func (s *source) correspondents() error {
	return s.Letters(func(l node.Letter) error {
		if s.carries(l) {
			s.witness[l.Actor] = true
		}
		return nil
	})
}

func (l letterLine) letter() (node.Letter, error) {
	state := slices.Index(node.LetterStates[:], l.State)
	if state < 0 {
		return node.Letter{}, node.Errorf(node.Unreadable, "the letter %s is in a state %q, which is none", l.ID, l.State)
	}
	return node.Letter{
		ID: l.ID, Actor: l.Actor, At: l.At, Body: l.Body, Proof: l.Proof, State: node.LetterState(state), Reason: l.Reason,
	}, nil
}

// loadTraffic brings in what goes between the node and others. What others sent stays as they wrote it,
// whatever the node's address.
func (a *Archive) loadTraffic(l *storage.Loader, move *rename) error {
	if err := each(a, kindLetters, func(line letterLine) error {
		letter, err := line.letter()
		if err != nil {
			return err
		}
		return l.AddLetter(letter)
	}); err != nil {
		return err
	}
	if err := each(a, kindParcels, func(p parcelLine) error {
		body, err := move.document(p.Body)
		if err != nil {
			return err
		}
		return l.AddParcel(node.Parcel{Activity: move.iri(p.Activity), Form: move.words(p.Form), Body: body})
	}); err != nil {
		return err
	}
	if err := a.loadWork(l, move); err != nil {
		return err
	}
	if err := each(a, kindPolicy, func(r node.PolicyRule) error {
		r.Group, r.Author, r.Provenance = move.iri(r.Group), move.iri(r.Author), string(move.iri(vocab.IRI(r.Provenance)))
		return l.AddPolicyRule(r)
	}); err != nil {
		return err
	}
	return each(a, kindPeers, func(p node.Peer) error { return l.AddPeer(p) })
}

// loadWork brings in the work that waits. Whoever was at it is not any more.
func (a *Archive) loadWork(l *storage.Loader, move *rename) error {
	if err := each(a, kindLanes, func(n laneLine) error {
		return l.AddLane(node.Lane{Name: move.words(n.Name), Kind: n.Kind, Next: n.Next, Fails: n.Fails, Since: n.Since, Held: n.Held, Note: n.Note})
	}); err != nil {
		return err
	}
	return each(a, kindJobs, func(j jobLine) error {
		data, err := move.document(j.Data)
		if err != nil {
			return err
		}
		return l.AddJob(node.Burial{At: j.Buried, Note: j.Note, Job: node.Job{
			ID: j.ID, Lane: move.words(j.Lane), Kind: j.Kind, Key: string(move.iri(vocab.IRI(j.Key))), Party: string(move.iri(vocab.IRI(j.Party))), Ref: move.iri(j.Ref),
			Data: data, Due: j.Due, Made: j.Made, Attempts: j.Attempts,
		}})
	})
}
