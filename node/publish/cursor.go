package publish

import (
	"net/url"
	"strconv"

	"tributary/node"
)

// cursor is which page of a collection is asked for.
type cursor struct {
	whole         bool // the collection itself
	after, before node.Position
	newer         bool // before was given
}

func cursorOf(values url.Values) (c cursor, err error) {
	read := func(name string) (p node.Position, given bool) {
		text := values.Get(name)
		if text == "" {
			return 0, false
		}
		n, parseErr := strconv.ParseInt(text, 10, 64)
		if parseErr != nil || n < 0 {
			err = node.Errorf(node.Unreadable, "%s is a position such as 4711, as the links of a page give it", name)
		}
		return node.Position(n), true
	}
	var older bool
	c.after, older = read("after")
	c.before, c.newer = read("before")
	if older && c.newer {
		return c, node.Errorf(node.Unreadable, "a page is after one position or before one, not both")
	}
	c.whole = !older && !c.newer && values.Get("page") == ""
	return c, err
}

// query is how an address names the page.
func (c cursor) query() string {
	switch {
	case c.whole:
		return ""
	case c.newer:
		return "before=" + strconv.FormatInt(int64(c.before), 10)
	case c.after > 0:
		return "after=" + strconv.FormatInt(int64(c.after), 10)
	}
	return "page=true"
}

// reach is a page of members, and whether there are others on either side.
type reach struct {
	shown        []member
	older, newer bool
}

// window reads a page of members.
func window(q *request, s source, at cursor, size int) (reach, error) {
	shown, more, err := s.read(q, at, size)
	if at.newer {
		return reach{shown, at.before > 0, more}, err
	}
	return reach{shown, more, at.after > 0}, err
}
