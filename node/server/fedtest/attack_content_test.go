package fedtest_test

import (
	"fmt"
	"net/http"
	"testing"

	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

var (
	taken = []int{http.StatusAccepted} // what is against a rule is found out after that
	both  = []int{http.StatusAccepted, http.StatusUnauthorized, http.StatusBadRequest, http.StatusForbidden}
)

// known has the node learn of a plan of ana's, as ana tells it, and gives its address.
func (s *scene) known(t *testing.T) vocab.IRI {
	t.Helper()
	name := s.fresh()
	s.honest(t, s.ana.Act(s.fresh(), "Create", s.plan(name), nil))
	return s.mill.IRI("/plans/" + name)
}

// Nobody takes an address of another origin: neither that of an activity, nor that of a thing.
func TestAttackAddressesOfOthers(t *testing.T) {
	s := newScene(t)
	stock := s.Stock(s.apples, "Apples", "10", "kilogram")
	forged := func(id vocab.IRI) fedtest.Doc {
		return fedtest.Doc{"@context": valueflows, "id": id, "type": "Plan", "name": "forged"}
	}
	rows := map[string]struct {
		want []int
		act  func(honest fedtest.Doc, thing vocab.IRI) fedtest.Doc
	}{
		"an activity under another origin": {unproven, func(h fedtest.Doc, thing vocab.IRI) fedtest.Doc {
			return s.mallory.Act("x", "Create", forged(s.evil.IRI("/p")), fedtest.Doc{"id": h["id"]})
		}},
		"an activity under this node's origin": {unproven, func(fedtest.Doc, vocab.IRI) fedtest.Doc {
			return s.mallory.Act("x", "Like", s.apples, fedtest.Doc{"id": s.URL + "/id/activity/01"})
		}},
		"an activity of this node's agent": {unproven, func(fedtest.Doc, vocab.IRI) fedtest.Doc {
			return s.mallory.Act("x", "Like", s.apples, fedtest.Doc{"id": s.URL + "/id/activity/01", "actor": s.apples})
		}},
		"an embedded thing of another origin": {taken, func(h fedtest.Doc, thing vocab.IRI) fedtest.Doc {
			return s.mallory.Act(s.fresh(), "Create", forged(thing), nil)
		}},
		"an embedded thing beside one's own": {taken, func(h fedtest.Doc, thing vocab.IRI) fedtest.Doc {
			return s.mallory.Act(s.fresh(), "Like", []any{forged(s.evil.IRI("/own")), forged(thing)}, nil)
		}},
		"a thing of this node": {taken, func(fedtest.Doc, vocab.IRI) fedtest.Doc {
			return s.mallory.Act(s.fresh(), "Update", fedtest.Doc{"@context": valueflows, "id": stock, "type": "EconomicResource", "name": "stolen"}, nil)
		}},
		"an id that a @context hides": {taken, func(h fedtest.Doc, thing vocab.IRI) fedtest.Doc {
			return s.mallory.Act(s.fresh(), "Create", fedtest.Doc{
				"@context": []any{valueflows[0], valueflows[1], fedtest.Doc{"me": "@id"}}, "me": thing, "type": "Plan", "name": "forged"}, nil)
		}},
		"an id that a @context hides in a document elsewhere": {taken, func(h fedtest.Doc, thing vocab.IRI) fedtest.Doc {
			accomplice := fedtest.NewStranger(t)
			id := accomplice.IRI("/plan")
			accomplice.Serve("/plan", fedtest.ActivityJSON, fedtest.Doc{
				"@context": []any{valueflows[0], valueflows[1], fedtest.Doc{"me": "@id", "id": "https://ex.example/nothing"}},
				"id":       id, "me": thing, "type": "Plan", "name": "forged"})
			return s.mallory.Act(s.fresh(), "Create", id, nil)
		}},
		"a graph with a thing of another origin": {taken, func(h fedtest.Doc, thing vocab.IRI) fedtest.Doc {
			accomplice := fedtest.NewStranger(t)
			id := accomplice.IRI("/plan")
			accomplice.Serve("/plan", fedtest.ActivityJSON, fedtest.Doc{
				"@context": valueflows, "id": id, "@graph": []any{forged(thing), forged(s.ana.IRI)}})
			return s.mallory.Act(s.fresh(), "Create", id, nil)
		}},
		"attributed to somebody else": {taken, func(h fedtest.Doc, thing vocab.IRI) fedtest.Doc {
			return s.mallory.Act(s.fresh(), "Create", forged(s.evil.IRI("/"+s.fresh())).With(fedtest.Doc{
				"attributedTo": s.ana.IRI}), nil)
		}},
		"an actor of another origin": {taken, func(h fedtest.Doc, thing vocab.IRI) fedtest.Doc {
			return s.mallory.Act(s.fresh(), "Update", s.ana.Doc.With(fedtest.Doc{"name": "forged", "alsoKnownAs": []any{s.mallory.IRI}}), nil)
		}},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			plan := s.fresh()
			honest := s.ana.Act(s.fresh(), "Create", s.plan(plan), nil)
			act := row.act(honest, s.mill.IRI("/plans/"+plan))
			before := traceOf(t, s.Node)
			if code := s.mallory.Send(s.Node, act); code != row.want[0] {
				t.Errorf("it was answered with %d, not %d", code, row.want[0])
			}
			s.Settle()
			for _, id := range []vocab.IRI{s.mill.IRI("/plans/" + plan)} {
				if s.Knows(id) {
					t.Errorf("%s is known now", id)
				}
			}
			// What the sender did under its own name may be on record; nothing else.
			if left := traceOf(t, s.Node).but(string(s.evil.URL)).since(before.but(s.evil.URL)); left != "" {
				t.Errorf("it left\n%s", left)
			}
			s.honest(t, honest)
			if name := s.Thing(s.mill.IRI("/plans/" + plan)).Get(vf.Name).Text(); name != "Plan "+plan {
				t.Errorf("the plan is called %q", name)
			}
		})
	}
}

