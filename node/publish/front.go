package publish

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// front remembers whole answers to strangers, as long as nothing is written: the same question then
// has the same answer, and it need not be worked out again. The first commit, of this process or
// another, makes it forget everything.
type front struct {
	changed func() <-chan struct{} // closed by the next commit
	most    int                    // bytes

	mu  sync.RWMutex
	now *season
}

// season is the time between two commits.
type season struct {
	over    <-chan struct{}
	answers map[question]*answer
	bytes   int
}

// question is what an answer to a stranger depends on.
type question struct {
	address string // path and query
	accept  string
	gzip    bool
}

type answer struct {
	header http.Header
	body   []byte
	tag    string
}

// maxAnswer bounds one remembered answer, in bytes.
const maxAnswer = 256 << 10

// asked is the question a request puts; not ok when its answer depends on more, or is not one to
// remember.
func (f *front) asked(r *http.Request) (q question, ok bool) {
	if f.changed == nil {
		return question{}, false
	}
	for name, values := range r.Header {
		switch name {
		case "Authorization", "Signature", "Cookie", "Accept-Datetime", "Range", "If-Range":
			return question{}, false
		case "Accept":
			q.accept = strings.Join(values, ",")
		}
	}
	q.address, q.gzip = r.URL.RequestURI(), wantsGzip(r.Header)
	return q, len(q.address)+len(q.accept) < 4096
}

// current is the season now, and a new one when a commit ended the last.
func (f *front) current() *season {
	f.mu.RLock()
	s := f.now
	f.mu.RUnlock()
	if s != nil {
		select {
		case <-s.over:
		default:
			return s
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.now == s {
		f.now = &season{over: f.changed(), answers: map[question]*answer{}}
	}
	return f.now
}

func (f *front) find(s *season, q question) *answer {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return s.answers[q]
}

// keep remembers an answer that was worked out in season s. Were there a commit since, nobody looks
// there any more.
func (f *front) keep(s *season, q question, a *answer) {
	size := len(a.body) + 1024
	f.mu.Lock()
	defer f.mu.Unlock()
	if s.bytes+size > f.most {
		s.answers, s.bytes = map[question]*answer{}, 0
	}
	s.answers[q] = a
	s.bytes += size
}

// write repeats an answer, or says that the client has it.
func (a *answer) write(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	for name, values := range a.header {
		h[name] = values
	}
	if has := matching(r.Header, a.tag); has != "" {
		h.Del("Content-Length")
		notModified(w, has)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	if r.Method != http.MethodHead {
		w.Write(a.body) // a client that went away is no error of ours
	}
}

// overhear keeps a copy of an answer on its way to the client.
type overhear struct {
	http.ResponseWriter
	before http.Header // what others have said of this one response, such as its number
	body   bytes.Buffer
	status int
}

func listen(w http.ResponseWriter) *overhear {
	return &overhear{ResponseWriter: w, before: w.Header().Clone()}
}

func (o *overhear) WriteHeader(status int) {
	o.status = status
	o.ResponseWriter.WriteHeader(status)
}

func (o *overhear) Write(b []byte) (int, error) {
	if o.body.Len()+len(b) <= maxAnswer {
		o.body.Write(b)
	}
	return o.ResponseWriter.Write(b)
}

// heard is the answer, if it is one to remember: a public one, whole, with a tag.
func (o *overhear) heard(r *http.Request) *answer {
	h := o.Header()
	tag := h.Get("ETag")
	whole := h.Get("Content-Length") == strconv.Itoa(o.body.Len())
	if o.status != 0 && o.status != http.StatusOK || r.Method != http.MethodGet || tag == "" || !whole || strings.Contains(h.Get("Cache-Control"), "private") {
		return nil
	}
	said := h.Clone()
	for name, values := range o.before {
		// What was said before is said anew each time, unless the answer had to say it otherwise.
		if slices.Equal(values, said[name]) {
			delete(said, name)
		}
	}
	return &answer{header: said, body: o.body.Bytes(), tag: tag}
}
