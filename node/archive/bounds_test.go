package archive_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/archive"
	"tributary/storage"
)

// A stranger's archive is read with suspicion: what it claims is no reason to make room for it.
func TestWhatAnArchiveClaimsIsBounded(t *testing.T) {
	h := begin(t)
	path, _ := signed(t, h)
	const log = "log/00000001.jsonl.gz"
	claim := func(e entries, change func(m *archive.Manifest)) entries {
		var m archive.Manifest
		must(t, json.Unmarshal(e.content["manifest.json"], &m))
		change(&m)
		text, err := json.Marshal(m)
		must(t, err)
		e.content["manifest.json"] = text
		return e
	}
	filled := func(b byte) []byte { return bytes.Repeat([]byte{b}, 16<<20) } // packs to 16 KiB
	for name, tt := range map[string]struct {
		change func(e entries) entries
		says   string
	}{
		"unpacks to more than it says": {
			func(e entries) entries { e.content[log] = append(e.content[log], filled('\n')...); return e },
			"section " + log + " is damaged: it unpacks to more than the ",
		},
		"claims more than a section can have": {
			func(e entries) entries {
				return claim(e, func(m *archive.Manifest) { m.Sections[0].Bytes = 1 << 40 })
			},
			"is damaged: it claims 1099511627776 bytes; a section has",
		},
		"claims less than nothing": {
			func(e entries) entries {
				return claim(e, func(m *archive.Manifest) { m.Sections[0].Bytes = -1 })
			},
			"is damaged: it claims -1 bytes",
		},
		"claims other lines than it has": {
			func(e entries) entries {
				return claim(e, func(m *archive.Manifest) { m.Sections[0].Lines += 1 << 30; m.Versions += 1 << 30 })
			},
			"; the manifest says 107374",
		},
		"nothing but ends of lines": {
			func(e entries) entries {
				empty := filled('\n')
				e.content[log] = empty
				return claim(e, func(m *archive.Manifest) {
					s := &m.Sections[0]
					s.Bytes, s.Lines, s.SHA256 = int64(len(empty)), len(empty), fmt.Sprintf("%x", sha256.Sum256(empty))
					m.Versions = len(empty)
				})
			},
			"section " + log + ", line 1 is damaged: a record of the log does not read",
		},
		"is no gzip": {
			func(e entries) entries {
				e.names = append(e.names[:0:0], e.names...)
				for i, n := range e.names {
					if n == log {
						e.names[i] = "log/x"
						e.content["log/x"] = []byte("no gzip")
					}
				}
				return claim(e, func(m *archive.Manifest) { m.Sections[0].Name = "log/x" })
			},
			"section log/x is damaged: ",
		},
		"a record that does not read": {
			func(e entries) entries {
				e.log(func(l []string) []string { l[2] = `{"pos": "three"}`; return l })
				return claim(e, func(m *archive.Manifest) {
					s, text := &m.Sections[0], e.content[log]
					s.Bytes, s.SHA256 = int64(len(text)), fmt.Sprintf("%x", sha256.Sum256(text))
				})
			},
			"section " + log + ", line 3 is damaged: a record of the log does not read",
		},
		"speaks of sections that are not there": {
			func(e entries) entries {
				return claim(e, func(m *archive.Manifest) {
					m.Sections = append(m.Sections, archive.Section{Name: "log/9", Kind: "log"})
				})
			},
			"lacks its section log/9",
		},
		"has entries nobody speaks of": {
			func(e entries) entries {
				e.names = append(e.names, "../../etc/passwd")
				e.content["../../etc/passwd"] = []byte("root")
				return e
			},
			"has a manifest that speaks of other sections than it has",
		},
	} {
		t.Run(name, func(t *testing.T) {
			changed := tt.change(unpack(t, path)).packAsItIs(t)
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			a, err := archive.Open(changed, nil)
			if err == nil {
				defer a.Close()
				err = a.Records(ctx, func(storage.Record) error { return nil })
			}
			runtime.ReadMemStats(&after)
			if node.KindOf(err) != node.Unreadable || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), filepath.Base(changed)) {
				t.Errorf("the error is %v; want one that names the file and says %q", err, tt.says)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 256<<20 {
				t.Errorf("it took %d MiB to refuse", used>>20)
			}
		})
	}
}

func TestAnEntryStandsOnce(t *testing.T) {
	h := begin(t)
	path, _ := signed(t, h)
	e := unpack(t, path)
	e.names = append(e.names, e.names[0])
	a, err := archive.Open(e.packAsItIs(t), nil)
	if err == nil {
		a.Close()
	}
	if node.KindOf(err) != node.Unreadable || !strings.Contains(err.Error(), "too many") {
		t.Errorf("an entry that stands twice: %v", err)
	}
}
