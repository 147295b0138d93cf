package federation

import (
	"context"

	"tributary/federation/policy"
)

// maxPeersShown bounds how many nodes are listed.
const maxPeersShown = 50_000

// Peers are the hosts of the nodes that this one has dealings with, in order: those that spoke to it or
// answered it. Whom the policy limits or blocks is not shown to strangers.
func (f *Federation) Peers(ctx context.Context) ([]string, error) {
	hosts := []string{}
	for p, err := range f.store.Peers(ctx) {
		if err != nil {
			return nil, err
		}
		if p.Seen.IsZero() && p.LastOK.IsZero() {
			continue // it was only tried
		}
		level, _, err := f.policy.Decide(ctx, p.Host, "")
		if err != nil {
			return nil, err
		}
		if level == policy.Limit || level == policy.Block {
			continue
		}
		if hosts = append(hosts, p.Host); len(hosts) == maxPeersShown {
			break
		}
	}
	return hosts, nil
}
