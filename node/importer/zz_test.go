package importer_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/importer"
	"tributary/node/nodetest"
)

func TestZZ(t *testing.T) {
	files, _ := filepath.Glob("/work/shared/valueflows/examples/spec/*.yaml")
	for _, f := range files {
		n := nodetest.New(t)
		r, err := importer.Import(context.Background(), f, importer.Options{Node: n.Node, Group: n.Group("g")})
		msg := ""
		if err != nil {
			msg = node.MessageOf(err)
			msg = strings.ReplaceAll(msg, f, "")
		}
		fmt.Printf("%s made %d diff %d viol %d puzzles %d: %.260s\n", filepath.Base(f), len(r.Made), len(r.Differences), len(r.Violations), len(r.NotUnderstood), msg)
	}
	var things []string
	for i := range 2500 {
		things = append(things, stock(fmt.Sprint("r", i), 10), event(fmt.Sprint("e", i), "consume", fmt.Sprint("r", i), 3, ""), stock(fmt.Sprint("r", i), 7), fmt.Sprintf(`{"@id": "ex:p%d", "@type": "Plan", "name": "x"}`, i))
	}
	n := nodetest.New(t)
	g := n.Group("g")
	for range 2 {
		begin := time.Now()
		r := bring(t, n, g, "a.jsonld", flows(things...))
		fmt.Println(len(r.Made), len(r.Same), len(r.Differences), time.Since(begin))
	}
}
