package fedtest_test

import (
	"net/http"
	"strings"
	"testing"

	"tributary/node/config"
	"tributary/node/server/fedtest"
)

// Who floods an inbox unsigned is refused by address, whatever address the flood claims, and whoever signs at the
// same address is heard.
func TestAttackAnUnsignedFloodStarvesNoSender(t *testing.T) {
	n := fedtest.Start(t, t.TempDir(), func(c *config.Config) { c.Limits.RequestsPerMinute = 1 })
	apples := n.Group("apples")
	ana := fedtest.NewStranger(t).Persona("ana", 0)

	limited := false
	for range 500 {
		r, err := http.NewRequest(http.MethodPost, n.URL+"/inbox", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", fedtest.ActivityJSON)
		r.Header.Set("X-Forwarded-For", "192.0.2.7")
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if limited = answer.StatusCode == http.StatusTooManyRequests && answer.Header.Get("Retry-After") != ""; limited {
			break
		}
		if answer.StatusCode != http.StatusUnauthorized {
			t.Fatalf("it is answered %d", answer.StatusCode)
		}
	}
	if !limited {
		t.Fatal("nobody stops the flood")
	}
	r, err := http.NewRequest(http.MethodPost, n.URL+"/inbox", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", fedtest.ActivityJSON)
	r.Header.Set("X-Forwarded-For", "192.0.2.8") // no proxy is configured whose word this could be
	if answer, err := http.DefaultClient.Do(r); err != nil || answer.StatusCode != http.StatusTooManyRequests {
		t.Errorf("under another claimed address: %v %v", answer, err)
	}
	if code := ana.Send(n, ana.Act("like", "Like", apples, nil)); code != http.StatusAccepted {
		t.Errorf("who signs at the same address is answered %d", code)
	}
}
