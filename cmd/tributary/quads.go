package main

import (
	"context"
	"io"

	"tributary/node"
	"tributary/vocab/jsonld"
)

// batchBytes is how much is handed over at once; some batches are all that stands in memory.
const batchBytes = 256 << 10

// writeQuads writes everything that the operator may see as N-Quads, in order of creation. One
// goroutine reads the database while another writes lines.
func writeQuads(ctx context.Context, n *node.Node, query node.Query, out io.Writer) error {
	batches, written := make(chan [][]byte, 4), make(chan error, 1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		err := writeLines(batches, out)
		if err != nil {
			cancel() // nobody takes the rest
		}
		written <- err
	}()
	query.Bodies = true
	var batch [][]byte
	size := 0
	hand := func() error {
		select {
		case batches <- batch:
			batch, size = nil, 0
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	err := n.Each(ctx, node.Operator, query, func(v node.Version) error {
		batch = append(batch, v.Body)
		if size += len(v.Body); size < batchBytes {
			return nil
		}
		return hand()
	})
	if err == nil {
		err = hand()
	}
	close(batches)
	if broken := <-written; broken != nil {
		return broken
	}
	return err
}

// writeLines writes the lines of stored bodies.
func writeLines(batches <-chan [][]byte, out io.Writer) error {
	var lines []byte
	for batch := range batches {
		lines = lines[:0]
		for _, body := range batch {
			var err error
			if lines, err = jsonld.AppendNQuads(lines, body); err != nil {
				return err
			}
		}
		if _, err := out.Write(lines); err != nil {
			return err
		}
	}
	return nil
}
