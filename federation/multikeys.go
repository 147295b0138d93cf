package federation

import (
	"context"

	"tributary/vocab"
)

// Multikeys are the public keys with which an actor of another node proves what it says, as its own address
// shows them now.
//
// Errors: those of [Federation.Actor].
//
// Spec: FEP-521a.
func (f *Federation) Multikeys(ctx context.Context, actor vocab.IRI) (keys []string, err error) {
	a, err := f.readActor(ctx, actor)
	if err != nil {
		return nil, err
	}
	for _, key := range a.multikeys {
		keys = append(keys, key)
	}
	return keys, nil
}
