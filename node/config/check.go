package config

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tributary/node"
	"tributary/vocab"
)

// Settle checks a configuration and fills in what url implies: its own one spelling, name and
// listen. Load and Init have done so already.
//
// Errors: Invalid, with a violation for each wrong key.
func (c Config) Settle() (Config, error) {
	var found vocab.Violations
	say := func(name, format string, args ...any) {
		found = append(found, vocab.Violation{Path: name, Term: name, Message: fmt.Sprintf(format, args...)})
	}
	base, err := readURL(c.URL)
	if err != nil {
		say("url", "%v", err)
	} else {
		c.URL = base.String()
		if c.Name == "" {
			c.Name = base.Host
		}
		if c.Listen == "" {
			c.Listen = listenFor(base)
		}
	}
	c.checkTexts(say)
	c.checkDatabase(say)
	c.checkNumbers(say)
	if _, err := c.Proxy.Networks(); err != nil {
		say("proxy.trusted", "%v", err)
	}
	if err := node.Refuse(found); err != nil {
		return Config{}, err
	}
	return c, nil
}

// readURL reads a node's address and writes it in its one spelling: lower case, no slash at the
// end, no port that the scheme implies.
//
// Spec: RFC 3986, section 6.2.2 and 6.2.3.
func readURL(text string) (*url.URL, error) {
	if text == "" {
		return nil, fmt.Errorf("is needed, such as https://node.example")
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return nil, fmt.Errorf("begins with http:// or https:// and a host, such as https://node.example; not %q", text)
	}
	if (u.Path != "" && u.Path != "/") || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.User != nil {
		return nil, fmt.Errorf("has a scheme, a host and perhaps a port, and nothing else; not %q", text)
	}
	for _, r := range u.Host {
		// Other nodes compare IRIs byte by byte, and spell such hosts in more than one way.
		if r > unicode.MaxASCII {
			return nil, fmt.Errorf("writes its host in ASCII (xn--…); not %q", u.Host)
		}
	}
	host, port := strings.ToLower(u.Hostname()), u.Port()
	if port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return nil, fmt.Errorf("has a port from 1 to 65535; not %q", port)
		}
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" && port != map[string]string{"http": "80", "https": "443"}[u.Scheme] {
		host += ":" + port
	}
	return &url.URL{Scheme: u.Scheme, Host: host}, nil
}

// listenFor is where a node at an address listens unless told otherwise.
func listenFor(base *url.URL) string {
	host, port := base.Hostname(), base.Port()
	ip, err := netip.ParseAddr(host)
	switch {
	case base.Scheme == "http" && (host == "localhost" || err == nil && ip.IsLoopback()):
	case base.Scheme == "http" && port != "":
		host = "" // others reach it directly
	default:
		host = "127.0.0.1" // a proxy on this machine reaches it
	}
	if base.Scheme == "https" || port == "" {
		port = "8080"
	}
	return net.JoinHostPort(host, port)
}

func (c Config) checkTexts(say func(name, format string, args ...any)) {
	for k := range c.keys() {
		if text, ok := k.value.Interface().(string); ok && strings.ContainsFunc(text, unicode.IsControl) {
			say(k.path, "has no line breaks or other control characters")
		}
	}
	if c.Listen != "" {
		_, port, err := net.SplitHostPort(c.Listen)
		if n, bad := strconv.Atoi(port); err != nil || bad != nil || n < 0 || n > 65535 {
			say("listen", "is host:port, such as 127.0.0.1:8080; not %q", c.Listen)
		}
	}
	for _, choice := range []struct {
		name, text string
		among      []string
	}{
		{"default_audience", c.DefaultAudience, []string{"public", "followers", "members"}},
		{"federation.mode", c.Federation.Mode, []string{"open", "allow-list"}},
		{"proxy.header", c.Proxy.Header, []string{"", "X-Forwarded-For", "X-Real-IP", "Forwarded"}},
		{"log.level", c.Log.Level, []string{"debug", "info", "warn", "error"}},
		{"log.format", c.Log.Format, []string{"text", "json"}},
	} {
		if !slices.Contains(choice.among, choice.text) {
			say(choice.name, "is one of %s; not %q", strings.TrimPrefix(strings.Join(choice.among, ", "), ", "), choice.text)
		}
	}
}

// checkDatabase never repeats the address: it may hold a password.
func (c Config) checkDatabase(say func(name, format string, args ...any)) {
	name, dsn := "database", c.Database
	if c.DatabaseFile != "" {
		if c.Database != "" {
			say("database_file", "stands instead of database: set one of them")
			return
		}
		name, dsn = "database_file", c.dsn
	}
	if dsn == "" {
		return
	}
	u, err := url.Parse(dsn)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		say(name, "is empty, or an address that begins with postgres://")
	}
}

func (c Config) checkNumbers(say func(name, format string, args ...any)) {
	for _, number := range []struct {
		name           string
		n, least, most int
	}{
		{"cache_megabytes", c.CacheMegabytes, 0, 1 << 20},
		{"limits.body_bytes", c.Limits.BodyBytes, 1 << 10, 1 << 30},
		{"limits.requests_per_minute", c.Limits.RequestsPerMinute, 0, 1_000_000},
		{"limits.request_burst", c.Limits.RequestBurst, 1, 1_000_000},
		{"limits.inbox_per_minute", c.Limits.InboxPerMinute, 0, 100_000_000},
		{"limits.bad_signatures_per_minute", c.Limits.BadSignaturesPerMinute, 0, 1_000_000},
		{"limits.key_reads_per_minute", c.Limits.KeyReadsPerMinute, 0, 1_000_000},
		{"limits.bad_tokens_per_minute", c.Limits.BadTokensPerMinute, 0, 1_000_000},
		{"limits.request_seconds", c.Limits.RequestSeconds, 1, 3600},
		{"limits.shutdown_seconds", c.Limits.ShutdownSeconds, 1, 3600},
	} {
		if number.n < number.least || number.n > number.most {
			say(number.name, "is from %d to %d; not %d", number.least, number.most, number.n)
		}
	}
}

// Networks are the networks whose proxy header is believed; none when there is no proxy.
func (p Proxy) Networks() ([]netip.Prefix, error) {
	var networks []netip.Prefix
	for _, text := range p.Trusted {
		network, err := netip.ParsePrefix(text)
		if ip, bad := netip.ParseAddr(text); err != nil && bad == nil {
			network, err = netip.PrefixFrom(ip, ip.BitLen()), nil
		}
		if err != nil {
			return nil, fmt.Errorf("lists addresses and networks, such as 10.0.0.0/8; not %q", text)
		}
		networks = append(networks, network.Masked())
	}
	if p.Header == "" {
		return nil, nil
	}
	return networks, nil
}

// SQLite is the file of a SQLite database, or empty when PostgreSQL keeps the data.
func (c Config) SQLite() string {
	if c.Postgres() != "" {
		return ""
	}
	return filepath.Join(c.dir, "tributary.db")
}

// Postgres is the address of a PostgreSQL database, or empty when SQLite keeps the data. It may
// hold a password.
func (c Config) Postgres() string {
	if c.dsn != "" {
		return c.dsn
	}
	return c.Database
}

// Audience is the level of default_audience.
func (c Config) Audience() node.Level {
	level, _ := node.ParseLevel(c.DefaultAudience) // checked on load
	return level
}

// LogLevel is the level of log.level.
func (c Config) LogLevel() slog.Level {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.Log.Level)) // checked on load
	return level
}
