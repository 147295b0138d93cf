package fedtest_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// trace is everything about a node that somebody else's activity may change, one line a thing.
type trace []string

// traceOf looks at the whole node: versions, relations, letters with their states, peers. What is refused
// after it was taken leaves a refused letter and an answer; these two are left out, since they are no
// effect.
func traceOf(t testing.TB, n *fedtest.Node) (all trace) {
	t.Helper()
	ctx := context.Background()
	add := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	if err := n.Server.Node.Store().View(ctx, func(v node.View) error {
		for version, err := range v.Log(0) {
			if err != nil {
				return err
			}
			if version.Class == "Reject" && n.Server.Node.Owns(version.IRI) {
				continue
			}
			add("version %s %d of %s, read by %v, %x", version.IRI, version.N, version.Owner, version.Audience, sha256.Sum256(version.Body))
		}
		for r, err := range v.Relations(node.Relation{}) {
			if err != nil {
				return err
			}
			add("relation %s %s %s %q", r.From, r.Kind, r.To, r.Value)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for l, err := range n.DB.Letters(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		if l.State != node.LetterRefused {
			add("letter %s %s %x", l.ID, l.State, sha256.Sum256(l.Body))
		}
	}
	for p, err := range n.DB.Peers(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		add("peer %s %s", p.Host, p.Kind)
	}
	slices.Sort(all)
	return all
}

// since says what is there now and was not before, and the other way round.
func (t trace) since(before trace) string {
	var b strings.Builder
	for _, side := range []struct {
		sign       string
		have, lack trace
	}{{"+", t, before}, {"-", before, t}} {
		in := map[string]int{}
		for _, line := range side.lack {
			in[line]++
		}
		for _, line := range side.have {
			if in[line]--; in[line] < 0 {
				fmt.Fprintf(&b, "%s %s\n", side.sign, line)
			}
		}
	}
	return b.String()
}

// scene is a node with a group, an honest stranger and a hostile one. Both strangers are known already, so
// that whatever changes from here on is an effect.
type scene struct {
	*fedtest.Node
	t          *testing.T
	apples     vocab.IRI // a group of the node
	mill, evil *fedtest.Stranger
	ana        *fedtest.Persona // of the mill
	mallory    *fedtest.Persona // of evil
	count      int
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{t: t, Node: fedtest.New(t, 1).Nodes[0], mill: fedtest.NewStranger(t), evil: fedtest.NewStranger(t)}
	s.apples = s.Group("apples")
	s.ana, s.mallory = s.mill.Persona("ana", 0), s.evil.Persona("mallory", 1)
	s.Meet(s.ana, s.mallory)
	return s
}

// fresh is a name that no row before had.
func (s *scene) fresh() string {
	s.count++
	return fmt.Sprintf("n%d", s.count)
}

// plan is a document of a plan at the mill.
func (s *scene) plan(name string) fedtest.Doc {
	return fedtest.Doc{
		"@context": valueflows,
		"id":       s.mill.IRI("/plans/" + name), "type": "Plan", "name": "Plan " + name, "attributedTo": s.ana.IRI,
	}
}

// unharmed runs an attack and says whether it left anything. want are the statuses it may be answered with.
func (s *scene) unharmed(t *testing.T, want []int, attack func() int) {
	t.Helper()
	before := traceOf(t, s.Node)
	code := attack()
	s.Settle()
	if !slices.Contains(want, code) {
		t.Errorf("it was answered with %d, not %v", code, want)
	}
	if left := traceOf(t, s.Node).since(before); left != "" {
		t.Errorf("it left\n%s", left)
	}
}

// honest sends what the attack pretended to be, and sees it take effect.
func (s *scene) honest(t *testing.T, activity fedtest.Doc) {
	t.Helper()
	s.accepted(t, s.ana, activity)
}

// accepted sees an activity of anybody take effect.
func (s *scene) accepted(t *testing.T, who *fedtest.Persona, activity fedtest.Doc) {
	t.Helper()
	if code := who.Send(s.Node, activity); code != http.StatusAccepted {
		t.Errorf("the honest activity was answered with %d", code)
	}
	s.Settle()
	id := vocab.IRI(fmt.Sprint(activity["id"]))
	if l := s.Letter(id); l.State != node.LetterDone {
		t.Errorf("the honest activity is %s: %s", l.State, l.Reason)
	}
	if !s.Knows(id) {
		t.Error("the honest activity is not on record")
	}
}

// learnFirst lets the node get to know whom an attack brings along.
func (s *scene) learnFirst(attack func()) {
	attack()
	s.Settle()
}

func text(t testing.TB, document any) []byte {
	t.Helper()
	body, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func setBody(r *http.Request, body []byte) {
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	r.GetBody = nil
}

func digestOf(body []byte) string {
	sum := sha256.Sum256(body)
	return "SHA-256=" + base64.StdEncoding.EncodeToString(sum[:])
}

// bomb is 64 MB of blanks in a few kilobytes.
func bomb() []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	blanks := bytes.Repeat([]byte(" "), 1<<20)
	for range 64 {
		z.Write(blanks)
	}
	z.Close()
	return b.Bytes()
}

// but is the trace without the lines that have a text in them.
func (t trace) but(text string) trace {
	return slices.DeleteFunc(slices.Clone(t), func(line string) bool { return strings.Contains(line, text) })
}

// only are the lines of one kind.
func (t trace) only(kind string) trace {
	return slices.DeleteFunc(slices.Clone(t), func(line string) bool { return !strings.HasPrefix(line, kind) })
}

// valueflows is a @context with the words of ActivityStreams and ValueFlows.
var valueflows = []any{"https://www.w3.org/ns/activitystreams", fedtest.Doc{"@vocab": "https://w3id.org/valueflows/ont/vf#"}}

// having are the lines that have a text in them.
func (t trace) having(text string) trace {
	return slices.DeleteFunc(slices.Clone(t), func(line string) bool { return !strings.Contains(line, text) })
}

// handover is a transfer of so many kilograms, as a group here records it.
func handover(from, to, stock vocab.IRI, amount string) string {
	return fmt.Sprintf(`{"type": "EconomicEvent", "action": "transfer", "provider": %q, "receiver": %q,
		"resourceInventoriedAs": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": %q}}`, from, to, stock, amount)
}
