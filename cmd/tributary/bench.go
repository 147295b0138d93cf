package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"tributary/node"
	"tributary/node/account"
	"tributary/node/config"
	"tributary/node/server"
	"tributary/vocab"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// bench measures a node of its own, through the doors that programs use.
type bench struct {
	Seconds     int    `default:"5" help:"How long each measurement takes. Default: ${default}."`
	Connections int    `default:"64" help:"How many clients ask at once. Default: ${default}."`
	Database    string `placeholder:"DSN" help:"Measure on this database, which must be empty: postgres://… Default: SQLite in a temporary folder."`
	Only        string `default:"all" enum:"all,local,federation" help:"Measure only what the node does for its own (local), or what it does with other nodes (federation). Default: all."`
	JSON        bool   `name:"json" help:"Write the results as JSON."`
}

// figure is one measurement.
type figure struct {
	What   string  `json:"what"`
	Rate   float64 `json:"rate"`            // a second
	Unit   string  `json:"unit"`            //
	P50    float64 `json:"p50ms,omitempty"` // milliseconds
	P99    float64 `json:"p99ms,omitempty"` //
	Last   float64 `json:"last,omitempty"`  // seconds, until the last of many had it
	Beside string  `json:"beside,omitempty"`
}

func (c *bench) Run(a *app) error {
	if c.Seconds < 1 || c.Connections < 1 {
		return usagef("--seconds and --connections are 1 at least")
	}
	dir, err := os.MkdirTemp("", "tributary-bench-")
	if err != nil {
		return fmt.Errorf("make a folder for the measurement: %w", err)
	}
	defer os.RemoveAll(dir)
	r, err := c.start(a, dir)
	if err != nil {
		return err
	}
	defer r.stop()
	var figures []figure
	for _, measure := range c.measurements(r) {
		f, err := measure()
		if err != nil {
			return err
		}
		figures = append(figures, f)
		if !c.JSON {
			a.say("%s", f)
		}
	}
	if c.JSON {
		return a.json(figures)
	}
	return nil
}

// measurements are those that were asked for. What speaks with other nodes comes last: it fills the
// record with what they say.
func (c *bench) measurements(r *rig) (all []func() (figure, error)) {
	if c.Only != "federation" {
		all = append(all, r.submit, r.record, r.readAgain, r.readOnce, r.export)
	}
	if c.Only != "local" {
		all = append(all, r.inbox, r.refused, r.fanOut, r.amongOurs, r.slow, r.dead)
	}
	return all
}

// String is a line for people.
func (f figure) String() string {
	line := fmt.Sprintf("%-42s %10.0f %-9s ", f.What, f.Rate, f.Unit)
	if f.Last > 0 {
		return line + fmt.Sprintf("last after %5.2f s %15s %s", f.Last, "", f.Beside)
	}
	return line + fmt.Sprintf("p50 %6.2f ms   p99 %6.2f ms   %s", f.P50, f.P99, f.Beside)
}

// rig is the node under measurement, with what the load needs.
type rig struct {
	*bench
	app    *app
	server *server.Server
	client *http.Client
	cancel context.CancelFunc
	ended  chan error

	garden, bakery vocab.IRI
	token          string
	from, to       []vocab.IRI // stocks, one pair a client
	recorded       []string    // addresses of what was recorded
}

// start runs a node in this process, on a loopback port of its own.
func (c *bench) start(a *app, dir string) (*rig, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("find a free port: %w", err)
	}
	address := listener.Addr().String()
	listener.Close()
	cfg := config.Default()
	cfg.URL, cfg.Listen, cfg.Database = "http://"+address, address, c.Database
	cfg.AllowPrivateAddresses = true // the other nodes are on loopback
	cfg.Limits.RequestsPerMinute, cfg.Limits.InboxPerMinute = 0, 0
	cfg.Limits.BadSignaturesPerMinute, cfg.Limits.KeyReadsPerMinute = 0, 0
	if cfg, err = config.Init(dir, cfg); err != nil {
		return nil, err
	}
	ready := make(chan struct{})
	s, err := server.Open(a.ctx, cfg, server.Options{Version: programVersion(), Ready: func(string) { close(ready) }})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(a.ctx)
	r := &rig{
		bench: c, app: a, server: s, cancel: cancel, ended: make(chan error, 1),
		client: &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: max(c.Connections, peers), DisableCompression: true}},
	}
	go func() { r.ended <- s.Run(ctx) }()
	select {
	case <-ready:
	case err := <-r.ended:
		return nil, err
	}
	return r, r.furnish(a.ctx)
}

func (r *rig) stop() {
	r.client.CloseIdleConnections()
	r.cancel()
	<-r.ended
	r.server.Close()
}

// furnish makes two groups with stocks, and a token that speaks for one of them.
func (r *rig) furnish(ctx context.Context) error {
	n := r.server.Node
	for _, handle := range []string{"garden", "bakery"} {
		group := vocab.New(pf.Cell, "").With(vf.Name, vocab.Text(handle))
		if _, err := n.Submit(ctx, node.Operator, node.Create(n.Node(), group)); err != nil {
			return err
		}
	}
	r.garden, r.bakery = n.Group("garden"), n.Group("bakery")
	if _, err := n.Submit(ctx, speaking(r.bakery), node.Activity{
		Verb: "Invite", Actor: r.bakery, Summary: string(node.Editor), Objects: []node.Object{{IRI: r.garden}},
	}); err != nil {
		return err
	}
	var err error
	if r.token, err = r.server.Accounts.Token(ctx, r.garden, account.Write); err != nil {
		return err
	}
	for i := range r.Connections {
		for _, side := range []struct {
			group  vocab.IRI
			stocks *[]vocab.IRI
		}{{r.garden, &r.from}, {r.garden, &r.to}} {
			receipt, err := n.Submit(ctx, speaking(side.group), node.Create(side.group,
				vocab.New(vf.EconomicResource, "_:stock").With(vf.Name, vocab.Text(fmt.Sprintf("Stock %d", i))),
				flowOf(vf.Raise, side.group, "1000000").With(vf.ResourceInventoriedAs, vocab.Ref("_:stock"))))
			if err != nil {
				return err
			}
			*side.stocks = append(*side.stocks, receipt.Objects[0])
		}
	}
	return nil
}

func speaking(group vocab.IRI) node.Caller {
	return node.Caller{Agent: group, Roles: map[vocab.IRI]node.Role{group: node.Admin}}
}

// flowOf is an event within one group.
func flowOf(action *vocab.Individual, group vocab.IRI, amount string) *vocab.Resource {
	return vocab.New(vf.EconomicEvent, "").
		With(vf.HasAction, vocab.Ref(action.IRI)).
		With(vf.Provider, vocab.Ref(group)).
		With(vf.Receiver, vocab.Ref(group)).
		With(vf.ResourceQuantity, vocab.Inside(vocab.New(vf.Measure, "").
			With(vf.HasUnit, vocab.Ref("http://www.ontology-of-units-of-measure.org/resource/om-2/kilogram")).
			With(vf.HasNumericalValue, vocab.Number(amount))))
}
