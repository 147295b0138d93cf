package server

import (
	"context"
	"testing"
	"time"

	"tributary/node/config"
)

func TestKeysThatAnotherProgramMadeAreTakenUp(t *testing.T) {
	cfg := config.Default()
	cfg.URL = "http://127.0.0.1:1"
	cfg, err := config.Init(t.TempDir(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	var both [2]*Server
	for i := range both {
		if both[i], err = Open(ctx, cfg, Options{}); err != nil {
			t.Fatal(err)
		}
		defer both[i].Close()
	}
	running, command := both[0], both[1]
	actor := running.Node.Node()
	before := running.Keys().Transport(actor).ID
	follows, end := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		running.followKeys(follows)
		close(ended)
	}()

	if err := command.RotateKeys(ctx); err != nil {
		t.Fatal(err)
	}

	for running.Keys().Generations() != 2 {
		select {
		case <-ctx.Done():
			t.Fatal("the server that runs still signs with the old keys")
		case <-running.DB.Changed():
		case <-time.After(10 * time.Millisecond):
		}
	}
	if now := running.Keys().Transport(actor).ID; now == before || now != command.Keys().Transport(actor).ID {
		t.Errorf("signs with %s, not %s", now, command.Keys().Transport(actor).ID)
	}
	end()
	<-ended
}
