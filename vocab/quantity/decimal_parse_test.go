package quantity_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tributary/vocab/quantity"
)

func TestValidDecimalTextIsKeptAsWritten(t *testing.T) {
	for _, text := range []string{
		"0", "-0", "+5", "12.500", "007", "1.", ".5", "-.50", "0.000000000000000001",
		strings.Repeat("9", 34), "-" + strings.Repeat("9", 16) + "." + strings.Repeat("9", 18),
		strings.Repeat("0", 60) + "1",
	} {
		d, err := quantity.ParseDecimal(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if d.String() != text {
			t.Errorf("%s was kept as %s", text, d)
		}
	}
}

func TestExponentsAreWrittenOut(t *testing.T) {
	for text, want := range map[string]string{
		"1e3": "1000", "1.50e1": "15.0", "1.5E+3": "1500", "25e-2": "0.25", "-1e-3": "-0.001",
		"0e0": "0", "+1.25e1": "12.5", "1e18": "1000000000000000000", "1e-18": "0.000000000000000001",
		"123.456e-3": "0.123456", "0.001e2": "0.1", "5e0": "5",
	} {
		d, err := quantity.ParseDecimal(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if d.String() != want {
			t.Errorf("%s was read as %s, want %s", text, d, want)
		}
	}
}

func TestWhatIsNoDecimalIsRefused(t *testing.T) {
	for text, kind := range map[string]error{
		"": quantity.ErrSyntax, "+": quantity.ErrSyntax, "-": quantity.ErrSyntax, ".": quantity.ErrSyntax,
		"NaN": quantity.ErrSyntax, "Infinity": quantity.ErrSyntax, "-INF": quantity.ErrSyntax,
		" 1": quantity.ErrSyntax, "1 ": quantity.ErrSyntax, "1,5": quantity.ErrSyntax, "1.2.3": quantity.ErrSyntax,
		"--1": quantity.ErrSyntax, "0x10": quantity.ErrSyntax, "1_000": quantity.ErrSyntax, "١": quantity.ErrSyntax,
		"e5": quantity.ErrSyntax, "1e": quantity.ErrSyntax, "1e+": quantity.ErrSyntax, "1e+-5": quantity.ErrSyntax,
		"1e5.0": quantity.ErrSyntax, "1e5e5": quantity.ErrSyntax,
		"1e99999": quantity.ErrRange, "1e19": quantity.ErrRange, "1e-19": quantity.ErrRange, "1.5e-18": quantity.ErrRange,
		"1e99999999999999999999": quantity.ErrRange, strings.Repeat("1", 35): quantity.ErrRange,
		"0.0000000000000000001": quantity.ErrRange, strings.Repeat("9", 20) + "e15": quantity.ErrRange,
		strings.Repeat("0", 200): quantity.ErrRange,
	} {
		d, err := quantity.ParseDecimal(text)
		if !errors.Is(err, kind) {
			t.Errorf("%q: got %s, error %v; want the kind %v", text, d, err, kind)
		}
	}
}

func TestRefusalNamesTheNumberAndTheRule(t *testing.T) {
	_, err := quantity.ParseDecimal("1e19")
	if err == nil || err.Error() != `the exponent of the number "1e19" is beyond ±18` {
		t.Errorf("got %v", err)
	}
	_, err = quantity.ParseDecimal(strings.Repeat("8", 100_000))
	if err == nil || len(err.Error()) > 200 {
		t.Errorf("a long number should give a short message, got %d characters", len(err.Error()))
	}
}

func TestComputedTextReadsBackAsTheSameNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sum, err := drawDecimal(t, "a").Mul(drawDecimal(t, "b"))
		if err != nil {
			t.Skip("too long")
		}
		again, err := quantity.ParseDecimal(sum.String())
		if err != nil || !again.Equal(sum) || again.String() != sum.String() {
			t.Fatalf("%s read back as %s, error %v", sum, again, err)
		}
	})
}

func FuzzParseDecimal(f *testing.F) {
	for _, seed := range []string{"12.500", "-0", ".5", "1.", "1e3", "1.5E-18", "NaN", "1e99999", "+", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := quantity.ParseDecimal(text)
		if err != nil {
			return
		}
		if !strings.ContainsAny(text, "eE") && d.String() != text {
			t.Errorf("%q was kept as %q", text, d)
		}
		again, err := quantity.ParseDecimal(d.String())
		if err != nil || !again.Equal(d) || again.Sortable() != d.Sortable() {
			t.Errorf("%q was written as %q, which reads as %s, error %v", text, d, again, err)
		}
	})
}

// drawDecimal gives numbers of all lengths and places, in any form of writing.
func drawDecimal(t *rapid.T, label string) quantity.Decimal {
	text := rapid.StringMatching(`-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,9})?`).Draw(t, label)
	return quantity.MustDecimal(text)
}
