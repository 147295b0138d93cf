package importer

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// habits are how a table writes numbers and days, where one cell alone can be read in two ways. A
// first reading of the whole table finds them out.
type habits struct {
	decimal   byte // '.' or ','; 0: not known
	decimalAt int  // line that shows it
	monthly   bool // 3/4 is the fourth of March
	dayKnown  bool
	dayAt     int
	said      struct{ decimal, day bool } // by the mapping

	unsureNumber, unsureDay *rowError // the first cells that can be read in two ways
}

func habitsOf(m *Mapping) (h habits) {
	switch m.Decimal {
	case "point":
		h.decimal, h.said.decimal = '.', true
	case "comma":
		h.decimal, h.said.decimal = ',', true
	}
	if m.Dates != "" {
		h.monthly, h.dayKnown, h.said.day = m.Dates == "month-first", true, true
	}
	return h
}

// settled says what is left open after the first reading; nil: nothing is.
func (h *habits) settled() error {
	if h.unsureNumber != nil && h.decimal == 0 {
		return h.unsureNumber
	}
	if h.unsureDay != nil && !h.dayKnown {
		return h.unsureDay
	}
	return nil
}

var (
	numberForm  = regexp.MustCompile(`^[+-]?[0-9.,' \x{a0}\x{202f}\x{2019}]*[0-9][0-9.,]*$`)
	groupedForm = regexp.MustCompile(`^[0-9]{1,3}([.,' ][0-9]{3})+$`)
	spaces      = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2019", "'", "\u2212", "-")
)

// learn looks at a number for what it shows of the decimal mark.
func (h *habits) learn(cell string, line int) error {
	cell = strings.TrimLeft(spaces.Replace(cell), "+-")
	shown := byte(0)
	point, comma := strings.LastIndexByte(cell, '.'), strings.LastIndexByte(cell, ',')
	switch {
	case point < 0 && comma < 0:
		return nil
	case point > comma && comma >= 0:
		shown = '.'
	case comma > point && point >= 0:
		shown = ','
	case strings.Count(cell, ".") > 1:
		shown = ','
	case strings.Count(cell, ",") > 1:
		shown = '.'
	default:
		mark := cell[max(point, comma)]
		// 1.500 may be one and a half or one thousand five hundred; 0.500 and 15.00 may not.
		if groupedForm.MatchString(cell) && cell[0] != '0' {
			if h.unsureNumber == nil && h.decimal == 0 {
				h.unsureNumber = &rowError{line, fmt.Sprintf("%s may be read with %q or %q as the decimal mark, and nothing in the table tells; a mapping with \"decimal: point\" or \"decimal: comma\" does",
					cell, '.', ',')}
			}
			return nil
		}
		shown = mark
	}
	switch {
	case h.decimal == 0:
		h.decimal, h.decimalAt = shown, line
	case h.decimal != shown && h.said.decimal:
		return badRow(line, "%s has %q as the decimal mark, and the mapping says otherwise", cell, rune(shown))
	case h.decimal != shown:
		return badRow(line, "%s has %q as the decimal mark, and line %d has %q", cell, rune(shown), h.decimalAt, rune(h.decimal))
	}
	return nil
}

// number is a cell as a plain decimal.
func (h *habits) number(cell string) (string, bool) {
	text := spaces.Replace(strings.TrimSpace(cell))
	if !numberForm.MatchString(text) {
		return "", false
	}
	sign := ""
	if text[0] == '-' || text[0] == '+' {
		sign, text = strings.TrimPrefix(text[:1], "+"), text[1:]
	}
	mark := h.decimal
	if mark == 0 {
		mark = '.'
	}
	whole, fraction, decimal := strings.Cut(text, string(rune(mark)))
	if strings.ContainsAny(whole, ".,' ") && !groupedForm.MatchString(whole) || strings.Trim(fraction, "0123456789") != "" {
		return "", false
	}
	whole = strings.NewReplacer(".", "", ",", "", "'", "", " ", "").Replace(whole)
	if whole == "" {
		whole = "0"
	}
	if decimal && fraction != "" {
		whole += "." + fraction
	}
	return sign + whole, true
}

var (
	isoDay    = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`)
	dottedDay = regexp.MustCompile(`^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$`)
	slashDay  = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$`)
	shortDay  = regexp.MustCompile(`^\d{1,2}[./-]\d{1,2}[./-]\d{2}$`)
	serialDay = regexp.MustCompile(`^\d{5}([.,]\d+)?$`)
	clock     = regexp.MustCompile(`^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)? ?(Z|z|[+-]\d{2}:?\d{2}|AM|PM|am|pm)?$`)
)

