package fedtest

import (
	"context"
	"log/slog"

	"tributary/node/config"
	"tributary/node/server"
)

// Replace ends the node's server, lets fill put another database in a folder, and starts a server on that one
// at the same address: what an operator does who restores a backup elsewhere.
func (n *Node) Replace(dir string, change func(*config.Config), fill func(config.Config)) {
	n.t.Helper()
	if err := n.Server.Close(); err != nil {
		n.t.Fatal(err)
	}
	cfg := n.Server.Config
	cfg.Database, cfg.DatabaseFile = "", ""
	if change != nil {
		change(&cfg)
	}
	made, err := config.Init(dir, cfg)
	if err != nil {
		n.t.Fatal(err)
	}
	fill(made)
	log := &guarded{to: n.Log}
	n.Server, err = server.Open(context.Background(), made, server.Options{Version: "test", Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		n.t.Fatal(err)
	}
	if n.serve, err = n.Handler(); err != nil {
		n.t.Fatal(err)
	}
	n.runs = n.Runner()
}
