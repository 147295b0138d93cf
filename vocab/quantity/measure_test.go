package quantity_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tributary/vocab/quantity"
)

// crate is a unit that a group made for itself.
const crate = "https://garden.example/id/unit/crate"

func measure(value, unit string) quantity.Measure {
	return quantity.Measure{Value: dec(value), Unit: unit}
}

func TestConversionIsExact(t *testing.T) {
	for _, c := range []struct{ value, from, to, want string }{
		{"12.500", "kilogram", "gram", "12500"},
		{"250", "gram", "kilogram", "0.25"},
		{"1", "poundAvoirdupois", "kilogram", "0.45359237"},
		{"0.45359237", "kilogram", "poundAvoirdupois", "1"},
		{"1.5", "hour", "minute-Time", "90"},
		{"3937", "foot-USSurvey", "metre", "1200"},
		{"1", "gallon-US", "litre", "3.785411784"},
		{"3", "dozen", "one", "36"},
		{"25", "percent", "one", "0.25"},
		{"2", "kilowattHour", "megajoule", "7.2"},
		{"1", "hectare", "squareMetre", "10000"},
		{"-1", "week", "hour", "-168"},
		{"0.000", "hour", "day", "0"},
		{"1", "kibibyte", "bit", "8192"},
		{"36", "kilometrePerHour", "metrePerSecond-Time", "10"},
		{"1.50", "om2:kilogram", "kilogram", "1.50"},
		{"5.0", crate, crate, "5.0"},
		{"5.0", "", "", "5.0"},
		{"21.50", "degreeCelsius", "degreeCelsius", "21.50"},
	} {
		got, err := quantity.Convert(dec(c.value), c.from, c.to)
		if err != nil || got.String() != c.want {
			t.Errorf("%s %s is %s %s (%v), want %s", c.value, c.from, got, c.to, err, c.want)
		}
	}
}

func TestConversionsThatAreNotExactAreRefused(t *testing.T) {
	for _, c := range []struct {
		value, from, to string
		kind            error
	}{
		{"1", "second-Time", "hour", quantity.ErrInexact},
		{"1", "metre", "foot-International", quantity.ErrInexact},
		{"1", "one", "dozen", quantity.ErrInexact},
		{"1", "picometre", "gigametre", quantity.ErrInexact},
		{"1", "yottametre", "yoctometre", quantity.ErrInexact},
		{"1", "kilogram", "litre", quantity.ErrUnit},
		{"1", "joule", "newtonMetre", quantity.ErrUnit},
		{"20", "degreeCelsius", "kelvin", quantity.ErrUnit},
		{"20", "degreeCelsius", "degreeFahrenheit", quantity.ErrUnit},
		{"1", "month", "day", quantity.ErrUnit},
		{"1", "bottle", "glass", quantity.ErrUnit},
		{"1", crate, "one", quantity.ErrUnit},
		{"1", "one", crate, quantity.ErrUnit},
		{"0", "", "one", quantity.ErrUnit},
		{"1", "firkin", "litre", quantity.ErrUnit},
	} {
		got, err := quantity.Convert(dec(c.value), c.from, c.to)
		if !errors.Is(err, c.kind) {
			t.Errorf("%s %s to %s: got %s, error %v; want the kind %v", c.value, c.from, c.to, got, err, c.kind)
		}
	}
}

func TestRefusalSaysWhatTheUnitsMeasure(t *testing.T) {
	_, err := quantity.Convert(dec("1"), "kilogram", "litre")
	if want := "the unit kilogram measures mass, the unit litre measures volume"; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestThereAndBackIsTheSameNumber(t *testing.T) {
	byDimension := map[quantity.Dimension][]string{}
	for _, u := range quantity.Units() {
		byDimension[u.Dimension] = append(byDimension[u.Dimension], u.ID)
	}
	all := quantity.Units()
	converted := 0
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.SampledFrom(all).Draw(t, "from")
		to := rapid.SampledFrom(byDimension[from.Dimension]).Draw(t, "to")
		d := drawDecimal(t, "value")
		there, err := quantity.Convert(d, from.ID, to)
		if err != nil {
			if !errors.Is(err, quantity.ErrInexact) && !errors.Is(err, quantity.ErrUnit) {
				t.Fatalf("unexpected refusal: %v", err)
			}
			return
		}
		converted++
		back, err := quantity.Convert(there, to, from.ID)
		if err != nil || !back.Equal(d) {
			t.Fatalf("%s %s is %s %s and back %s (%v)", d, from.ID, there, to, back, err)
		}
	})
	if converted == 0 {
		t.Error("nothing converted")
	}
}

