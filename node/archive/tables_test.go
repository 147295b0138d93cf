package archive_test

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"testing"
)

// kept says where in a backup each table of the database is. A table that is made later has to find its place
// here, and in format.go.
var kept = map[string]string{
	"log": "log", "named": "log, in each record", "iri": "log, by name", "latest": "derived from the log", "edge": "derived from the log", "edge_lately": "derived from the log",
	"relation": "relations", "memory": "memories", "meta": "meta", "migration": "the program's own",
	"member": "members", "secret": "secrets", "letter": "letters", "parcel": "parcels",
	"lane": "lanes", "job": "jobs", "last_job": "jobs: the last id", "policy_rule": "policy", "peer": "peers",
}

func TestNoTableIsForgottenByABackup(t *testing.T) {
	schema, err := os.ReadFile("../../storage/sqlite/testdata/schema.sql")
	must(t, err)
	tables := regexp.MustCompile(`(?m)CREATE TABLE "?([a-z_]+)"?`).FindAllSubmatch(schema, -1)
	if len(tables) < 10 {
		t.Fatalf("%d tables were found in %s", len(tables), bytes.SplitN(schema, []byte("\n"), 2)[0])
	}
	var names []string
	for _, m := range tables {
		names = append(names, string(m[1]))
		if kept[string(m[1])] == "" {
			t.Errorf("where in a backup is the table %s?", m[1])
		}
	}
	for name := range kept {
		if !slices.Contains(names, name) {
			t.Errorf("there is no table %s any more", name)
		}
	}
}
