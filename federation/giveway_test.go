package federation

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestCarryingOutGivesWayToABurstAndNoLonger(t *testing.T) {
	for name, c := range map[string]struct {
		posting int
		ends    time.Duration // of the burst; 0: never
		want    time.Duration
	}{
		"nobody posts":    {0, 0, 0},
		"a few post":      {crowd - 1, 0, 0},
		"a burst ends":    {crowd, 35 * time.Millisecond, 40 * time.Millisecond},
		"a burst goes on": {2 * crowd, 0, yieldFor},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var posts intake
				for range c.posting {
					end := posts.begin()
					if c.ends > 0 {
						time.AfterFunc(c.ends, end)
					}
				}
				began := time.Now()
				posts.giveWay(context.Background())
				if waited := time.Since(began); waited != c.want {
					t.Errorf("it waited %v, want %v", waited, c.want)
				}
			})
		})
	}
}
