package server

import (
	"net/http/httptest"
	"testing"

	"tributary/node/config"
)

// BenchmarkDocument is one cached document through all that a request passes.
func BenchmarkDocument(b *testing.B) {
	s, _ := opened(b, b.TempDir(), func(c *config.Config) { c.Limits.RequestsPerMinute = 0 })
	h, err := s.Handler()
	if err != nil {
		b.Fatal(err)
	}
	for name, path := range map[string]string{"actor": "/actor.nq", "health": "/healthz"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				w := httptest.NewRecorder()
				h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
				if w.Code != 200 {
					b.Fatal(w.Code, w.Body)
				}
			}
		})
	}
}
