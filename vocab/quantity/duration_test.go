package quantity_test

import (
	"errors"
	"testing"
	"time"

	"tributary/vocab/quantity"
)

func TestDurationsAddByTheCalendarThenTheClock(t *testing.T) {
	for _, c := range []struct{ from, duration, want string }{
		{"2025-01-31T08:00:00Z", "P1M", "2025-02-28T08:00:00Z"},
		{"2024-01-31T08:00:00Z", "P1M", "2024-02-29T08:00:00Z"},
		{"2024-02-29T00:00:00Z", "P1Y", "2025-02-28T00:00:00Z"},
		{"2025-03-31T08:00:00Z", "-P1M", "2025-02-28T08:00:00Z"},
		{"2025-01-31T08:00:00Z", "P1M1D", "2025-03-01T08:00:00Z"},
		{"2025-01-01T00:00:00Z", "P2W", "2025-01-15T00:00:00Z"},
		{"2025-01-01T00:00:00Z", "PT1H30M", "2025-01-01T01:30:00Z"},
		{"2025-01-01T00:00:00Z", "PT1.5H", "2025-01-01T01:30:00Z"},
		{"2025-01-01T00:00:00Z", "PT0,25S", "2025-01-01T00:00:00.25Z"},
		{"2025-01-01T00:00:00Z", "PT0.123456789H", "2025-01-01T00:07:24.4444404Z"},
		{"2025-01-01T00:00:00Z", "+P1Y2M3DT4H5M6S", "2026-03-04T04:05:06Z"},
		{"2025-01-01T00:00:00Z", "-PT36H", "2024-12-30T12:00:00Z"},
		{"2025-01-01T00:00:00Z", "P0D", "2025-01-01T00:00:00Z"},
	} {
		from, _ := time.Parse(time.RFC3339Nano, c.from)
		want, _ := time.Parse(time.RFC3339Nano, c.want)
		d, err := quantity.ParseDuration(c.duration)
		if err != nil {
			t.Errorf("%s: %v", c.duration, err)
			continue
		}
		if got := d.AddTo(from); !got.Equal(want) {
			t.Errorf("%s after %s is %s, want %s", c.duration, c.from, got.Format(time.RFC3339Nano), c.want)
		}
	}
}

func TestDayIsNotAlwaysTwentyFourHours(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zone data here")
	}
	before := time.Date(2025, time.March, 29, 12, 0, 0, 0, berlin) // clocks go forward in the night
	day, _ := quantity.ParseDuration("P1D")
	hours, _ := quantity.ParseDuration("PT24H")
	if got := day.AddTo(before); got.Hour() != 12 {
		t.Errorf("a day later it is %s", got)
	}
	if got := hours.AddTo(before); got.Hour() != 13 {
		t.Errorf("24 hours later it is %s", got)
	}
}

func TestDurationTextIsKeptAsWritten(t *testing.T) {
	for _, text := range []string{"P1M", "PT90M", "P0Y", "+P1D", "PT1.50S", "P1Y2W"} {
		d, err := quantity.ParseDuration(text)
		if err != nil || d.String() != text {
			t.Errorf("%s was kept as %s (%v)", text, d, err)
		}
	}
	var none quantity.Duration
	now := time.Now()
	if none.String() != "PT0S" || !none.IsZero() || !none.AddTo(now).Equal(now) {
		t.Errorf("the zero value is %s", none)
	}
}

func TestWhatIsNoDurationIsRefused(t *testing.T) {
	for text, kind := range map[string]error{
		"": quantity.ErrSyntax, "P": quantity.ErrSyntax, "PT": quantity.ErrSyntax, "P1DT": quantity.ErrSyntax, "P1": quantity.ErrSyntax,
		"1D": quantity.ErrSyntax, "P1H": quantity.ErrSyntax, "PT1D": quantity.ErrSyntax, "P1D2M": quantity.ErrSyntax,
		"P-1D": quantity.ErrSyntax, "P0.5M": quantity.ErrSyntax, "P1.5D": quantity.ErrSyntax, "PT1.5H3M": quantity.ErrSyntax,
		"PT0.1234567891S": quantity.ErrSyntax, "P1234567890D": quantity.ErrSyntax, "P1D\n": quantity.ErrSyntax, "p1d": quantity.ErrSyntax,
		"PT999999999H": quantity.ErrRange, "PT2562047H999999999M": quantity.ErrRange,
	} {
		if d, err := quantity.ParseDuration(text); !errors.Is(err, kind) {
			t.Errorf("%q: got %s, error %v; want the kind %v", text, d, err, kind)
		}
	}
	longest, err := quantity.ParseDuration("P999999999Y999999999M999999999DT999999999S")
	if err != nil || longest.AddTo(time.Unix(0, 0)).Before(time.Unix(0, 0)) {
		t.Errorf("the longest duration: %v", err)
	}
}
