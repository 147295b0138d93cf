package httpsig

import (
	"cmp"
	"net/http"
	"time"
)

const (
	defaultSkew = 5 * time.Minute
	defaultAge  = time.Hour
)

// stamp is one signed time, and where it stands.
type stamp struct {
	name string // "date", "created"
	at   time.Time
}

// inTime refuses what was signed too long ago or in the future, and what has expired. Every signed
// time must lie in the window: a fresh one does not excuse a stale one.
func (r Rules) inTime(s Signature) error {
	now := time.Now
	if r.Now != nil {
		now = r.Now
	}
	skew, age, here := cmp.Or(r.Skew, defaultSkew), cmp.Or(r.Age, defaultAge), now()
	for _, t := range s.stamps {
		if t.at.After(here.Add(skew)) {
			return refuse(OutOfTime, "%s is %s, more than %s ahead of this node's clock", t.name, t.at.Format(http.TimeFormat), skew)
		}
		if t.at.Before(here.Add(-age)) {
			return refuse(OutOfTime, "%s is %s, more than %s ago", t.name, t.at.Format(http.TimeFormat), age)
		}
	}
	if !s.expires.IsZero() && !s.expires.After(here) {
		return refuse(OutOfTime, "it expired %s", s.expires.Format(http.TimeFormat))
	}
	return nil
}

// date reads the Date header, which is signed.
func (m message) date() (stamp, error) {
	value, err := m.field("date")
	if err != nil {
		return stamp{}, err
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return stamp{}, refuse(Malformed, "the Date %.60q is no HTTP date", value)
	}
	return stamp{"date", at.UTC()}, nil
}

// unix reads seconds since 1970, within the years that have four digits.
func unix(name string, seconds int64) (time.Time, error) {
	const year10000 = 253402300800
	if seconds <= 0 || seconds >= year10000 {
		return time.Time{}, refuse(Malformed, "%s is %d, which is no time in seconds since 1970", name, seconds)
	}
	return time.Unix(seconds, 0).UTC(), nil
}
