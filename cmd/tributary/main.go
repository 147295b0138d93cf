// Command tributary is a node that publishes the economic flows, agreements and states of groups as
// linked data, and the tools to run it. One file a command; main.go reads the command line.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"tributary/node"
)

// commands is the command line as the program reads it.
type commands struct {
	Dir     string           `placeholder:"DIR" help:"The node's folder, which holds config.toml and, with SQLite, the database. Default: the folder you are in."`
	Version kong.VersionFlag `help:"Print the version and exit."`

	Demo   demo   `cmd:"" help:"Start three nodes that federate, with a living sample network, to look around."`
	Init   setUp  `cmd:"" help:"Make a new node: configuration, database and keys."`
	Serve  serve  `cmd:"" help:"Run the node."`
	Group  group  `cmd:"" help:"The node's groups."`
	Member member `cmd:"" help:"The people who may sign in."`
	Token  token  `cmd:"" help:"Make a bearer token for a program that reads or records."`
	Peer   peer   `cmd:"" help:"Other nodes: whom this one deals with, and what it knows of them."`
	Keys   keys   `cmd:"" help:"The keys with which the node signs."`

	Follow    follow    `cmd:"" help:"Have a group or person follow an agent, here or on another node."`
	Unfollow  unfollow  `cmd:"" help:"End a following, or take back that it was asked for."`
	Followers followers `cmd:"" help:"List who follows a group or person and who asks to, and answer them."`
	Following following `cmd:"" help:"List whom a group or person follows."`
	Proposals proposals `cmd:"" help:"List what an agent, here or on another node, offers and asks for."`
	Reconcile reconcile `cmd:"" help:"Fetch what was missed of those whom a group follows. A node does so by itself once a day."`
	Dealings  dealings  `cmd:"" help:"Tell how groups and persons stand with agents of other nodes: what both confirmed, what waits, what is disputed."`

	Show   show    `cmd:"" help:"Show what this node knows of something, by its address here or at its source."`
	Submit submit  `cmd:"" help:"Record what a group or person does: the same as a POST to its outbox."`
	Import imports `cmd:"" help:"Bring in what another program wrote."`
	Export export  `cmd:"" help:"Write out what is recorded, as linked data."`
	Trace  trace   `cmd:"" help:"Tell where a resource came from."`
	Track  track   `cmd:"" help:"Tell where a resource went."`

	Difference difference `cmd:"" help:"Tell by meaning what a version changed, here or of another node's state."`
	Rollup     rollup     `cmd:"" help:"Tell how the cells of a group stand, on whichever nodes they are, and what is missing."`
	Align      align      `cmd:"" help:"Compare the values that two groups state."`
	Reminders  reminders  `cmd:"" help:"Tell what groups and persons should see to: terms that end, vacant seats, what they promised, what waits for an answer."`

	Jobs    jobs    `cmd:"" help:"Background work, such as deliveries to other nodes."`
	Verify  verify  `cmd:"" help:"Recompute everything from the log and compare."`
	Reindex reindex `cmd:"" help:"Rebuild what is derived from the log. Stop the node first."`
	Backup  backup  `cmd:"" help:"Write the whole node to one file, while it goes on."`
	Restore restore `cmd:"" help:"Make a node of a backup, in an empty folder or another database."`
	Erase   erase   `cmd:"" help:"Remove what is personal from everything that was recorded of something."`
	Bench   bench   `cmd:"" help:"Measure how quick a node is on this machine."`
	Tell    version `cmd:"" name:"version" help:"Print the version."`
}

const description = `Tributary records what groups make, use, promise and decide, and publishes it as open linked data.

To look around: tributary demo

To begin your own: tributary init --url http://localhost:8080, then tributary group add, tributary serve`

// What the program answers to the shell.
const (
	done    = 0
	refused = 1 // refused or failed
	misused = 2 // wrong usage
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // who asks twice means at once
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200) // the heap is small: collecting half as often records a seventh faster
	}
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	os.Exit(code)
}

// run does what the arguments say, and answers with the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	var line commands
	parser := newParser(&line, stdout, stderr)
	if len(args) == 0 {
		args = []string{"--help"}
	}
	defer func() {
		if asked, ok := recover().(exit); ok {
			code = int(asked)
		}
	}()
	chosen, err := parser.Parse(args)
	if err != nil {
		return complain(stderr, usage(err))
	}
	a := &app{ctx: ctx, dir: line.Dir, stdin: stdin, stdout: stdout, stderr: stderr}
	return complain(stderr, chosen.Run(a))
}

// exit is how the parser ends the program, after --help and --version.
type exit int

func newParser(line *commands, stdout, stderr io.Writer) *kong.Kong {
	return kong.Must(line,
		kong.Name("tributary"), kong.Description(description), kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Vars{"version": programVersion(), "actor": actorHelp},
	)
}

// wrong is an error in how the program was called.
type wrong struct{ error }

func usage(err error) error { return wrong{err} }

func usagef(format string, args ...any) error { return wrong{fmt.Errorf(format, args...)} }

// errTold is an error that was told already.
var errTold = errors.New("told already")

// complain says on one line why something was not done, and gives the exit code.
func complain(w io.Writer, err error) int {
	var bad wrong
	switch {
	case err == nil:
		return done
	case errors.Is(err, errTold):
		return refused
	case errors.As(err, &bad):
		fmt.Fprintf(w, "tributary: %v (tributary --help says more)\n", bad.error)
		return misused
	}
	fmt.Fprintf(w, "tributary: %s\n", reason(err))
	for _, v := range node.ViolationsOf(err) {
		fmt.Fprintf(w, "  %s: %s\n", v.Path, v.Message)
	}
	return refused
}

// reason is why, for the operator, who may know what lies beneath.
func reason(err error) string {
	if list := node.ViolationsOf(err); len(list) > 0 && node.KindOf(err) == node.Invalid {
		return "this breaks the rules of the vocabulary"
	}
	return strings.ReplaceAll(err.Error(), "\n", "; ")
}
