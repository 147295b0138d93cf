package fedtest_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"tributary/federation/httpsig"
	"tributary/node/config"
	"tributary/node/server/fedtest"
)

// hostile are bodies that want more work than they are worth. Each is at most a megabyte.
func hostile(s *scene) map[string][]byte {
	const megabyte = 1<<20 - 4096
	head := func(id string) string {
		return fmt.Sprintf(`{"@context": ["https://www.w3.org/ns/activitystreams", {"@vocab": "https://w3id.org/valueflows/ont/vf#"}], "id": %q, "type": "Create", "actor": %q, "to": ["https://www.w3.org/ns/activitystreams#Public"], `,
			s.evil.IRI("/activities/hostile-"+id), s.mallory.IRI)
	}
	fill := func(id, before, each, after string) []byte {
		var b bytes.Buffer
		b.WriteString(head(id) + before)
		for b.Len()+len(each)+len(after) < megabyte {
			b.WriteString(each)
		}
		b.WriteString(after)
		return b.Bytes()
	}
	keys := func() []byte {
		var b bytes.Buffer
		b.WriteString(head("keys") + `"object": {"type": "Note"`)
		for i := 0; b.Len() < megabyte-32; i++ {
			fmt.Fprintf(&b, `,"k%x":1`, i)
		}
		b.WriteString(`}}`)
		return b.Bytes()
	}
	return map[string][]byte{
		"deep arrays":          []byte(head("arrays") + `"object": ` + strings.Repeat("[", megabyte/2) + strings.Repeat("]", megabyte/2-512) + `}`),
		"deep objects":         []byte(head("objects") + `"object": ` + strings.Repeat(`{"object":`, megabyte/12) + `1` + strings.Repeat("}", megabyte/12) + `}`),
		"many elements":        fill("elements", `"object": [1`, `,1`, `]}`),
		"many objects":         fill("things", `"object": [{}`, `,{}`, `]}`),
		"many addressees":      fill("addressees", `"object": {"type": "Note"}, "cc": ["https://a.example/1"`, `,"https://a.example/2"`, `]}`),
		"many keys":            keys(),
		"a long name":          fill("name", `"object": {"type": "Note", "name": "`, `aaaaaaaaaaaaaaaa`, `"}}`),
		"a long number":        fill("number", `"object": {"type": "Note", "published": `, `1111111111111111`, `}}`),
		"a long id":            fill("id", `"object": "https://a.example/`, `aaaaaaaaaaaaaaaa`, `"}`),
		"contexts in contexts": fill("contexts", `"object": {"@context": [{}`, `,{"a":{"@id":"https://e.example/a","@context":{"b":"https://e.example/b"}}}`, `], "type": "Note"}}`),
		"terms of terms":       fill("terms", `"object": {"@context": {"a0":"https://e.example/"`, `,"a1":"a0:x","a2":"a1:x"`, `}, "type": "Note"}}`),
		"only blanks":          bytes.Repeat([]byte(" "), megabyte),
		"half a document":      fill("half", `"object": [`, `"https://a.example/1",`, ``),
		"many escapes":         fill("escapes", `"object": {"type": "Note", "name": "`, `\ud83d\ude00`, `"}}`),
	}
}

// Whatever a megabyte says, it costs little memory to say no, or yes.
func TestAttackHostileBodiesCostLittle(t *testing.T) {
	s := newScene(t)
	const most = 20 << 20
	for name, body := range hostile(s) {
		t.Run(name, func(t *testing.T) {
			before := traceOf(t, s.Node).only("version").but(s.evil.URL)
			var a, b runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&a)
			code := s.mallory.Send(s.Node, body)
			s.Settle()
			runtime.ReadMemStats(&b)
			if code < 200 || code >= 500 || code >= 300 && code < 400 {
				t.Errorf("it was answered with %d", code)
			}
			// The test's own client and the signing of the request are counted too.
			if used := b.TotalAlloc - a.TotalAlloc; used > most {
				t.Errorf("it cost %d MB (answered %d)", used>>20, code)
			}
			if left := traceOf(t, s.Node).only("version").but(s.evil.URL).since(before); left != "" {
				t.Errorf("it left\n%s", left)
			}
		})
	}
}

