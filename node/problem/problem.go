package problem

import (
	"context"
	"errors"
	"net/http"
	"time"
	"unicode/utf8"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/own"
)

// typeBase is where the names of problems begin; the kind follows. It is the same on every node, so
// that clients can compare it.
var typeBase = string(own.Schema.Base) + "problem-"

// row is what HTTP says for one kind of error.
type row struct {
	status int
	title  string
	retry  time.Duration // when to come back, unless the error knows better; 0: not said
}

var rows = map[node.Kind]row{
	node.Unreadable:      {status: http.StatusBadRequest, title: "Not readable"},
	node.Unauthenticated: {status: http.StatusUnauthorized, title: "Not signed in"},
	node.Forbidden:       {status: http.StatusForbidden, title: "Not yours to do"},
	node.NotFound:        {status: http.StatusNotFound, title: "Not found"},
	node.Unacceptable:    {status: http.StatusNotAcceptable, title: "Not available in that form"},
	node.Conflict:        {status: http.StatusConflict, title: "In conflict with what is recorded"},
	node.Gone:            {status: http.StatusGone, title: "Deleted"},
	node.TooLarge:        {status: http.StatusRequestEntityTooLarge, title: "Too large"},
	node.Unsupported:     {status: http.StatusUnsupportedMediaType, title: "Media type not supported"},
	node.Invalid:         {status: http.StatusUnprocessableEntity, title: "Against the vocabulary"},
	node.Limited:         {status: http.StatusTooManyRequests, title: "Too many requests", retry: time.Minute},
	node.Internal:        {status: http.StatusInternalServerError, title: "Something went wrong here"},
	node.Unreachable:     {status: http.StatusBadGateway, title: "Another node does not answer"},
	node.Busy:            {status: http.StatusServiceUnavailable, title: "Busy", retry: 5 * time.Second},
}

// Status is the HTTP status for a kind of error; 500 for one that is no kind.
func Status(kind node.Kind) int { return rows[known(kind)].status }

// known is the kind itself, or Internal when the table does not have it.
func known(kind node.Kind) node.Kind {
	if _, ok := rows[kind]; ok {
		return kind
	}
	return node.Internal
}

// Problem is what may be told about an error.
//
// Spec: RFC 9457, section 3.1; violations and alternates are extension members.
type Problem struct {
	Type       string           `json:"type"`
	Title      string           `json:"title"`
	Status     int              `json:"status"`
	Detail     string           `json:"detail,omitempty"`
	Instance   string           `json:"instance,omitempty"` // path of the request
	Violations vocab.Violations `json:"violations,omitempty"`
	Alternates []Alternate      `json:"alternates,omitempty"` // of a 406: what there is
}

// Limits of what one problem tells, so that a bad request cannot ask for a large answer.
const (
	maxDetail     = 2000 // bytes
	maxViolations = 100
)

// Of is what may be told about an error that is not nil. What lies beneath it stays untold.
func Of(err error) Problem {
	err = translate(err)
	kind := known(node.KindOf(err))
	r := rows[kind]
	p := Problem{
		Type:   typeBase + string(kind),
		Title:  r.title,
		Status: r.status,
		Detail: shortened(node.MessageOf(err)),
	}
	violations := node.ViolationsOf(err)
	p.Violations = violations[:min(len(violations), maxViolations)]
	var a *alternatives
	if errors.As(err, &a) {
		p.Alternates = a.list
	}
	return p
}

// translate gives a kind to the errors that HTTP itself brings.
func translate(err error) error {
	if node.KindOf(err) != node.Internal {
		return err
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return node.Errorf(node.TooLarge, "a request body has at most %d bytes", large.Limit)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return node.Errorf(node.Busy, "the request took too long, or was given up")
	}
	return err
}

// shortened cuts a text at a whole character.
func shortened(text string) string {
	if len(text) <= maxDetail {
		return text
	}
	end := maxDetail
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
