package federation

import (
	"context"
	"sync/atomic"
	"time"
)

// intake counts the letters that are being taken in just now. Who posts waits for an answer, and whom a
// letter concerns does not wait yet: so while many post at once, carrying out gives way for a while, and
// catches up when they pause.
type intake struct{ going atomic.Int32 }

const (
	crowd    = 4                      // so many at once are a burst
	yieldFor = 250 * time.Millisecond // at most, before the next letters are carried out
	yieldLap = 10 * time.Millisecond
)

// begin counts a letter in; what it gives counts it out again.
func (i *intake) begin() (end func()) {
	i.going.Add(1)
	return func() { i.going.Add(-1) }
}

// giveWay returns when no burst is going on, or has been waited for long enough.
func (i *intake) giveWay(ctx context.Context) {
	lap := time.NewTimer(0)
	defer lap.Stop()
	for began := time.Now(); i.going.Load() >= crowd && time.Since(began) < yieldFor; {
		lap.Reset(yieldLap)
		select {
		case <-lap.C:
		case <-ctx.Done():
			return
		}
	}
}
