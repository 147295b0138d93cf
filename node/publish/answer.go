package publish

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
)

// varies are the request headers on which what an address answers depends.
const varies = "Accept, Accept-Encoding, Authorization, Cookie, Signature"

const (
	revalidate = "public, no-cache"
	immutable  = "public, max-age=31536000, immutable"
	secret     = "private, no-store"
)

// answer writes a representation: headers, and the body unless the client has it.
//
// Spec: RFC 9110, sections 8.8.3, 9.3.2, 13.1.2; RFC 9111, section 5.2.2; RFC 8246.
func (d *Documents) answer(w http.ResponseWriter, q *request, p *page, e *encoding, made *representation) {
	h := w.Header()
	h.Set("Content-Type", e.content)
	h.Set("Cache-Control", cacheControl(q, p, e))
	h.Set("X-Content-Type-Options", "nosniff")
	if e.suffix != "" {
		h.Set("Content-Location", p.at(e.suffix))
	}
	if !p.modified.IsZero() {
		h.Set("Last-Modified", p.modified.UTC().Format(http.TimeFormat))
	}
	if !p.memento.IsZero() {
		h.Set("Memento-Datetime", p.memento.UTC().Format(http.TimeFormat))
	}
	if e.on&viewPage != 0 {
		h.Set("Content-Security-Policy", viewPolicy)
	}
	for _, l := range d.links(p, e) {
		l.add(h)
	}
	body, tag := made.body, made.tag
	if wantsGzip(q.http.Header) {
		h.Set("Content-Encoding", "gzip")
		body, tag = made.gzipped(), zipped(made.tag)
	}
	if p.status == 0 {
		if has := matching(q.http.Header, made.tag); has != "" {
			notModified(w, has)
			return
		}
	}
	h.Set("ETag", tag)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if p.status != 0 {
		w.WriteHeader(p.status)
	}
	if q.http.Method != http.MethodHead {
		w.Write(body) // a client that went away is no error of ours
	}
}

func cacheControl(q *request, p *page, e *encoding) string {
	switch {
	case q.known() || p.private:
		return secret
	case p.forever && !e.changing:
		return immutable
	}
	return revalidate
}

// notModified answers 304 with the tag of what the client has. There is no body and nothing that
// describes one.
func notModified(w http.ResponseWriter, tag string) {
	h := w.Header()
	h.Del("Content-Type")
	h.Del("Content-Encoding")
	h.Set("ETag", tag)
	w.WriteHeader(http.StatusNotModified)
}

// matching is the tag in If-None-Match that names the representation, compressed or not; empty when
// there is none. A cache that has either form has the bytes.
//
// Spec: RFC 9110, section 13.1.2: weak comparison.
func matching(h http.Header, tag string) string {
	header := strings.Join(h.Values("If-None-Match"), ",")
	if strings.TrimSpace(header) == "*" {
		return tag
	}
	for one := range splitQuoted(header, ',') {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == tag || one == zipped(tag) {
			return one
		}
	}
	return ""
}

// zipped is the tag of the gzip form: other bytes need another strong tag.
func zipped(tag string) string { return strings.TrimSuffix(tag, `"`) + `-gz"` }

func compress(body []byte) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.DefaultCompression)
	z.Write(body) // a bytes.Buffer takes everything
	z.Close()
	return b.Bytes()
}

// shareable lets programs in browsers of any origin read the answer and the headers they need.
//
// Spec: Fetch, section 3.3 (CORS protocol).
func shareable(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "ETag, Link, Content-Location, Last-Modified, Location, Retry-After, Memento-Datetime")
}

func preflight(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "Accept, Accept-Datetime, Authorization, Cache-Control, Content-Type, If-None-Match")
	h.Set("Access-Control-Max-Age", "86400")
	h.Set("Allow", "GET, HEAD, OPTIONS")
	w.WriteHeader(http.StatusNoContent)
}

// redirect sends the client to another address of the same kind: a timegate's answer.
func redirect(w http.ResponseWriter, q *request, p *page) {
	h := w.Header()
	for _, l := range p.links {
		l.add(h)
	}
	if p.varies != "" {
		h.Set("Vary", p.varies)
	}
	h.Set("Location", p.redirect)
	h.Set("Cache-Control", revalidate)
	if q.known() || p.private {
		h.Set("Cache-Control", secret)
	}
	h.Set("Content-Length", "0")
	w.WriteHeader(p.status)
}
