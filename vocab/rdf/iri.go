package rdf

import "strings"

// schemeLen returns the length of the scheme of an IRI, without the colon; 0 when it is relative.
func schemeLen(s string) int {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isLetter(c):
		case i > 0 && (isDigit(c) || c == '+' || c == '-' || c == '.'):
		case c == ':':
			return i
		default:
			return 0
		}
	}
	return 0
}

// reference is an IRI in its five parts. Parts that are there keep their delimiters ("//host",
// "?q", "#f"), so that empty ones and missing ones differ; the scheme does not.
type reference struct{ scheme, authority, path, query, fragment string }

func splitIRI(s string) (r reference) {
	if n := schemeLen(s); n > 0 {
		r.scheme, s = s[:n], s[n+1:]
	}
	if i := strings.IndexByte(s, '#'); i >= 0 {
		s, r.fragment = s[:i], s[i:]
	}
	if i := strings.IndexByte(s, '?'); i >= 0 {
		s, r.query = s[:i], s[i:]
	}
	if strings.HasPrefix(s, "//") {
		end := strings.IndexByte(s[2:], '/')
		if end < 0 {
			end = len(s) - 2
		}
		r.authority, s = s[:end+2], s[end+2:]
	}
	r.path = s
	return r
}

// resolveIRI returns ref as an absolute IRI, characters unchanged; base must be absolute.
// An absolute ref comes back as it is, dots and all, for IRIs in RDF compare by characters.
//
// Spec: RFC 3986, section 5.2.
func resolveIRI(base, ref string) string {
	if schemeLen(ref) > 0 {
		return ref
	}
	b, r := splitIRI(base), splitIRI(ref)
	r.scheme = b.scheme
	switch {
	case r.authority != "":
		r.path = removeDots(r.path)
	case r.path == "":
		r.authority, r.path = b.authority, b.path
		if r.query == "" {
			r.query = b.query
		}
	case r.path[0] == '/':
		r.authority, r.path = b.authority, removeDots(r.path)
	default:
		r.authority, r.path = b.authority, removeDots(mergePath(b, r.path))
	}
	return r.scheme + ":" + r.authority + r.path + r.query + r.fragment
}

func mergePath(base reference, path string) string {
	if base.authority != "" && base.path == "" {
		return "/" + path
	}
	return base.path[:strings.LastIndexByte(base.path, '/')+1] + path
}

// removeDots takes "." and ".." out of a path.
//
// Spec: RFC 3986, section 5.2.4.
func removeDots(path string) string {
	if !strings.Contains(path, ".") {
		return path
	}
	rooted := strings.HasPrefix(path, "/")
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	kept := segments[:0]
	for i, s := range segments {
		last := i == len(segments)-1
		if s != "." && s != ".." {
			kept = append(kept, s)
			continue
		}
		if s == ".." && len(kept) > 0 {
			kept = kept[:len(kept)-1]
		}
		if last { // the directory itself
			kept = append(kept, "")
		}
	}
	if rooted {
		return "/" + strings.Join(kept, "/")
	}
	return strings.Join(kept, "/")
}
