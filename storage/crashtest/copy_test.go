package crashtest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	copies  = 3 // of one node
	between = 40
)

// A kill leaves what the program wrote in the system's memory; a machine that loses power does not.
// So the files of a node under load are copied as they are at one moment. The copy has to hold what
// was answered until then; and once more, after whatever was written since an earlier moment was torn,
// what was answered until that one.
func TestPowerLostOnSQLite(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("SKIPPED: whether a process stands still is asked of /proc")
	}
	seed := seed(t)
	torn, rounds := 0, max(kills(t)/ordinaryKills, 1)
	for round := range rounds {
		r := rand.New(rand.NewPCG(seed, uint64(round)))
		v := newVictim(t, "")
		p := v.serve()
		l := v.load(p, "copied", r.Uint64())
		var samples [copies]sample
		for i := range samples {
			s, noted := &samples[i], make(chan struct{})
			at := between*i + 1 + r.IntN(between/2)
			l.happen = append(l.happen, happening{moment{after: int64(at)}, func() {
				s.earlier = v.ledger.copy()
				s.before = v.files()
				close(noted)
			}}, happening{moment{after: int64(at + clients + r.IntN(between/4)), turns: r.IntN(400)}, func() {
				<-noted
				p.stand(t)
				s.after, s.until = v.files(), v.ledger.copy()
				syscall.Kill(-p.pid, syscall.SIGCONT)
			}})
		}
		l.happen = append(l.happen, happening{moment{after: between * copies}, p.strike})
		l.run()
		p.kill()
		v.sound()
		for i, s := range samples {
			v.as(s.after, s.until).sound()
			if wal, ok := s.torn(r); ok {
				torn++
				v.as(files{main: s.after.main, wal: wal}, s.known()).sound()
			}
			if t.Failed() {
				t.Fatalf("in round %d, copy %d", round, i)
			}
		}
	}
	t.Logf("%d of %d copies were torn", torn, rounds*copies)
	if torn == 0 && rounds > 3 {
		t.Error("nothing was ever torn: between two moments there was always a checkpoint, or nothing to write")
	}
}

// stand stops a process, and returns when none of its threads runs.
func (p *process) stand(t *testing.T) {
	syscall.Kill(-p.pid, syscall.SIGSTOP)
	for {
		threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", p.pid))
		if err != nil || len(threads) == 0 {
			t.Errorf("the node is gone: %v", err)
			return
		}
		stopped := 0
		for _, path := range threads {
			stat, _ := os.ReadFile(path) // a thread that has just ended does not run either
			_, state, _ := strings.Cut(string(stat), ") ")
			if state == "" || state[0] == 'T' {
				stopped++
			}
		}
		if stopped == len(threads) {
			return
		}
		runtime.Gosched()
	}
}

// sample is a node at two moments: the first while it runs, the second while it stands.
type sample struct {
	earlier, until []*entry // what clients knew
	before, after  files
}

// known is what clients knew at the second moment, with the answers of the first.
func (s sample) known() []*entry {
	answered := map[string]bool{}
	for _, e := range s.earlier {
		answered[e.mark] = e.answered
	}
	var all []*entry
	for _, e := range s.until {
		then := *e
		then.answered = answered[e.mark]
		all = append(all, &then)
	}
	return all
}

const sector = 512

// torn is the write-ahead log as the disk may have it when the power goes: what was in it at the first
// moment, and of the rest some sectors, some not, some with something else. False when a checkpoint
// came between: it writes to the main file what it has made sure of in the log.
func (s sample) torn(r *rand.Rand) ([]byte, bool) {
	end := s.before.end()
	if end == 0 || end >= s.after.end() || !s.before.written.Equal(s.after.written) ||
		!bytes.Equal(s.before.wal[:walHeader], s.after.wal[:walHeader]) {
		return nil, false
	}
	wal := bytes.Clone(s.after.wal)
	for from := end; from < len(wal); {
		to := min(from-from%sector+sector, len(wal))
		switch r.IntN(4) {
		case 0:
			clear(wal[from:to])
		case 1:
			for i := from; i < to; i++ {
				wal[i] = byte(r.Uint32())
			}
		}
		from = to
	}
	return wal[:end+r.IntN(len(wal)-end+1)], true
}

// files are a database's.
type files struct {
	wal, main []byte
	written   time.Time // when main was
}

// files reads the files of a node; beside a running one, first the write-ahead log's state counts.
func (v *victim) files() (f files) {
	v.t.Helper()
	path := filepath.Join(v.dir, fileName)
	info, err := os.Stat(path)
	if err == nil {
		f.written = info.ModTime()
		f.wal, err = os.ReadFile(path + "-wal")
	}
	if err == nil {
		f.main, err = os.ReadFile(path)
	}
	if err != nil {
		v.t.Error(err)
	}
	return f
}

const (
	walHeader   = 32
	frameHeader = 24
)

// end is where the frames end that belong to the header of the write-ahead log. It may stand before
// the end of the file, where older ones are left.
//
// Spec: SQLite, "Database File Format", section 4.1.
func (f files) end() int {
	if len(f.wal) < walHeader {
		return 0
	}
	end, salt := walHeader, f.wal[16:24]
	frame := frameHeader + int(binary.BigEndian.Uint32(f.wal[8:12]))
	for end+frame <= len(f.wal) && bytes.Equal(f.wal[end+8:end+16], salt) {
		end += frame
	}
	return end
}

// as is a node with other files, of which clients know something else.
func (v *victim) as(f files, known []*entry) *victim {
	v.t.Helper()
	dir := v.t.TempDir()
	config, err := os.ReadFile(filepath.Join(v.dir, "config.toml"))
	if err != nil {
		v.t.Fatal(err)
	}
	for name, data := range map[string][]byte{"config.toml": config, fileName: f.main, fileName + "-wal": f.wal} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			v.t.Fatal(err)
		}
	}
	return &victim{folder: folder{v.t, dir}, on: v.on, setUp: v.setUp, open: in(dir).open, ledger: ledger{entries: known}}
}