func BenchmarkHostileBodies(b *testing.B) {
	s := newScene(&testing.T{})
	for name, body := range hostile(s) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s.mallory.Send(s.Node, body)
			}
		})
	}
}

// Strange bytes are refused for what they are, by status, and keep no id.
func TestAttackStrangeBytes(t *testing.T) {
	s := newScene(t)
	id := s.mill.IRI("/activities/strange")
	doc := func(more string) string {
		return fmt.Sprintf(`{"@context": "https://www.w3.org/ns/activitystreams", "id": %q, "type": "Create", "actor": %q, "to": "as:Public", %s}`, id, s.ana.IRI, more)
	}
	note := string(s.mill.IRI("/notes/1"))
	rows := map[string]struct {
		want []int
		body string
	}{
		"a name twice":                {malformed, doc(`"object": {"id": "` + note + `", "type": "Note"}, "object": {"id": "` + note + `", "type": "Note"}`)},
		"the actor twice, escaped":    {malformed, doc(`"object": "` + note + `", "\u0061ctor": "` + string(s.mallory.IRI) + `"`)},
		"id and @id":                  {malformed, doc(`"@id": "` + string(s.evil.IRI("/x")) + `", "object": "` + note + `"`)},
		"type and @type":              {malformed, doc(`"@type": "Delete", "object": "` + note + `"`)},
		"a name twice deep inside":    {malformed, doc(`"object": {"id": "` + note + `", "type": "Note", "tag": [{"a": 1, "a": 2}]}`)},
		"U+0000 in text":              {malformed, doc(`"object": {"id": "` + note + `", "type": "Note", "content": "a\u0000b"}`)},
		"U+0000 in an address":        {malformed, doc(`"object": {"id": "` + note + `", "type": "Note", "url": "https://a.example/\u0000"}`)},
		"U+0000 in an unknown member": {malformed, doc(`"object": {"id": "` + note + `", "type": "Note", "x\u0000y": 1}`)},
		"U+0000 in the id":            {malformed, strings.Replace(doc(`"object": "`+note+`"`), "strange", `strange\u0000`, 1)},
		"a zero byte":                 {malformed, doc("\"object\": {\"id\": \"" + note + "\", \"content\": \"a\x00b\"}")},
		"bytes that are not UTF-8":    {malformed, doc("\"object\": {\"id\": \"" + note + "\", \"content\": \"a\xffb\"}")},
		"half a surrogate":            {malformed, doc(`"object": {"id": "` + note + `", "content": "\ud800"}`)},
		"a byte order mark":           {malformed, "\xef\xbb\xbf" + doc(`"object": "`+note+`"`)},
		"two documents":               {malformed, doc(`"object": "`+note+`"`) + doc(`"object": "`+note+`"`)},
		"an array":                    {malformed, "[" + doc(`"object": "`+note+`"`) + "]"},
		"nothing":                     {malformed, ""},
		"null":                        {malformed, "null"},
		"two actors":                  {malformed, strings.Replace(doc(`"object": "`+note+`"`), `"actor": "`+string(s.ana.IRI)+`"`, `"actor": ["`+string(s.ana.IRI)+`", "`+string(s.mallory.IRI)+`"]`, 1)},
		"an actor without an id":      {malformed, strings.Replace(doc(`"object": "`+note+`"`), `"actor": "`+string(s.ana.IRI)+`"`, `"actor": {"type": "Person"}`, 1)},
		"a number beyond all":         {malformed, doc(`"object": {"id": "` + note + `", "n": 1e999}`)},
		"more than may be":            {[]int{http.StatusRequestEntityTooLarge}, doc(`"object": {"id": "` + note + `", "content": "` + strings.Repeat("a", 1<<20) + `"}`)},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			s.unharmed(t, row.want, func() int { return s.ana.Send(s.Node, row.body) })
		})
	}
	t.Run("backslashes that are meant", func(t *testing.T) {
		body := strings.Replace(doc(`"object": {"id": "`+note+`", "type": "Note", "content": "a\\u0000b"}`), "strange", "meant", 1)
		if code := s.ana.Send(s.Node, body); code != http.StatusAccepted {
			t.Error(code)
		}
		s.Settle()
	})
	t.Run("an actor with U+0000", func(t *testing.T) {
		p := s.evil.Persona("zero", 2)
		p.Publish(fedtest.Doc{"summary": "a\x00b", "icon": fedtest.Doc{"type": "Image", "url": "https://a.example/\x00"}})
		s.unharmed(t, unproven, func() int { return p.Send(s.Node, p.Act("zero", "Like", s.apples, nil)) })
	})
	if body := doc(`"object": "` + note + `"`); s.ana.Send(s.Node, body) != http.StatusAccepted {
		t.Error("the honest activity is not taken any more")
	}
	s.Settle()
	if !s.Knows(id) {
		t.Errorf("the honest activity is not on record: %s", s.Letter(id).Reason)
	}
}

