package fetch

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"tributary/node"
)

// flights are the fetches under way, by what they fetch: who asks for the same meanwhile waits for
// the same answer.
type flights struct {
	mu    sync.Mutex
	going map[string]*flight
}

type flight struct {
	done  chan struct{}
	found found
	err   error
}

// do joins the flight with a key, or starts it. It goes on when the one who started it gives up, for
// the others; fetch bounds its time.
func (f *flights) do(ctx context.Context, key string, fetch func(context.Context) (found, error)) (found, error) {
	f.mu.Lock()
	one, ok := f.going[key]
	if !ok {
		one = &flight{done: make(chan struct{})}
		if f.going == nil {
			f.going = map[string]*flight{}
		}
		f.going[key] = one
		go f.fly(context.WithoutCancel(ctx), key, one, fetch)
	}
	f.mu.Unlock()
	select {
	case <-one.done:
		return one.found, one.err
	case <-ctx.Done():
		return found{}, ctx.Err()
	}
}

func (f *flights) fly(ctx context.Context, key string, one *flight, fetch func(context.Context) (found, error)) {
	defer func() {
		if p := recover(); p != nil {
			one.err = &node.Error{Kind: node.Internal, Message: "something went wrong on this node", Err: fmt.Errorf("a fetch panicked: %v\n%s", p, debug.Stack())}
		}
		f.mu.Lock()
		delete(f.going, key)
		f.mu.Unlock()
		close(one.done)
	}()
	one.found, one.err = fetch(ctx)
}