func TestMeasuresAddInTheUnitOfTheFirst(t *testing.T) {
	sum, err := measure("10", "kilogram").Add(measure("250", "gram"))
	if err != nil || sum.Unit != "kilogram" || sum.Value.String() != "10.25" {
		t.Errorf("got %v, %v", sum, err)
	}
	left, err := measure("10.00", "kilogram").Sub(measure("1.5", "kilogram"))
	if err != nil || left.Value.String() != "8.50" {
		t.Errorf("got %v, %v", left, err)
	}
	crates, err := measure("3", crate).Add(measure("2", crate))
	if err != nil || crates.Value.String() != "5" || crates.Unit != crate {
		t.Errorf("got %v, %v", crates, err)
	}
	if negative := measure("3", crate).Neg(); negative.Value.String() != "-3" || negative.Unit != crate {
		t.Errorf("got %v", negative)
	}
	_, err = measure("3", crate).Add(measure("2", "one"))
	if !errors.Is(err, quantity.ErrUnit) {
		t.Errorf("got %v", err)
	}
	_, err = measure(strings.Repeat("9", 34), "one").Add(measure("1", "one"))
	if !errors.Is(err, quantity.ErrRange) {
		t.Errorf("got %v", err)
	}
}

func TestMeasuresCompareAcrossUnits(t *testing.T) {
	for _, c := range []struct {
		a, b quantity.Measure
		want int
	}{
		{measure("1", "kilogram"), measure("1000.0", "gram"), 0},
		{measure("1", "metre"), measure("3", "foot-International"), 1},
		{measure("59", "second-Time"), measure("1", "minute-Time"), -1},
		{measure("1", "second-Time"), measure("1", "hour"), -1}, // has no exact sum, but an order
		{measure("2", crate), measure("2.0", crate), 0},
		{measure("2", "kilogram"), measure("1", "om2:kilogram"), 1},
	} {
		if got, err := c.a.Cmp(c.b); err != nil || got != c.want {
			t.Errorf("%v against %v is %d (%v), want %d", c.a, c.b, got, err, c.want)
		}
	}
	if _, err := measure("1", "kilogram").Cmp(measure("1", "hour")); !errors.Is(err, quantity.ErrUnit) {
		t.Errorf("got %v", err)
	}
}

func TestMeasureReadsAsPeopleWriteIt(t *testing.T) {
	for want, m := range map[string]quantity.Measure{
		"10 kg": measure("10", "kilogram"), "12.500 kg": measure("12.500", "kilogram"), "5": measure("5", "one"),
		"3 bottle": measure("3", "bottle"), "25 %": measure("25", "percent"), "4 crate": measure("4", crate),
		"0": {}, "7 firkin": measure("7", "firkin"),
	} {
		if m.String() != want {
			t.Errorf("got %q, want %q", m, want)
		}
	}
	if (quantity.Measure{}).IsZero() != true || measure("1", "one").IsZero() {
		t.Error("IsZero is wrong")
	}
}

func BenchmarkMeasureAddSameUnit(b *testing.B) {
	b.ReportAllocs()
	holding, change := measure("1234567.250", "kilogram"), measure("12.5", "kilogram")
	for b.Loop() {
		if _, err := holding.Add(change); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMeasureAddConverted(b *testing.B) {
	b.ReportAllocs()
	holding, change := measure("1234567.250", "kilogram"), measure("12.5", "gram")
	for b.Loop() {
		if _, err := holding.Add(change); err != nil {
			b.Fatal(err)
		}
	}
}
