package main

import (
	"errors"
	"io"
	"log/slog"

	"tributary/node/config"
	"tributary/node/server"
)

// serve runs the node until it is told to stop.
type serve struct{}

func (serve) Run(a *app) error {
	cfg, err := config.Load(a.folder())
	if err != nil {
		return err
	}
	s, err := server.Open(a.ctx, cfg, server.Options{
		Version: programVersion(), Log: logger(cfg, a.stderr),
		Ready: func(address string) { a.say("listening on %s", address) },
	})
	if err != nil {
		return err
	}
	return errors.Join(s.Run(a.ctx), s.Close())
}

func logger(cfg config.Config, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: cfg.LogLevel()}
	if cfg.Log.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