// What is somebody else's is neither changed nor taken away.
func TestAttackThingsOfOthers(t *testing.T) {
	s := newScene(t)
	stock := s.Stock(s.apples, "Apples", "10", "kilogram")
	ours := s.Do(fedtest.Naming("Like", s.apples, s.ana.IRI)).Activity
	neighbour := s.mill.Persona("neighbour", 2)
	s.Meet(neighbour)
	follow := s.ana.Act(s.fresh(), "Follow", s.apples, nil)
	s.honest(t, follow)
	plan := s.known(t)
	doc := fedtest.Doc{"@context": valueflows, "id": plan, "type": "Plan", "name": "forged"}

	rows := map[string]func(id string) (*fedtest.Persona, fedtest.Doc){
		"Update of another's": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(id, "Update", doc, nil)
		},
		"Update of a neighbour's": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return neighbour, neighbour.Act(id, "Update", doc, nil)
		},
		"Update of a neighbour": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return neighbour, neighbour.Act(id, "Update", s.ana.Doc.With(fedtest.Doc{"name": "forged"}), nil)
		},
		"Create of a neighbour": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return neighbour, neighbour.Act(id, "Create", s.ana.Doc.With(fedtest.Doc{"name": "forged"}), nil)
		},
		"Delete of another's": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(id, "Delete", plan, nil)
		},
		"Delete of a neighbour's": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return neighbour, neighbour.Act(id, "Delete", plan, nil)
		},
		"Delete of another": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(id, "Delete", s.ana.IRI, nil)
		},
		"Delete of ours": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(id, "Delete", stock, nil)
		},
		"Delete of our group": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(id, "Delete", s.apples, nil)
		},
		"Undo of another's Follow": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(id, "Undo", follow["id"], nil)
		},
		"Undo of a neighbour's": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return neighbour, neighbour.Act(id, "Undo", follow["id"], nil)
		},
		"Undo of ours": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(id, "Undo", ours, nil)
		},
		"Undo that embeds another's": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(id, "Undo", follow, nil)
		},
		"Undo that describes it as one's own": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(id, "Undo", follow.With(fedtest.Doc{"actor": s.mallory.IRI}), nil)
		},
		"Add to ours": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(id, "Add", plan, fedtest.Doc{"target": s.apples + "/followers"})
		},
		"Remove of ours": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(id, "Remove", s.ana.IRI, fedtest.Doc{"target": s.apples + "/followers"})
		},
		"Move of another": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(id, "Move", s.ana.IRI, fedtest.Doc{"target": s.mallory.IRI})
		},
		"an Announce that embeds a forged Create": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(id, "Announce", s.ana.Act(s.fresh(), "Update", doc, nil), nil)
		},
		"an Announce that embeds one of this node": func(id string) (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(id, "Announce", fedtest.Doc{"id": s.URL + "/id/activity/02", "type": "Delete", "actor": s.apples, "object": stock}, nil)
		},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			who, act := row(s.fresh())
			before := traceOf(t, s.Node)
			if code := who.Send(s.Node, act); code != http.StatusAccepted {
				t.Errorf("it was answered with %d", code)
			}
			s.Settle()
			own := fmt.Sprint(act["id"]) // that it was said may be on record
			if left := traceOf(t, s.Node).but(own).since(before.but(own)); left != "" {
				t.Errorf("it left\n%s", left)
			}
		})
	}
	s.honest(t, s.ana.Act(s.fresh(), "Update", s.plan(string(plan)[len(s.mill.URL+"/plans/"):]).With(fedtest.Doc{"name": "New"}), nil))
	if name := s.Thing(plan).Get(vf.Name).Text(); name != "New" {
		t.Errorf("its own author cannot change it: %q", name)
	}
	s.Sound()
}

