package crashtest

import (
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/mattn/go-sqlite3"

	"tributary/federation"
	"tributary/node"
	"tributary/storage"
	"tributary/storage/storagetest"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// patient is a node inside the test, whose database is made to fail.
type patient struct {
	*node.Node
	t      testing.TB
	db     *storage.DB
	faults *faults
	on     things
	ledger *ledger
	record *record
	setUp  int
}

// speaking is someone who may do everything in the garden.
var speaking = node.Caller{Agent: garden, Roles: map[vocab.IRI]node.Role{garden: node.Admin}}

func newPatient(t testing.TB, open opener) *patient {
	t.Helper()
	p := &patient{t: t, faults: &faults{}, ledger: &ledger{}, record: newRecord()}
	var err error
	// What waits together is carried out together, however slow the machine is.
	if p.db, err = open(storage.Options{Through: p.faults.through, GroupTime: time.Hour}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.db.Close(); err != nil {
			t.Error(err)
		}
	})
	p.Node = node.New(node.Options{Base: base, Store: p.db})
	group := vocab.New(pf.Cell, "").With(vf.Name, vocab.Text("Garden")).With(as.PreferredUsername, vocab.Text("garden"))
	if _, err := p.Submit(ctx, node.Operator, node.Create(p.Node.Node(), group)); err != nil {
		t.Fatal(err)
	}
	p.on = things{
		apples: p.make(stock("Apples", opening.apples)),
		store:  p.make(stock("Store", opening.store)),
		jam:    p.make(stock("Jam", opening.jam)),
		recipe: p.make(`{"type": "ResourceSpecification", "name": "Jam"}`),
	}
	p.make(nextState.write("", p.on))
	p.setUp = len(p.record.read(t, p.db, p.on).versions)
	return p
}

func (p *patient) make(body string) vocab.IRI {
	p.t.Helper()
	receipt, err := p.post(body, "")
	if err != nil {
		p.t.Fatal(err, node.ViolationsOf(err))
	}
	return receipt.Objects[0]
}

// post does what the outbox does.
func (p *patient) post(body, key string) (node.Receipt, error) {
	act, err := federation.ReadActivity([]byte(body), garden)
	if err != nil {
		return node.Receipt{}, err
	}
	digest := sha256.Sum256([]byte(body))
	act.Key, act.Digest = key, hex.EncodeToString(digest[:])
	return p.Submit(ctx, speaking, act)
}

// entries are one activity of each kind.
func (p *patient) entries(name string) (all []*entry) {
	for i, k := range kinds {
		m := fmt.Sprintf("mark-%s-%d-", name, i)
		all = append(all, &entry{mark: m, kind: k, body: k.write(m, p.on)})
	}
	p.ledger.entries = append(p.ledger.entries, all...)
	return all
}

// together posts all in one transaction, beginning with begun, and gives their errors.
func (p *patient) together(all []*entry, begun func()) []error {
	hold, held := make(chan struct{}), make(chan struct{})
	var posts sync.WaitGroup
	posts.Go(func() {
		// It fails with the others, or not, as they tell.
		_ = p.db.Update(ctx, func(node.Tx) error { close(held); <-hold; return nil })
	})
	<-held
	errs := make([]error, len(all))
	for i, e := range all {
		queued := p.db.Waiting()
		posts.Go(func() {
			var r node.Receipt
			if r, errs[i] = p.post(e.body, e.mark); errs[i] == nil {
				e.answered, e.location = true, r.Activity
			}
		})
		for p.db.Waiting() == queued {
			runtime.Gosched()
		}
	}
	begun()
	close(hold)
	posts.Wait()
	return errs
}

// sound compares the node's record with the ledger.
func (p *patient) sound() {
	p.t.Helper()
	p.record.read(p.t, p.db, p.on).agrees(p.t, p.ledger, p.setUp)
}

