package httpsig

import (
	"slices"
	"strings"
)

// demands are the rows of what must be signed: one of anyOf, when it applies.
var demands = []struct {
	scheme Scheme
	what   string
	anyOf  []string
	when   func(message) bool
}{
	{Cavage, "the method and path", []string{"(request-target)"}, always},
	{Cavage, "the host", []string{"host"}, always},
	{Cavage, "the time", []string{"date", "(created)"}, always},
	{Cavage, "the body", []string{"digest", "content-digest"}, message.hasBody},

	{RFC9421, "the method", []string{"@method"}, always},
	{RFC9421, "the host", []string{"@target-uri", "@authority", "host"}, always},
	{RFC9421, "the path", []string{"@target-uri", "@request-target", "@path"}, always},
	{RFC9421, "the query", []string{"@target-uri", "@request-target", "@query"}, func(m message) bool { return m.query != "" }},
	{RFC9421, "the body", []string{"content-digest"}, message.hasBody},
}

func always(message) bool { return true }

// covers refuses a signature that leaves out what must be signed.
func covers(m message, s Signature) error {
	for _, d := range demands {
		if d.scheme != s.Scheme || !d.when(m) {
			continue
		}
		if !slices.ContainsFunc(d.anyOf, func(c string) bool { return slices.Contains(s.Covered, c) }) {
			return refuse(Uncovered, "%s of a %s must be signed: %s", d.what, m.method, strings.Join(d.anyOf, " or "))
		}
	}
	return nil
}
