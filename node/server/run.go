package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// Run serves until ctx ends, then lets the requests that are under way end, for as long as the
// configuration allows. It does not close the database.
//
// Errors: what keeps it from listening; nil after a stop that was asked for.
func (s *Server) Run(ctx context.Context) error {
	if err := s.identify(ctx); err != nil {
		return err
	}
	if err := s.Node.BeginReminding(ctx); err != nil {
		return err
	}
	h, err := s.Handler()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.Config.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", s.Config.Listen, err)
	}
	web := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       s.requestTime(),
		WriteTimeout:      s.requestTime() + 10*time.Second, // what a request's own time allows, and the way to the client
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.opt.Log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(listener) }()
	if s.opt.Ready != nil {
		s.opt.Ready("http://" + listener.Addr().String())
	}
	upkeep, stop := context.WithCancel(ctx)
	defer stop()
	go s.sweep(upkeep)
	var work sync.WaitGroup
	work.Go(func() { s.work(upkeep) })
	defer work.Wait()
	select {
	case err := <-ended:
		stop()
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	return s.stop(web)
}

// work does what waits, and makes ready what goes to other nodes, until ctx ends.
func (s *Server) work(ctx context.Context) {
	var all sync.WaitGroup
	all.Go(func() { s.followKeys(ctx) })
	all.Go(func() {
		if err := s.Runner().Run(ctx); err != nil && ctx.Err() == nil {
			s.opt.Log.Error("background work ended", "error", err)
		}
	})
	all.Go(func() { s.Federation.Rounds(ctx) })
	all.Go(func() {
		if err := s.Federation.Follow(ctx); err != nil && ctx.Err() == nil {
			s.opt.Log.Error("sending to other nodes ended", "error", err)
		}
	})
	all.Wait()
}

// stop ends a web server: at first politely.
func (s *Server) stop(web *http.Server) error {
	patience, cancel := context.WithTimeout(context.Background(), time.Duration(s.Config.Limits.ShutdownSeconds)*time.Second)
	defer cancel()
	err := web.Shutdown(patience)
	if errors.Is(err, context.DeadlineExceeded) {
		s.opt.Log.Warn("some requests took too long to end and were cut off")
		return web.Close()
	}
	return err
}

// sweepEvery is how often secrets that have ended are removed.
const sweepEvery = time.Hour

func (s *Server) sweep(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if _, err := s.Accounts.Sweep(ctx); err != nil && ctx.Err() == nil {
				s.opt.Log.Warn("remove ended secrets", "error", err)
			}
			if err := s.dropParcels(ctx); err != nil && ctx.Err() == nil {
				s.opt.Log.Warn("remove what was sent to everybody", "error", err)
			}
		}
	}
}
