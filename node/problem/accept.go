package problem

import (
	"mime"
	"net/url"
	"strconv"
	"strings"
)

// maxRanges of an Accept header that are looked at.
const maxRanges = 64

// wantsPage says whether a client would rather read a page than JSON: it names HTML, likes nothing
// better, and JSON less. A browser does; a program that says nothing, or */*, does not.
//
// Spec: RFC 9110, section 12.5.1.
func wantsPage(accept []string) bool {
	var html, best, json float64
	ranges := strings.Split(strings.Join(accept, ","), ",")
	for _, text := range ranges[:min(len(ranges), maxRanges)] {
		mediaType, params, err := mime.ParseMediaType(text)
		if err != nil {
			continue
		}
		q := 1.0
		if given, ok := params["q"]; ok {
			if q, err = strconv.ParseFloat(given, 64); err != nil || !(q >= 0 && q <= 1) {
				continue
			}
		}
		best = max(best, q)
		switch {
		case mediaType == "text/html" || mediaType == "application/xhtml+xml":
			html = max(html, q)
		case mediaType == "application/json" || strings.HasSuffix(mediaType, "+json"):
			json = max(json, q)
		}
	}
	return html > 0 && html >= best && html > json
}

// linkTarget writes an address so that it cannot leave the <> of a Link header.
func linkTarget(href string) string {
	u, err := url.Parse(href)
	if err != nil {
		return ""
	}
	return u.String()
}

// quoted escapes what would end a quoted string.
//
// Spec: RFC 9110, section 5.6.4.
func quoted(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)
}
