package config

// Config is how one node runs. [Default] gives the defaults; [Load] fills in the rest.
type Config struct {
	URL     string `toml:"url" doc:"The node's address, as others see it: http or https, host, perhaps a port, nothing after it. All IRIs begin with it, so it can never change."`
	Name    string `toml:"name" doc:"The node's name, shown to people and to other nodes. Empty: the host of url."`
	Contact string `toml:"contact" doc:"Where the operator is reached: an e-mail address or a web page. Published."`
	Listen  string `toml:"listen" doc:"Where the server listens, host:port. Empty: the port of an http url, else 8080; on every interface when such a url names another host than this machine, else on the loopback interface only. The node speaks http: for an https url, put a proxy in front."`

	Database     string `toml:"database" doc:"Where data is kept. Empty: the SQLite file tributary.db beside this file. Otherwise a PostgreSQL address, postgres://USER:PASSWORD@HOST/NAME."`
	DatabaseFile string `toml:"database_file" doc:"A file whose only line is the database address, to keep its password out of this file. Relative to this file."`

	AllowPrivateAddresses bool   `toml:"allow_private_addresses" doc:"Whether to talk to nodes at private and loopback addresses. Only for trials on one machine or network: otherwise strangers could make this node ask machines behind its firewall."`
	DefaultAudience       string `toml:"default_audience" doc:"Who may read what a new group records, unless the group says otherwise: public, followers or members."`
	CacheMegabytes        int    `toml:"cache_megabytes" doc:"Memory for documents that were asked for lately, in megabytes. 0: none."`

	Federation Federation `toml:"federation" doc:"Which other nodes this one deals with. tributary peer makes exceptions, for the node or for a group."`

	Limits Limits `toml:"limits" doc:"What one client may ask for."`
	Proxy  Proxy  `toml:"proxy" doc:"The proxy in front of the node, if there is one."`
	Log    Log    `toml:"log" doc:"What is written to standard error."`

	dir string // the folder of the file
	dsn string // what DatabaseFile held
}

// Federation is which other nodes this one deals with.
type Federation struct {
	Mode          string `toml:"mode" doc:"open: every node, unless a rule says otherwise. allow-list: none but those that a rule allows."`
	SignedReads   bool   `toml:"signed_reads" doc:"Whether other nodes must sign what they read as ActivityStreams, so that whom the policy blocks reads nothing there. The node's own actor stays open, and so do pages and linked data."`
	MetricsByPeer bool   `toml:"metrics_by_peer" doc:"Whether /metrics names the peers for which something waits longest, with how much. Whoever can read /metrics then sees them: let the proxy in front show it to nobody else."`
	PublishPeers  bool   `toml:"publish_peers" doc:"Whether everybody may read which nodes this one deals with, at /api/v1/instance/peers, where surveys look. Nodes that the policy limits or blocks are left out."`
}

// Limits are what one client may ask for.
type Limits struct {
	BodyBytes              int `toml:"body_bytes" doc:"The largest request body, in bytes."`
	RequestsPerMinute      int `toml:"requests_per_minute" doc:"Requests a minute from one address, on average. More get 429. 0: no limit."`
	InboxPerMinute         int `toml:"inbox_per_minute" doc:"Requests a minute to inboxes from one other node. More get 429. 0: no limit."`
	RequestBurst           int `toml:"request_burst" doc:"Requests one address may make at once before the average counts."`
	BadSignaturesPerMinute int `toml:"bad_signatures_per_minute" doc:"Refused requests a minute to inboxes from one address, before it is known who signed them: with a bad signature, or under a key that cannot be had. More get 429, but for those with a good signature by a key that is known. 0: no limit."`
	KeyReadsPerMinute      int `toml:"key_reads_per_minute" doc:"How often a minute one other node is asked for keys because requests name them, whoever sends these. What needs more gets 429. 0: no limit."`
	BadTokensPerMinute     int `toml:"bad_tokens_per_minute" doc:"Refused tokens and sign-ins a minute from one address. 0: no limit."`
	RequestSeconds         int `toml:"request_seconds" doc:"How long a request may take, in seconds. Streams and dumps are exempt."`
	ShutdownSeconds        int `toml:"shutdown_seconds" doc:"How long requests and jobs may go on after the node was told to stop, in seconds."`
}

// Proxy is what stands between clients and the node.
type Proxy struct {
	Header  string   `toml:"header" doc:"The header in which the proxy names the client: X-Forwarded-For, X-Real-IP or Forwarded. Empty: there is no proxy, and no header is believed."`
	Trusted []string `toml:"trusted" doc:"Addresses and networks whose header is believed."`
}

// Log is what is written to standard error.
type Log struct {
	Level  string `toml:"level" doc:"The least weighty lines that are written: debug, info, warn or error."`
	Format string `toml:"format" doc:"text, for people, or json, for programs."`
}

// Default is a configuration with every default and no url.
func Default() Config {
	return Config{
		DefaultAudience: "public",
		CacheMegabytes:  64,
		Federation:      Federation{Mode: "open"},
		Limits: Limits{
			BodyBytes:              1 << 20,
			RequestsPerMinute:      1200,
			RequestBurst:           100,
			InboxPerMinute:         60_000,
			BadSignaturesPerMinute: 120,
			KeyReadsPerMinute:      600,
			BadTokensPerMinute:     10,
			RequestSeconds:         30,
			ShutdownSeconds:        20,
		},
		Proxy: Proxy{Trusted: []string{"127.0.0.0/8", "::1/128"}},
		Log:   Log{Level: "info", Format: "text"},
	}
}
