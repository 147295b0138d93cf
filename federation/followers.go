package federation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"tributary/federation/httpsig"
	"tributary/federation/policy"
	"tributary/node"
	"tributary/vocab"
)

// Who follows whom is known twice: to the node of the one who is followed, and to the follower's. With what
// goes to followers goes a sum of those of the receiving node, by which it sees whether the two agree.
//
// Spec: FEP-8fcf.

// syncHeader is the header with the sum.
const syncHeader = "Collection-Synchronization"

// circles are the followers of groups by host, as sums. They are good until the next commit.
type circles struct {
	mu   sync.Mutex
	at   node.Position
	sums map[vocab.IRI]map[string]string
}

// synchronization is the value of the header that goes to an inbox along with what a group tells its
// followers; empty when there is none.
func (f *Federation) synchronization(ctx context.Context, e errand) string {
	host, err := policy.Host(string(e.Inbox))
	if err != nil || e.Apart || e.Form == forwarded || f.node.Handle(e.As) == "" {
		return ""
	}
	sums, err := f.sums(ctx, e.As)
	if err != nil || sums[host] == "" {
		return ""
	}
	return fmt.Sprintf(`collectionId="%s", url="%s", digest="%s"`, e.As+"/followers", partialFollowers(e.As, host), sums[host])
}

// partialFollowers is the address of the followers of a group that are of one host.
func partialFollowers(group vocab.IRI, host string) vocab.IRI {
	return group + "/followers?domain=" + vocab.IRI(url.QueryEscape(host))
}

// sums are the sums of a group's followers by host.
func (f *Federation) sums(ctx context.Context, group vocab.IRI) (sums map[string]string, err error) {
	c := &f.circles
	c.mu.Lock()
	defer c.mu.Unlock()
	err = f.node.Store().View(ctx, func(v node.View) error {
		at, err := v.Position()
		if err != nil {
			return err
		}
		if c.at != at || c.sums == nil {
			c.at, c.sums = at, map[vocab.IRI]map[string]string{}
		}
		if sums = c.sums[group]; sums != nil {
			return nil
		}
		byHost := map[string][]vocab.IRI{}
		for r, err := range v.Relations(node.Relation{Kind: node.Follows, To: group}) {
			if err != nil {
				return err
			}
			if host, err := policy.Host(string(r.From)); err == nil && !f.node.Owns(r.From) {
				byHost[host] = append(byHost[host], r.From)
			}
		}
		sums = map[string]string{}
		for host, followers := range byHost {
			sums[host] = sumOf(followers)
		}
		c.sums[group] = sums
		return nil
	})
	return sums, err
}

// sumOf is the digest of a partial followers collection.
//
// Spec: FEP-8fcf, "Partial follower collection digest".
func sumOf(followers []vocab.IRI) string {
	var all [sha256.Size]byte
	for _, id := range followers {
		xor(&all, sha256.Sum256([]byte(id)))
	}
	return hex.EncodeToString(all[:])
}

// FollowersAt are the followers of a group of this node that are of one host, for an agent of that host.
//
// Errors: NotFound for a group that is not there; Forbidden for anybody else.
func (f *Federation) FollowersAt(ctx context.Context, who node.Caller, group vocab.IRI, host string) ([]vocab.IRI, error) {
	if _, err := f.node.Get(ctx, who, group); err != nil {
		return nil, err
	}
	of, err := policy.Host(string(who.Agent))
	if (err != nil || of != host) && !who.May(group, node.Admin) {
		return nil, node.Errorf(node.Forbidden, "which agents of %.100s follow %s is shown to agents of it, by their signature", host, group)
	}
	found, err := f.node.Relations(ctx, node.Relation{Kind: node.Follows, To: group})
	if err != nil {
		return nil, err
	}
	followers := []vocab.IRI{}
	for _, r := range found {
		if at, err := policy.Host(string(r.From)); err == nil && at == host {
			followers = append(followers, r.From)
		}
	}
	slices.Sort(followers)
	return followers, nil
}

// compareFollowers looks at the sum that came with a letter, and asks for the work of agreeing when it is
// another than ours. Nothing that comes here is refused for it.
//
// Spec: FEP-8fcf, "On the receiving end".
func (f *Federation) compareFollowers(r *http.Request, s httpsig.Signature, sender vocab.IRI) {
	const often = 10 * time.Minute
	p, ok := syncParameters(r.Header.Values(syncHeader))
	actor := f.actors.get(sender)
	if !ok || actor == nil || !slices.Contains(s.Covered, strings.ToLower(syncHeader)) {
		return
	}
	address := vocab.IRI(p["url"])
	if actor.Followers == "" || vocab.IRI(p["collectionId"]) != actor.Followers || !sameOrigin(sender, actor.Followers, address) || address == "" {
		return
	}
	ctx := r.Context()
	ours, err := f.followersHere(ctx, sender)
	if err != nil || strings.EqualFold(sumOf(ours), p["digest"]) || !f.stats.due("followers "+string(sender), f.now(), often) {
		return
	}
	if err := f.ask(ctx, Agreeing, sender, disagreement{URL: address}, time.Time{}); err != nil {
		f.log.Warn("ask for followers to be compared", "agent", sender, "error", err)
	}
}

// syncParameters reads the header: name="value", and so on.
func syncParameters(values []string) (map[string]string, bool) {
	const most = 8 << 10
	if len(values) != 1 || len(values[0]) > most {
		return nil, false
	}
	p := map[string]string{}
	rest := values[0]
	for rest != "" {
		name, after, ok := strings.Cut(rest, `="`)
		if !ok {
			return nil, false
		}
		value, after, ok := strings.Cut(after, `"`)
		name = strings.TrimSpace(name)
		if _, twice := p[name]; !ok || twice {
			return nil, false
		}
		p[name] = value
		rest = strings.TrimLeft(strings.TrimPrefix(strings.TrimLeft(after, " "), ","), " ")
	}
	return p, true
}
