package policy

import (
	"context"
	"iter"

	"tributary/node"
)

// Peers is what is known of other nodes, as storage keeps it. Hosts are as [Host] gives them.
type Peers interface {
	// Peer is what is known of a node. NotFound when nothing is.
	Peer(ctx context.Context, host string) (node.Peer, error)
	// Peers are all known nodes, by host.
	Peers(ctx context.Context) iter.Seq2[node.Peer, error]
	// ChangePeer lets change see what is known of a node, an empty [node.Peer] at first, and keeps what
	// that makes of it. When nothing changes, nothing is written. change may run twice.
	ChangePeer(ctx context.Context, host string, change func(*node.Peer)) error
}
