package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"tributary/federation"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// peers is how many requests other nodes have under way at once.
const peers = 16

// signedPerSecond is how many letters are signed for each second of a measurement: more would take longer
// to sign than to send.
const signedPerSecond = 1000

// inbox is what another node posts: signed, and on disk before it is answered, while what came before is
// carried out.
func (r *rig) inbox() (figure, error) {
	ctx := context.Background()
	c, err := newCrowd(1, 0)
	if err != nil {
		return figure{}, err
	}
	defer c.close()
	known, err := c.met(ctx, r.server, c.hosts, 1)
	if err != nil {
		return figure{}, err
	}
	address := string(r.bakery) + "/inbox"
	progress := r.app.bar("signing letters")
	letters, err := c.messages(address, known[0], signedPerSecond*r.Seconds, progress.at)
	progress.end()
	if err != nil {
		return figure{}, err
	}
	var next atomic.Int64
	rate, p50, p99, err := r.load(peers, func(int, int) (bool, error) {
		i := int(next.Add(1)) - 1
		if i >= len(letters) {
			return true, nil
		}
		return false, r.send(letters[i], address, http.StatusAccepted)
	})
	if err != nil {
		return figure{}, err
	}
	begin := time.Now()
	if err := r.carriedOut(ctx, c.hosts[0]); err != nil {
		return figure{}, err
	}
	return figure{What: "inbox: signed POST, RSA-2048", Rate: rate, Unit: "letters/s", P50: p50, P99: p99,
		Beside: fmt.Sprintf("%d connections, each durable; the last was carried out %.1f s later", peers, time.Since(begin).Seconds())}, nil
}

// refused is what somebody posts who does not have the sender's key.
func (r *rig) refused() (figure, error) {
	c, err := newCrowd(1, 0)
	if err != nil {
		return figure{}, err
	}
	defer c.close()
	known, err := c.met(context.Background(), r.server, c.hosts, 1)
	if err != nil {
		return figure{}, err
	}
	other, err := newCrowd(0, 0)
	if err != nil {
		return figure{}, err
	}
	address := string(r.bakery) + "/inbox"
	forged, err := other.messages(address, known[0], 100, func(int, int) {})
	if err != nil {
		return figure{}, err
	}
	rate, p50, p99, err := r.load(peers, func(client, turn int) (bool, error) {
		return false, r.send(forged[(client+peers*turn)%len(forged)], address, http.StatusUnauthorized)
	})
	return figure{What: "inbox: signed with another key", Rate: rate, Unit: "refused/s", P50: p50, P99: p99,
		Beside: fmt.Sprintf("%d connections", peers)}, err
}

func (r *rig) send(m message, inbox string, want int) error {
	request, err := m.request(inbox)
	if err != nil {
		return err
	}
	_, err = r.ask(request, want)
	return err
}

// carriedOut waits until everything that came from a node was carried out.
func (r *rig) carriedOut(ctx context.Context, origin string) error {
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		l, _, err := r.server.DB.Lane(ctx, node.LaneOf(federation.Receiving, origin), 0)
		if node.KindOf(err) == node.NotFound || err == nil && l.Waiting == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%d letters wait after a minute", l.Waiting)
		}
	}
}

// fanOut is what a group says to many inboxes, over and over.
func (r *rig) fanOut() (figure, error) {
	return r.publish("fan-out: 400 inboxes on 20 hosts", "many", false, 400, 20, 0, 0, time.Duration(r.Seconds)*time.Second)
}

// amongOurs is the same to nodes of this kind, for which requests are signed with Ed25519.
func (r *rig) amongOurs() (figure, error) {
	return r.publish("fan-out: 400 inboxes, nodes of this kind", "ours", true, 400, 20, 0, 0, time.Duration(r.Seconds)*time.Second)
}

// slow is what a group says to nodes that take a second to answer.
func (r *rig) slow() (figure, error) {
	return r.publish("fan-out: 200 inboxes, each takes 1 s", "slow", false, 200, 20, 0, time.Second, 0)
}

// dead is what a group says to many, one of whom takes connections and never answers.
func (r *rig) dead() (figure, error) {
	return r.publish("fan-out: 190 inboxes beside a dead host", "dead", false, 190, 19, 1, 0, 0)
}

// publish has a group of its own say something, until a time is over and once at least, and finds out when
// the last of its followers has it. Dead hosts have followers too, whom nobody waits for.
func (r *rig) publish(what, handle string, ours bool, inboxes, hosts, dead int, delay, lasting time.Duration) (figure, error) {
	ctx := context.Background()
	c, err := newCrowd(hosts, delay)
	if err != nil {
		return figure{}, err
	}
	defer c.close()
	c.ours = ours
	followers, err := c.met(ctx, r.server, c.hosts, inboxes)
	if err != nil {
		return figure{}, err
	}
	if ours {
		for _, host := range c.hosts { // an actor's document is read, which says what its node understands
			if _, err := r.server.Federation.Actor(ctx, vocab.IRI(host+"/u/known")); err != nil {
				return figure{}, err
			}
		}
	}
	for range dead {
		silent, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return figure{}, fmt.Errorf("find a free port: %w", err)
		}
		defer silent.Close()
		lost, err := c.met(ctx, r.server, []string{"http://" + silent.Addr().String()}, inboxes/hosts)
		if err != nil {
			return figure{}, err
		}
		followers = append(lost, followers...)
	}
	group, err := r.followed(ctx, handle, followers)
	if err != nil {
		return figure{}, err
	}
	var took []time.Duration
	for begin := time.Now(); len(took) == 0 || time.Since(begin) < lasting; {
		said := time.Now()
		plan := vocab.New(vf.Plan, "").With(vf.Name, vocab.Text(fmt.Sprintf("Plan %d", len(took)+1)))
		if _, err := r.server.Node.Submit(ctx, speaking(group), node.Create(group, plan)); err != nil {
			return figure{}, err
		}
		if err := c.wait(inboxes); err != nil {
			return figure{}, err
		}
		took = append(took, time.Since(said))
	}
	var whole time.Duration
	for _, t := range took {
		whole += t
	}
	last := whole.Seconds() / float64(len(took))
	return figure{What: what, Rate: float64(inboxes) / last, Unit: "sent/s", Last: last,
		Beside: fmt.Sprintf("from Submit, mean of %d", len(took))}, nil
}

// followed is a new group with followers.
func (r *rig) followed(ctx context.Context, handle string, followers []vocab.IRI) (vocab.IRI, error) {
	n := r.server.Node
	doc := vocab.New(pf.Cell, "").With(vf.Name, vocab.Text(handle))
	if _, err := n.Submit(ctx, node.Operator, node.Create(n.Node(), doc)); err != nil {
		return "", err
	}
	group := n.Group(handle)
	return group, r.server.DB.Update(ctx, func(tx node.Tx) error {
		for _, id := range followers {
			if err := tx.Relate(node.Relation{From: id, Kind: node.Follows, To: group, Since: time.Now()}, true); err != nil {
				return err
			}
		}
		return nil
	})
}

var errLate = errors.New("not everyone had it after a minute")

// wait is until so many activities have arrived.
func (c *crowd) wait(count int) error {
	patience := time.NewTimer(time.Minute)
	defer patience.Stop()
	for range count {
		select {
		case <-c.arrived:
		case <-patience.C:
			return errLate
		}
	}
	return nil
}