// learnDay looks at a day for whether the month or the day comes first.
func (h *habits) learnDay(cell string, line int) error {
	day, _, _ := strings.Cut(strings.TrimSpace(cell), " ")
	m := slashDay.FindStringSubmatch(day)
	if m == nil {
		return nil
	}
	first, second := atoi(m[1]), atoi(m[2])
	switch {
	case first <= 12 && second <= 12 && first != second:
		if h.unsureDay == nil && !h.dayKnown {
			h.unsureDay = &rowError{line, fmt.Sprintf("%s may be read with the day or the month first, and nothing in the table tells; a mapping with \"dates: day-first\" or \"dates: month-first\" does", day)}
		}
	case first == second:
	case h.dayKnown && h.said.day:
	case h.dayKnown && h.monthly != (second > 12):
		return badRow(line, "%s has the %s first, and line %d has it second", day, map[bool]string{true: "month", false: "day"}[second > 12], h.dayAt)
	default:
		h.monthly, h.dayKnown, h.dayAt = second > 12, true, line
	}
	return nil
}

// moment is a cell as a time. whole says that it names a day without a time of day, zoned that it
// names its zone.
func (h *habits) moment(cell string, zone *time.Location) (at time.Time, whole, zoned bool, err error) {
	cell = strings.TrimSpace(spaces.Replace(cell))
	day, of, timed := strings.Cut(cell, " ")
	if !timed {
		day, of, timed = strings.Cut(cell, "T")
	}
	// "1. 3. 2026" has spaces of its own.
	if m := dottedDay.FindString(cell); m != "" {
		day, of, timed = m, "", false
	}
	year, month, date := 0, 0, 0
	switch {
	case isoDay.MatchString(day):
		m := isoDay.FindStringSubmatch(day)
		year, month, date = atoi(m[1]), atoi(m[2]), atoi(m[3])
	case dottedDay.MatchString(day):
		m := dottedDay.FindStringSubmatch(day)
		date, month, year = atoi(m[1]), atoi(m[2]), atoi(m[3])
	case slashDay.MatchString(day):
		m := slashDay.FindStringSubmatch(day)
		date, month, year = atoi(m[1]), atoi(m[2]), atoi(m[3])
		if h.monthly {
			date, month = month, date
		}
	case shortDay.MatchString(day):
		return at, false, false, fmt.Errorf("%q has a year of two digits; write four", day)
	case serialDay.MatchString(cell):
		return at, false, false, fmt.Errorf("%q looks like a spreadsheet's number of a day; save the column as a date", cell)
	default:
		return at, false, false, fmt.Errorf("%q is no date, such as 2026-03-21, 21.3.2026 or 21/3/2026", cell)
	}
	hour, minute, second, micro := 0, 0, 0, 0
	if timed {
		m := clock.FindStringSubmatch(of)
		if m == nil {
			return at, false, false, fmt.Errorf("%q is no time of day, such as 14:30 or 14:30:05+01:00", of)
		}
		hour, minute, second = atoi(m[1]), atoi(m[2]), atoi(m[3])
		micro = atoi((m[4] + "000000")[:6])
		switch z := m[5]; {
		case strings.EqualFold(z, "PM") && hour < 12:
			hour += 12
		case strings.EqualFold(z, "AM") && hour == 12:
			hour = 0
		case strings.EqualFold(z, "Z"):
			zone, zoned = time.UTC, true
		case z != "" && (z[0] == '+' || z[0] == '-'):
			offset := atoi(z[1:3])*3600 + atoi(z[len(z)-2:])*60
			if z[0] == '-' {
				offset = -offset
			}
			zone, zoned = time.FixedZone("", offset), true
		}
	}
	at = time.Date(year, time.Month(month), date, hour, minute, second, micro*1000, zone)
	if month < 1 || month > 12 || at.Day() != date || hour > 23 || minute > 59 || second > 59 {
		return at, false, false, fmt.Errorf("%q is no day or time of the calendar", cell)
	}
	return at, !timed, zoned, nil
}

// atoi reads digits that a pattern has found; none is 0.
func atoi(digits string) (n int) {
	for _, c := range digits {
		n = n*10 + int(c-'0')
	}
	return n
}
