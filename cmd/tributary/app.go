package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"tributary/node"
	"tributary/node/config"
	"tributary/node/server"
	"tributary/vocab"
)

// app is what a command works with.
type app struct {
	ctx            context.Context
	dir            string // as given; empty: the working directory
	stdin          io.Reader
	stdout, stderr io.Writer
}

func (a *app) folder() string { return cmp.Or(a.dir, ".") }

// say writes a result.
func (a *app) say(format string, args ...any) { fmt.Fprintf(a.stdout, format+"\n", args...) }

// note writes a message.
func (a *app) note(format string, args ...any) { fmt.Fprintf(a.stderr, format+"\n", args...) }

// json writes a result for programs.
func (a *app) json(v any) error {
	e := json.NewEncoder(a.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// with opens the folder's node for one piece of work. A server may run beside.
func (a *app) with(work func(*server.Server) error) error {
	return a.waiting(0, work)
}

// waiting is with, and says how long to wait for what others hold; 0: as long as usual.
func (a *app) waiting(patience time.Duration, work func(*server.Server) error) error {
	cfg, err := config.Load(a.folder())
	if err != nil {
		return err
	}
	s, err := server.Open(a.ctx, cfg, server.Options{Version: programVersion(), Patience: patience})
	if err != nil {
		return err
	}
	return errors.Join(work(s), s.Close())
}

// group is the IRI of a group that is there, by its handle.
func (a *app) group(s *server.Server, handle string) (vocab.IRI, error) {
	if err := node.CheckHandle(handle); err != nil {
		return "", err
	}
	id := s.Node.Group(handle)
	_, err := s.Node.Get(a.ctx, node.Operator, id)
	if node.KindOf(err) == node.NotFound {
		return "", node.Errorf(node.NotFound, "there is no group %s here; tributary group add %s --name NAME makes it", handle, handle)
	}
	return id, err
}

// actor is the IRI of a group or person that is there, by its handle, with or without @ before it.
func (a *app) actor(s *server.Server, handle string) (vocab.IRI, error) {
	handle = strings.TrimPrefix(handle, "@")
	if err := node.CheckHandle(handle); err != nil {
		return "", err
	}
	id, err := s.Node.Named(a.ctx, handle)
	if node.KindOf(err) == node.NotFound {
		return "", node.Errorf(node.NotFound, "there is no group %s here, and nobody is known as that; tributary group add %s --name NAME makes a group", handle, handle)
	}
	if err != nil {
		return "", err
	}
	_, err = s.Node.Get(a.ctx, node.Operator, id)
	return id, err
}

// isTerminal says whether people watch a stream.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && f.Name() != os.DevNull
}

// count is how many of something, in words: "1 event", "2 events".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