// A body that comes too slowly ends, and others are served in the meantime.
func TestAttackSlowBodies(t *testing.T) {
	s := newScene(t)
	h, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewUnstartedServer(h)
	front.Config.ReadTimeout, front.Config.ReadHeaderTimeout = 200*time.Millisecond, 200*time.Millisecond
	front.Start()
	defer front.Close()

	body := text(t, s.mallory.Act("slow", "Like", s.apples, nil))
	r, err := http.NewRequest(http.MethodPost, s.URL+"/inbox", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", fedtest.ActivityJSON)
	if err := httpsig.Sign(r, body, s.mallory.Key, httpsig.Cavage, time.Now()); err != nil {
		t.Fatal(err)
	}
	var head bytes.Buffer
	fmt.Fprintf(&head, "POST /inbox HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n", r.Host, len(body))
	r.Header.Write(&head)
	head.WriteString("\r\n")
	before := traceOf(t, s.Node)
	for name, sent := range map[string][]byte{"half a header": head.Bytes()[:40], "half a body": append(head.Bytes(), body[:10]...)} {
		t.Run(name, func(t *testing.T) {
			c, err := net.Dial("tcp", front.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := c.Write(sent); err != nil {
				t.Fatal(err)
			}
			if code := s.ana.Send(s.Node, s.ana.Act("meanwhile-"+s.fresh(), "Like", s.mallory.IRI, nil)); code != http.StatusAccepted {
				t.Errorf("another was answered with %d", code)
			}
			answer, err := io.ReadAll(c) // ends when the server gives up
			if err != nil && len(answer) == 0 {
				t.Logf("closed: %v", err)
			}
			if strings.Contains(string(answer), " 5") && strings.HasPrefix(string(answer), "HTTP/1.1 5") {
				t.Errorf("it was answered %.40q", answer)
			}
		})
	}
	s.Settle()
	if left := traceOf(t, s.Node).but(s.mill.URL).since(before.but(s.mill.URL)); left != "" {
		t.Errorf("it left\n%s", left)
	}
}

// Whoever floods an inbox in another's name uses up nothing of the other's.
func TestAttackAFloodInAnothersName(t *testing.T) {
	const allowed = 10
	n := fedtest.Start(t, t.TempDir(), func(c *config.Config) { c.Limits.InboxPerMinute, c.Limits.KeyReadsPerMinute = allowed, allowed })
	apples := n.Group("apples")
	mill, evil := fedtest.NewStranger(t), fedtest.NewStranger(t)
	ana, mallory := mill.Persona("ana", 0), evil.Persona("mallory", 1)
	n.Meet(ana)
	for i := range 3 * allowed {
		act := ana.Act(fmt.Sprint("forged", i), "Like", apples, nil)
		mallory.Send(n, act, func(p *fedtest.Post) { p.Key.ID = ana.Key.ID })
		mallory.Send(n, act, func(p *fedtest.Post) { p.Key.ID = fmt.Sprint(mill.IRI("/users/"), i, "#k") })
	}
	if asked := len(mill.Hits()); asked > allowed+2 {
		t.Errorf("the other node was asked for %d documents", asked)
	}
	if code := ana.Send(n, ana.Act("honest", "Like", apples, nil)); code != http.StatusAccepted {
		t.Errorf("after the flood the honest one is answered %d", code)
	}
	codes := map[int]int{}
	for i := range 3 * allowed {
		codes[ana.Send(n, ana.Act(fmt.Sprint("many", i), "Like", apples, nil))]++
	}
	if codes[http.StatusTooManyRequests] == 0 || codes[http.StatusAccepted] == 0 {
		t.Errorf("its own flood is answered %v", codes)
	}
}
