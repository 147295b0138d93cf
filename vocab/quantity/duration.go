package quantity

import (
	"regexp"
	"time"

	"github.com/rickb777/period"
)

// Duration is a length of calendar time, exact in every field: a month stays a month and is
// never so many days. It remembers the text it was read from. The zero value is no time.
//
// Spec: ISO 8601-1:2019, 5.5.2; XML Schema 1.1 Part 2, 3.3.6 duration.
type Duration struct {
	fields   period.Period // without sign
	negative bool
	clock    time.Duration // hours, minutes and seconds together, without sign
	text     string
}

// durationForm bounds every field, so that nothing overflows; 9 digits of fraction are exact
// nanoseconds for hours, minutes and seconds alike.
var durationForm = regexp.MustCompile(`^([+-]?)(P(?:\d{1,9}Y)?(?:\d{1,9}M)?(?:\d{1,9}W)?(?:\d{1,9}D)?` +
	`(?:T(?:\d{1,9}(?:[.,]\d{1,9})?H)?(?:\d{1,9}(?:[.,]\d{1,9})?M)?(?:\d{1,9}(?:[.,]\d{1,9})?S)?)?)$`)

// ParseDuration reads an ISO 8601 duration such as "P1M", "P2W" or "PT1H30M".
//
// A sign may stand before the P. The last field may have a fraction if it is hours, minutes or
// seconds; half a month has no exact length and is refused.
//
// Errors: ErrSyntax when the text is no duration or a field has more than nine digits; ErrRange
// when hours, minutes and seconds together exceed 292 years.
func ParseDuration(text string) (Duration, error) {
	parts := durationForm.FindStringSubmatch(text)
	if parts == nil {
		return Duration{}, badDuration(text)
	}
	fields, err := period.Parse(parts[2])
	if err != nil || text[len(text)-1] == 'T' {
		return Duration{}, badDuration(text)
	}
	clock, ok := clockTime(fields)
	if !ok {
		return Duration{}, refuse(ErrRange, "the hours, minutes and seconds of the duration %s exceed 292 years", quote(text))
	}
	return Duration{fields: fields, negative: parts[1] == "-", clock: clock, text: text}, nil
}

func badDuration(text string) error {
	return refuse(ErrSyntax, "%s is not an ISO 8601 duration: expected a form such as P1M, P2W or PT1H30M", quote(text))
}

// clockTime is hours, minutes and seconds in nanoseconds, or false when they are too many.
func clockTime(fields period.Period) (time.Duration, bool) {
	var total time.Duration
	for _, field := range []struct {
		designator period.Designator
		unit       time.Duration
	}{{period.Hour, time.Hour}, {period.Minute, time.Minute}, {period.Second, time.Second}} {
		whole, nanos, ok := fields.GetField(field.designator).Int64(9)
		if !ok || whole > int64((1<<63-1-total)/field.unit)-1 {
			return 0, false
		}
		total += time.Duration(whole)*field.unit + time.Duration(nanos)*(field.unit/time.Second)
	}
	return total, true
}

// String is the duration as it was written; "PT0S" for the zero value.
func (d Duration) String() string {
	if d.text == "" {
		return "PT0S"
	}
	return d.text
}

// IsZero reports whether the duration is of no length, however written.
func (d Duration) IsZero() bool { return d.fields.IsZero() }

// AddTo returns the time that is d after t, in the location of t.
//
// Years and months come first and stop at the end of the month (a month after 31 January is
// 28 or 29 February), then weeks and days by the calendar, then hours, minutes and seconds by
// the clock.
//
// Spec: XML Schema 1.1 Part 2, E.3.3 dateTimePlusDuration.
func (d Duration) AddTo(t time.Time) time.Time {
	months := 12*d.fields.Years() + d.fields.Months()
	days := 7*d.fields.Weeks() + d.fields.Days()
	clock := d.clock
	if d.negative {
		months, days, clock = -months, -days, -clock
	}
	if months != 0 {
		t = addMonths(t, months)
	}
	if days != 0 {
		t = t.AddDate(0, 0, days)
	}
	return t.Add(clock)
}

// addMonths keeps the day of the month where the new month has it; AddDate alone would run
// over into the month after.
func addMonths(t time.Time, months int) time.Time {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	last := time.Date(year, month+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC)
	return time.Date(last.Year(), last.Month(), min(day, last.Day()), hour, minute, second, t.Nanosecond(), t.Location())
}
