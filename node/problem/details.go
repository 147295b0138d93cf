package problem

import (
	"errors"
	"time"

	"tributary/node"
)

// Alternate is a representation that there is.
type Alternate struct {
	Type string `json:"type"` // media type
	Href string `json:"href"` // where it is
}

// alternatives is an Unacceptable error that says what there is instead.
type alternatives struct {
	error
	list []Alternate
}

func (a *alternatives) Unwrap() error { return a.error }

// Unacceptable is an error of that kind that lists, in body and Link headers, what there is.
//
// Spec: RFC 9110, section 15.5.7.
func Unacceptable(list ...Alternate) error {
	return &alternatives{node.Errorf(node.Unacceptable, "this exists in other forms only"), list}
}

// delayed is an error that knows when to come back.
type delayed struct {
	error
	after time.Duration
}

func (d *delayed) Unwrap() error { return d.error }

// After adds to a Limited or Busy error when to come back.
func After(err error, wait time.Duration) error { return &delayed{err, wait} }

// retryAfter is when to come back, in whole seconds rounded up; 0 when that is not said.
func retryAfter(err error) int {
	wait := rows[known(node.KindOf(err))].retry
	var d *delayed
	if errors.As(err, &d) && wait > 0 {
		wait = max(d.after, time.Second)
	}
	return int((wait + time.Second - 1) / time.Second)
}
