package vocab

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"tributary/vocab/quantity"
)

const maxText = 256 << 10 // bytes of one literal

var (
	integerForm  = regexp.MustCompile(`^[+-]?[0-9]{1,34}$`)
	durationForm = regexp.MustCompile(`^-?P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+([.][0-9]+)?S)?)?$`)
)

// faulty says why a literal is none of the datatype; empty when it is one.
//
// Spec: XML Schema 1.1 part 2, lexical spaces; xsd:dateTimeStamp needs a time zone.
func faulty(class *Class, v Value) string {
	text := v.text
	if len(text) > maxText {
		return fmt.Sprintf("is longer than %d bytes", maxText)
	}
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return "is not valid UTF-8 text"
	}
	switch class {
	case String:
		if v.datatype != XSD+"string" && v.lang == "" {
			return fmt.Sprintf("takes text, not a literal of type %s", v.datatype)
		}
		return ""
	case Boolean:
		return unless(text == "true" || text == "false" || text == "1" || text == "0", "%q is not true or false", text)
	case Decimal:
		if _, err := quantity.ParseDecimal(text); err != nil {
			return err.Error()
		}
		return ""
	case Integer:
		return unless(integerForm.MatchString(text), "%q is not a whole number", text)
	case NonNegativeInteger:
		return unless(integerForm.MatchString(text) && !strings.HasPrefix(text, "-"), "%q is not a whole number of 0 or more", text)
	case PositiveInteger:
		return unless(integerForm.MatchString(text) && !strings.HasPrefix(text, "-") && strings.Trim(text, "+0") != "", "%q is not a whole number of 1 or more", text)
	case DateTimeStamp:
		_, err := time.Parse(time.RFC3339Nano, text)
		return unless(err == nil, "%q is not a date and time with a time zone, such as 2026-03-21T09:30:00Z", text)
	case DateTime:
		_, err := time.Parse(time.RFC3339Nano, text)
		_, local := time.Parse("2006-01-02T15:04:05.999999999", text)
		return unless(err == nil || local == nil, "%q is not a date and time", text)
	case Date:
		_, err := time.Parse("2006-01-02", strings.TrimSuffix(text, "Z"))
		_, zoned := time.Parse("2006-01-02Z07:00", text)
		return unless(err == nil || zoned == nil, "%q is not a date such as 2026-03-21", text)
	case Duration:
		ok := durationForm.MatchString(text) && !strings.HasSuffix(text, "P") && !strings.HasSuffix(text, "T")
		return unless(ok, "%q is not an ISO 8601 duration such as P6M", text)
	case AnyURI:
		return unless(text != "" && !strings.ContainsAny(text, " <>\"") && len(text) <= maxIRI, "%q is not a URI", text)
	}
	return ""
}

func unless(ok bool, format string, args ...any) string {
	if ok {
		return ""
	}
	return fmt.Sprintf(format, args...)
}
