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
	languageForm = regexp.MustCompile(`^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$`)
	// timeForm has every field at its full width; the layouts of package time are less strict.
	timeForm     = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?)?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?$`)
	integerForm  = regexp.MustCompile(`^[+-]?[0-9]{1,34}$`)
	durationForm = regexp.MustCompile(`^-?P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+([.][0-9]+)?S)?)?$`)
)

// unsound says why a literal is none of any datatype, and could not be written out; empty when it
// can.
//
// Spec: RDF 1.1 Concepts, section 3.3; BCP 47 for the form of language tags.
func unsound(v Value) string {
	if len(v.text) > maxText {
		return fmt.Sprintf("is longer than %d bytes", maxText)
	}
	if !utf8.ValidString(v.text) || strings.ContainsRune(v.text, 0) {
		return "is not valid UTF-8 text"
	}
	if v.lang != "" && !languageForm.MatchString(v.lang) {
		return fmt.Sprintf("%q is not a language tag such as en or pt-BR", v.lang)
	}
	if message := faultyIRI(v.datatype); message != "" {
		return "has a datatype that " + message
	}
	return ""
}

// faulty says why a sound literal is none of the datatype; empty when it is one.
//
// Spec: XML Schema 1.1 part 2, lexical spaces; xsd:dateTimeStamp needs a time zone.
func faulty(class *Class, v Value) string {
	text := v.text
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
		return unless(isTime(text, time.RFC3339Nano), "%q is not a date and time with a time zone, such as 2026-03-21T09:30:00Z", text)
	case DateTime:
		return unless(isTime(text, time.RFC3339Nano) || isTime(text, "2006-01-02T15:04:05.999999999"), "%q is not a date and time", text)
	case Date:
		return unless(isTime(text, "2006-01-02") || isTime(text, "2006-01-02Z07:00"), "%q is not a date such as 2026-03-21", text)
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

func isTime(text, layout string) bool {
	_, err := time.Parse(layout, text)
	return err == nil && timeForm.MatchString(text)
}
