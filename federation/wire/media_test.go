package wire_test

import (
	"strings"
	"testing"

	"tributary/federation/wire"
)

func TestMediaTypes(t *testing.T) {
	const profile = `"https://www.w3.org/ns/activitystreams"`
	for contentType, c := range map[string]struct{ fetched, posted bool }{
		"application/activity+json":                                              {true, true},
		"Application/Activity+JSON":                                              {true, true},
		" application/activity+json ; charset=UTF-8":                             {true, true},
		`application/activity+json; charset="utf-8"`:                             {true, true},
		"application/activity+json; profile=x":                                   {true, true},
		"application/ld+json; profile=" + profile:                                {true, true},
		"application/ld+json;charset=utf-8;PROFILE=" + profile:                   {true, true},
		`application/ld+json; profile="x https://www.w3.org/ns/activitystreams"`: {true, true},

		"application/ld+json":            {false, true},
		"application/ld+json; profile=x": {false, true},
		`application/ld+json; profile="https://www.w3.org/ns/activitystreams#"`:     {false, true},
		`application/ld+json; profile="https://www.w3.org/ns/activitystreams/evil"`: {false, true},
		`application/ld+json; profile="xhttps://www.w3.org/ns/activitystreams"`:     {false, true},

		"":                                     {},
		"*/*":                                  {},
		"application/*":                        {},
		"application/json":                     {},
		"application/json; profile=" + profile: {},
		"text/html":                            {},
		"text/html; profile=application/activity+json":                                         {},
		"application/activity+json, text/html":                                                 {},
		"text/html, application/activity+json":                                                 {},
		"application/activity+jsonx":                                                           {},
		"xapplication/activity+json":                                                           {},
		"application/activity json":                                                            {},
		"application/activity+json text/html":                                                  {},
		"application/activity+json; charset=utf-16":                                            {},
		"application/activity+json; charset=iso-8859-1":                                        {},
		"application/activity+json; charset=":                                                  {},
		"application/activity+json; charset=utf-8; charset=utf-16":                             {},
		"application/activity+json; charset*=utf-8''utf-8":                                     {},
		"application/ld+json; profile*=utf-8''https%3A%2F%2Fwww.w3.org%2Fns%2Factivitystreams": {},
		"application/ld+json; profile=" + profile + "; profile=x":                              {},
		"application/activity+json; x":                                                         {},
		"application/activity+json\r\ntext/html":                                               {},
		"application/activity+json; x=" + strings.Repeat("y", 600):                             {},
	} {
		if got := wire.IsActivityJSON(contentType); got != c.fetched {
			t.Errorf("fetched as %q: %t", contentType, got)
		}
		if got := wire.IsActivityPost(contentType); got != c.posted {
			t.Errorf("posted as %q: %t", contentType, got)
		}
	}
}
