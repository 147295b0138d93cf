package publish

import (
	"net/http"
	"regexp"
)

// A route is a shape of addresses and who answers there; the first that fits is taken.
type route struct {
	shape  *regexp.Regexp // of the path, without the suffix of an encoding
	answer func(*Documents, *request) (*page, error)
}

var routes = []route{
	{regexp.MustCompile(`^/(index)?$`), (*Documents).home},
	{regexp.MustCompile(`^/contexts/[^/]+$`), (*Documents).context},
	{regexp.MustCompile(`^/ns/[^/]+$`), (*Documents).namespace},
	{regexp.MustCompile(`^/groups$`), (*Documents).groups},
	{regexp.MustCompile(`^/people$`), (*Documents).people},
	{regexp.MustCompile(`^/id/[^/]+/[^/]+/context$`), (*Documents).conversation},
	{regexp.MustCompile(`/timegate$`), (*Documents).timegate},
	{regexp.MustCompile(`/timemap$`), (*Documents).timemap},
	{regexp.MustCompile(`/difference$|/diff/[0-9]+$`), (*Documents).difference},
	{regexp.MustCompile(`/v/[0-9]+$|^/groups/[^/]+/state/[0-9]+$`), (*Documents).memento},
	{regexp.MustCompile(`^/(groups|people)/[^/]+/feed$`), (*Documents).feedPage},
	{regexp.MustCompile(`^/groups/[^/]+/state$`), (*Documents).thing},
	{regexp.MustCompile(`^/groups/[^/]+/rollup$`), (*Documents).rollup},
	{regexp.MustCompile(`^/groups/[^/]+/alignment$`), (*Documents).alignment},
	{regexp.MustCompile(`^/(groups|people)/[^/]+/dealings$`), (*Documents).dealings},
	{regexp.MustCompile(`^/(groups|people)/[^/]+/[^/]+$`), (*Documents).collection},
}

// ServeHTTP answers for every address of linked data by its shape; what fits none is a thing.
// A server may mount it whole, or the handlers one by one.
func (d *Documents) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.serve(func(q *request) (*page, error) {
		for _, one := range routes {
			if one.shape.MatchString(q.path) {
				return one.answer(d, q)
			}
		}
		return d.thing(q)
	})(w, r)
}