// verified replays the log, which takes the longer the more there is.
func (p *patient) verified() {
	p.t.Helper()
	found, err := p.Verify(ctx, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, f := range found {
		p.t.Error(f)
	}
}

// suffers lets each statement that a few activities need fail in a way. Each time: whoever asked hears
// an error of one of the kinds; nothing is there in part; repeating leads to one effect.
func suffers(t *testing.T, p *patient, how fault, allowed ...node.Kind) {
	step := 1
	if testing.Short() {
		step = 4
	}
	for nth := 1; ; nth += step {
		all := p.entries(fmt.Sprint(nth))
		errs := p.together(all, func() { p.faults.in(nth, how) })
		struck := p.faults.end()
		for i, err := range errs {
			if kind := node.KindOf(err); err != nil && !slices.Contains(allowed, kind) {
				t.Errorf("statement %d, %.60q: %s was answered with %s: %v", nth, struck, all[i].mark, kind, err)
			}
			if err != nil && struck == "" {
				t.Errorf("%s failed of itself: %v", all[i].mark, err)
			}
		}
		p.sound()
		for _, e := range all {
			receipt, err := p.post(e.body, e.mark)
			if err != nil {
				t.Fatalf("statement %d, %.60q: %s fails when it is repeated: %v", nth, struck, e.mark, err)
			}
			if was := e.location != ""; receipt.Replayed != was || was && receipt.Activity != e.location {
				t.Errorf("statement %d, %.60q: %s was recorded: %v; repeated, it is %+v", nth, struck, e.mark, was, receipt)
			}
			e.answered, e.location = true, receipt.Activity
		}
		if p.sound(); t.Failed() {
			t.Fatalf("the fault was at statement %d: %s", nth, struck)
		}
		if struck == "" {
			p.verified()
			return
		}
	}
}

func just(how fault) func(*faults) fault { return func(*faults) fault { return how } }

func TestADiskThatFailsSQLite(t *testing.T) {
	for name, c := range map[string]struct {
		how  func(*faults) fault
		kind node.Kind
	}{
		"full":                    {just(refused(sqlite3.Error{Code: sqlite3.ErrFull})), node.Internal},
		"full, and undone":        {just(undone(sqlite3.Error{Code: sqlite3.ErrFull})), node.Internal},
		"failing":                 {just(refused(sqlite3.Error{Code: sqlite3.ErrIoErr})), node.Internal},
		"failing, and undone":     {just(undone(sqlite3.Error{Code: sqlite3.ErrIoErr})), node.Internal},
		"failing after it worked": {just(unheard(sqlite3.Error{Code: sqlite3.ErrIoErr})), node.Internal},
		"failing, and again when it is undone": {func(f *faults) fault {
			failing := refused(sqlite3.Error{Code: sqlite3.ErrIoErr})
			return func(raw driver.Conn, run func() error) error {
				f.next(failing)
				return failing(raw, run)
			}
		}, node.Internal},
		"busy": {just(refused(sqlite3.Error{Code: sqlite3.ErrBusy})), node.Busy},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPatient(t, inMemory)
			suffers(t, p, c.how(p.faults), c.kind)
		})
	}
}

// The server says that its disk is full, or fails, and has ended the transaction, as it does then.
func TestADiskThatFailsPostgres(t *testing.T) {
	for code, says := range map[string]string{"53100": "is full", "58030": "does not work"} {
		t.Run(code, func(t *testing.T) {
			p := newPatient(t, onServer(storagetest.Postgres(t)).open)
			failing := undone(&pgconn.PgError{Code: code, Message: "could not extend file"})
			all := p.entries("first")
			failed := 0
			for _, err := range p.together(all, func() { p.faults.in(2, failing) }) {
				if err == nil {
					continue // decided again, without the one that failed
				}
				if failed++; node.KindOf(err) != node.Internal || !strings.Contains(node.MessageOf(err), "the disk of the database server "+says) {
					t.Errorf("the refusal is %v", err)
				}
			}
			if failed == 0 {
				t.Error("nobody was told")
			}
			p.faults.end()
			for _, err := range p.together(all, func() {}) {
				if err != nil {
					t.Errorf("it does not go on: %v", err)
				}
			}
			suffers(t, p, failing, node.Internal)
		})
	}
}

func TestAConnectionToPostgresThatIsLost(t *testing.T) {
	for name, after := range map[string]bool{"before it is asked": false, "before it answers": true} {
		t.Run(name, func(t *testing.T) {
			dsn := storagetest.Postgres(t)
			p := newPatient(t, onServer(dsn).open)
			suffers(t, p, disconnected(t, dsn, after), node.Busy)
		})
	}
}

// disconnected ends the writer's connection on the server, before a statement or after it.
func disconnected(t testing.TB, dsn string, after bool) fault {
	server, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close(ctx) })
	return func(raw driver.Conn, run func() error) error {
		if after {
			if err := run(); err != nil {
				t.Errorf("the statement failed of itself: %v", err)
			}
		}
		if err := terminate(server, raw.(*stdlib.Conn).Conn().PgConn().PID()); err != nil {
			t.Errorf("end the connection: %v", err)
		}
		if after {
			return errors.Join(io.ErrUnexpectedEOF, raw.Close())
		}
		return run()
	}
}

const isThere = `SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE pid = $1)`

// terminate returns when a connection has ended.
func terminate(server *pgx.Conn, pid uint32) error {
	if _, err := server.Exec(ctx, `SELECT pg_terminate_backend($1)`, int32(pid)); err != nil {
		return err
	}
	for there := true; there; {
		if err := server.QueryRow(ctx, isThere, int32(pid)).Scan(&there); err != nil {
			return err
		}
	}
	return nil
}
