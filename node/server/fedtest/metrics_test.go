package fedtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tributary/federation"
	"tributary/node"
	"tributary/node/config"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// delivery are the samples of what waits to be sent, as /metrics shows them.
func delivery(t *testing.T, n *fedtest.Node) map[string]string {
	t.Helper()
	code, page := fedtest.Get(t, vocab.IRI(n.URL+"/metrics"), "text/plain")
	if code != 200 {
		t.Fatalf("/metrics answers %d", code)
	}
	all := map[string]string{}
	for line := range strings.Lines(page) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), " "); ok && strings.HasPrefix(name, "tributary_delivery_") {
			all[strings.TrimPrefix(name, "tributary_delivery_")] = value
		}
	}
	return all
}

// What waits is told by peer, for those that are worst off; of a node that does not want to name them, together.
func TestMetricsTellWhatWaitsByPeer(t *testing.T) {
	const hosts = 23
	for _, named := range []bool{true, false} {
		t.Run(fmt.Sprint("named: ", named), func(t *testing.T) {
			now := time.Now().Truncate(time.Second)
			n := fedtest.StartAt(t, t.TempDir(), func(c *config.Config) { c.Federation.MetricsByPeer = named }, func() time.Time { return now })
			host := func(i int) string { return fmt.Sprintf("peer%02d.example", i) }
			work := func(i, count int, age time.Duration, party string) (jobs []node.Job) {
				for range count {
					jobs = append(jobs, node.Job{
						Lane: node.LaneOf(federation.Delivering, "https://"+host(i)), Kind: federation.Delivering, Party: party,
						Made: now.Add(-age), Due: now.Add(time.Hour),
					})
				}
				return jobs
			}
			if err := n.DB.Update(t.Context(), func(tx node.Tx) error {
				for i := range hosts { // the higher its number, the longer it waits
					if err := tx.Enqueue(work(i, 2, time.Duration(i)*time.Minute, "")...); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"https://" + host(22), "https://" + host(21) + " " + string(n.Server.Node.Node()), "https://" + host(0), "https://held.example"} {
				if err := n.DB.HoldLane(t.Context(), node.LaneOf(federation.Delivering, name)); err != nil {
					t.Fatal(err)
				}
			}
			// peer20 fails.
			past := now.Add(2 * time.Hour)
			turned, err := n.DB.Turn(t.Context(), node.Turn{Worker: "w", Now: past, Until: past.Add(time.Minute), Jobs: 100,
				Wants: []node.Want{{Kind: federation.Delivering, Lanes: 100, Jobs: 1}}})
			if err != nil {
				t.Fatal(err)
			}
			var left []node.Leaving
			for _, l := range turned.Leased {
				leaving := node.Leaving{Lane: l.Name}
				if strings.HasSuffix(l.Name, host(20)) {
					leaving = node.Leaving{Lane: l.Name, Fails: 1, Since: now, Next: now.Add(time.Hour), Note: "no answer"}
				}
				left = append(left, leaving)
			}
			if _, err := n.DB.Turn(t.Context(), node.Turn{Worker: "w", Now: now, Until: now, Left: left}); err != nil {
				t.Fatal(err)
			}

			got := delivery(t, n)
			want := map[string]string{
				`waiting{peer="peer22.example"}`: "2", `oldest_seconds{peer="peer22.example"}`: "1320",
				`peers{peer="peer22.example",state="held"}`: "1", `peers{peer="peer22.example",state="open"}`: "0",
				`peers{peer="peer21.example",state="held"}`:   "1", // one sender's
				`peers{peer="peer20.example",state="paused"}`: "1", `peers{peer="peer19.example",state="open"}`: "1",
				`waiting{peer="peer03.example"}`: "2",
				`waiting{peer="other"}`:          "6", `oldest_seconds{peer="other"}`: "120",
				`peers{peer="other",state="held"}`: "2", `peers{peer="other",state="open"}`: "2", `peers{peer="other",state="paused"}`: "0",
			}
			if !named {
				want = map[string]string{
					`waiting{peer="other"}`: "46", `oldest_seconds{peer="other"}`: "1320",
					`peers{peer="other",state="held"}`: "4", `peers{peer="other",state="open"}`: "19", `peers{peer="other",state="paused"}`: "1",
				}
			}
			for name, value := range want {
				if got[name] != value {
					t.Errorf("%s is %q, want %q", name, got[name], value)
				}
			}
			if most := map[bool]int{true: 21 * 5, false: 5}[named]; len(got) != most {
				t.Errorf("there are %d samples, want %d", len(got), most)
			}
		})
	}
}
