package fedtest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"testing"

	"tributary/node"
	"tributary/node/account"
	"tributary/node/server/fedtest"
)

// inapplicable are the cases of activitypub-testing that do not apply to a group of this node, with the
// reason.
var inapplicable = map[string]string{
	"liked-collection-must-be-a-collection":  "a group likes nothing, so that it has no liked (ActivityPub 5.5: MAY)",
	"likes-collection-must-be-a-collection":  "likes stand on objects, not on actors (ActivityPub 5.7: MAY)",
	"shares-collection-must-be-a-collection": "shares stand on objects, not on actors (ActivityPub 5.8: MAY)",

	"post-outbox-server-overwrites-id-property":                          "it posts text/plain, where ActivityPub 6 has clients send application/ld+json",
	"outbox-post-server-adds-to-outbox-collection-checked-by-outbox-get": "it posts text/plain, and an object without a type",
	"create-then-update-modifies-object-checked-by-get":                  "it posts no @context; without one a body is read in the node's own, which has no content",
}

// The suite of socialweb.coop passes against a group whose editor's token it has.
func TestTheActivityPubTestingSuitePasses(t *testing.T) {
	program := nodeProgram(t, "activitypub-testing")
	n := fedtest.New(t, 1).Nodes[0]
	apples := n.Group("apples")
	_, member, err := n.Accounts.Invite(t.Context(), "ana@example.org", apples, node.Editor)
	if err != nil {
		t.Fatal(err)
	}
	token, err := n.Accounts.Token(t.Context(), member, account.Write)
	if err != nil {
		t.Fatal(err)
	}

	cmd := exec.Command(program, filepath.Join(peerFolder(), "node_modules", "activitypub-testing", "src", "cli.js"),
		"test", "actor", string(apples), "--output", "json-seq", "--input.authorization=Bearer "+token)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, stderr.Bytes())
	}

	ran := 0
	for record := range bytes.SplitSeq(stdout.Bytes(), []byte{0x1e}) {
		if len(bytes.TrimSpace(record)) == 0 {
			continue
		}
		var assertion struct {
			Test   struct{ Slug string }
			Result struct {
				Outcome, Info string
				Pointer       json.RawMessage
			}
		}
		if err := json.Unmarshal(record, &assertion); err != nil {
			t.Fatal(errors.Join(err, errors.New(string(record))))
		}
		ran++
		slug, result := assertion.Test.Slug, assertion.Result
		t.Logf("%-12s %s", result.Outcome, slug)
		switch reason, known := inapplicable[slug]; {
		case result.Outcome == "passed" && !known:
		case result.Outcome == "inapplicable" && known:
			t.Logf("%-12s %s", "", reason)
		default:
			t.Errorf("%s: %s: %s %s", slug, result.Outcome, result.Info, result.Pointer)
		}
	}
	if ran < 15 {
		t.Errorf("only %d cases ran\n%s", ran, stderr.Bytes())
	}
}