// What is fetched of a third origin is that origin's: naming it makes nobody its owner.
func TestAttackNamingAThingDoesNotTakeIt(t *testing.T) {
	for _, attributed := range []bool{true, false} {
		t.Run(fmt.Sprint("attributed ", attributed), func(t *testing.T) {
			s := newScene(t)
			doc := s.plan("shared")
			if !attributed {
				delete(doc, "attributedTo")
			}
			id := s.mill.Serve("/plans/shared", fedtest.ActivityJSON, doc)

			if code := s.mallory.Send(s.Node, s.mallory.Act("names", "Create", id, nil)); code != http.StatusAccepted {
				t.Fatal(code)
			}
			s.Settle()
			if !s.Knows(id) {
				t.Error("it was not read")
			}
			s.mallory.Send(s.Node, s.mallory.Act("deletes", "Delete", id, nil))
			s.mallory.Send(s.Node, s.mallory.Act("changes", "Update", doc.With(fedtest.Doc{"name": "forged"}), nil))
			s.Settle()
			if s.Knows(id) && s.Thing(id).Get(vf.Name).Text() != "Plan shared" {
				t.Errorf("it is %q now", s.Thing(id).Get(vf.Name).Text())
			}

			s.honest(t, s.ana.Act("says", "Update", doc.With(fedtest.Doc{"name": "Ana's"}), nil))
			if name := s.Thing(id).Get(vf.Name).Text(); name != "Ana's" {
				t.Errorf("the author's word does not count: %q", name)
			}
			s.honest(t, s.ana.Act("ends", "Delete", id, nil))
			if s.Knows(id) {
				t.Error("its author cannot take it away")
			}
		})
	}
}

// A Move counts when both ends say so.
func TestAttackMovesThatOnlyOneEndKnowsOf(t *testing.T) {
	s := newScene(t)
	s.Do(fedtest.Naming("Follow", s.apples, s.ana.IRI))
	s.Settle()
	target := s.evil.Persona("target", 2)
	for name, also := range map[string]any{"none": nil, "another": []any{s.mallory.IRI}, "ours": []any{s.apples}} {
		t.Run(name, func(t *testing.T) {
			target.Publish(fedtest.Doc{"alsoKnownAs": also})
			s.Meet(target)
			before := traceOf(t, s.Node)
			if code := s.ana.Send(s.Node, s.ana.Act(s.fresh(), "Move", s.ana.IRI, fedtest.Doc{"target": target.IRI})); code != http.StatusAccepted {
				t.Error(code)
			}
			s.Settle()
			if left := traceOf(t, s.Node).only("relation").since(before.only("relation")); left != "" {
				t.Errorf("it left\n%s", left)
			}
		})
	}
	t.Run("to this node", func(t *testing.T) {
		s.unharmed(t, taken, func() int {
			return s.ana.Send(s.Node, s.ana.Act(s.fresh(), "Move", s.ana.IRI, fedtest.Doc{"target": s.apples}))
		})
	})
	if also := s.Thing(s.ana.IRI).All(as.AlsoKnownAs); len(also) > 0 {
		t.Errorf("%v", also)
	}
}

// A document counts where it stands, as what it is, and for its own origin.
func TestAttackDocumentsThatSpeakForOthers(t *testing.T) {
	s := newScene(t)
	name := "doc"
	id := s.mill.IRI("/plans/" + name)
	doc := s.plan(name)
	served := map[string]func() vocab.IRI{
		"a copy elsewhere": func() vocab.IRI { return s.evil.Serve("/copy", fedtest.ActivityJSON, doc) },
		"a redirect to a copy elsewhere": func() vocab.IRI {
			s.evil.Serve("/copy2", fedtest.ActivityJSON, doc)
			return s.mill.Redirect("/r1", s.evil.IRI("/copy2"))
		},
		"a page":                      func() vocab.IRI { return s.mill.Serve("/plans/doc", "text/html", doc) },
		"plain JSON":                  func() vocab.IRI { return s.mill.Serve("/plans/doc", "application/json", doc) },
		"JSON-LD without the profile": func() vocab.IRI { return s.mill.Serve("/plans/doc", "application/ld+json", doc) },
		"JSON-LD with another profile": func() vocab.IRI {
			return s.mill.Serve("/plans/doc", `application/ld+json; profile="https://ex.example/"`, doc)
		},
		"a name twice": func() vocab.IRI {
			return s.mill.Serve("/plans/doc", fedtest.ActivityJSON, `{"id": "`+string(id)+`", "type": "Plan", "name": "a", "name": "b"}`)
		},
		"a redirect that never ends": func() vocab.IRI { return s.mill.Redirect("/plans/doc", id) },
		"more than anybody reads":    func() vocab.IRI { return s.mill.Serve("/plans/doc", fedtest.ActivityJSON, make([]byte, 3<<20)) },
		"an answer that is compressed far": func() vocab.IRI {
			s.mill.Handle("/plans/doc", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", fedtest.ActivityJSON)
				w.Header().Set("Content-Encoding", "gzip")
				w.Write(bomb())
			})
			return id
		},
	}
	for row, serve := range served {
		t.Run(row, func(t *testing.T) {
			named := serve()
			before := traceOf(t, s.Node)
			act := s.mallory.Act(s.fresh(), "Create", named, nil)
			if code := s.mallory.Send(s.Node, act); code != http.StatusAccepted {
				t.Error(code)
			}
			s.Settle()
			own := fmt.Sprint(act["id"])
			if left := traceOf(t, s.Node).but(own).since(before.but(own)); left != "" {
				t.Errorf("it left\n%s", left)
			}
		})
	}
}
