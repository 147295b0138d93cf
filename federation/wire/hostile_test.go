package wire_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"tributary/federation/wire"
	"tributary/node"
)

// hostile are bodies of one megabyte that ask for much work.
func hostile() map[string]struct {
	body []byte
	kind node.Kind
} {
	const head, size = `{"id":"https://a.example/1","type":"Create","actor":"https://a.example/u",`, 1 << 20
	fill := func(before, each, after string) []byte {
		room := size - len(head) - len(before) - len(after)
		return []byte(head + before + strings.Repeat(each, room/len(each)) + after)
	}
	keys := func() []byte {
		var b strings.Builder
		b.WriteString(head)
		for i := 0; b.Len() < size-20; i++ {
			fmt.Fprintf(&b, `"%x":0,`, i)
		}
		return []byte(b.String() + `"z":0}`)
	}()
	items := strings.Repeat("["+strings.Repeat("0,", 9_998)+"0],", 52)
	return map[string]struct {
		body []byte
		kind node.Kind
	}{
		"deep arrays":              {fill(`"object":`, `[`, ``), node.TooLarge},
		"deep objects":             {fill(`"object":`, `{"a":`, ``), node.TooLarge},
		"one long array":           {fill(`"object":[`, `0,`, `0]}`), node.TooLarge},
		"an array of objects":      {fill(`"object":[`, `{},`, `{}]}`), node.TooLarge},
		"many long arrays":         {[]byte(head + `"object":[` + items[:len(items)-1] + `]}`), node.Unreadable},
		"many long arrays, unread": {[]byte(head + `"tag":[` + items[:len(items)-1] + `]}`), ""},
		"many members":             {keys, node.TooLarge},
		"a long string":            {fill(`"content":"`, `a`, `"}`), ""},
		"a long escaped string":    {fill(`"content":"`, `\u0061`, `"}`), ""},
		"a long name":              {fill(`"`, `a`, `":0}`), ""},
		"a long id":                {fill(`"object":"https://a.example/`, `a`, `"}`), node.TooLarge},
		"a long number":            {fill(`"n":0.`, `1`, `}`), ""},
		"a long exponent":          {fill(`"n":1e`, `1`, `}`), node.Unreadable},
		"many addressees":          {fill(`"to":[`, `"https://a.example/u",`, `"as:Public"]}`), node.TooLarge},
		"blanks":                   {fill(``, ` `, `"n":1}`), ""},
		"a byte too many":          {append(fill(``, ` `, `"n":1}`), strings.Repeat(" ", 400)...), node.TooLarge},
	}
}

func TestHostileBodiesAskForLittleMemory(t *testing.T) {
	for name, c := range hostile() {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := wire.Read(c.body, wire.Limits{})
			runtime.ReadMemStats(&after)

			equal(t, "kind", node.KindOf(err), c.kind)
			if taken := (after.TotalAlloc - before.TotalAlloc) >> 20; taken > 20 {
				t.Errorf("took %d MiB", taken)
			}
		})
	}
}

func TestLimitsCanBeSet(t *testing.T) {
	body := `{"id":"https://a.example/1","tag":[[1,2],[3]]}`
	for name, l := range map[string]wire.Limits{
		"bytes": {Bytes: len(body) - 1}, "depth": {Depth: 2}, "array": {Array: 1}, "keys": {Keys: 1}, "id": {IDLength: 18},
	} {
		if _, err := wire.Read([]byte(body), l); node.KindOf(err) != node.TooLarge {
			t.Errorf("%s: %v", name, err)
		}
	}
	exact := wire.Limits{Bytes: len(body), Depth: 3, Array: 2, Keys: 2, IDLength: 19}
	if _, err := wire.Read([]byte(body), exact); err != nil {
		t.Error(err)
	}
}

func BenchmarkRead(b *testing.B) {
	body := offer(b)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := wire.Read(body, wire.Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOriginOf(b *testing.B) {
	for b.Loop() {
		wire.OriginOf("https://bakery.example/activities/01HX3")
	}
}

func BenchmarkHostile(b *testing.B) {
	for name, c := range hostile() {
		b.Run(strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				wire.Read(c.body, wire.Limits{})
			}
		})
	}
}
