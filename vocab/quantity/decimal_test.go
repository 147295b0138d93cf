package quantity_test

import (
	"cmp"
	"errors"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tributary/vocab/quantity"
)

var dec = quantity.MustDecimal

func TestSumsKeepTheFinerPlaces(t *testing.T) {
	for _, c := range []struct{ a, b, sum, difference, product string }{
		{"12.500", "0.5", "13.000", "12.000", "6.2500"},
		{"0.1", "0.2", "0.3", "-0.1", "0.02"},
		{"1", "-1", "0", "2", "-1"},
		{"-0", "0", "0", "0", "0"},
		{"0.10", "0.1", "0.20", "0.00", "0.010"},
		{"99999999999999999999", "1", "100000000000000000000", "99999999999999999998", "99999999999999999999"},
		{"0.000000000001", "0.0000010", "0.000001000001", "-0.000000999999", "0.000000000000000001"},
	} {
		sum, err1 := dec(c.a).Add(dec(c.b))
		difference, err2 := dec(c.a).Sub(dec(c.b))
		product, err3 := dec(c.a).Mul(dec(c.b))
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Errorf("%s and %s: %v", c.a, c.b, err)
		}
		if sum.String() != c.sum || difference.String() != c.difference || product.String() != c.product {
			t.Errorf("%s and %s: got sum %s, difference %s, product %s, want %s, %s, %s",
				c.a, c.b, sum, difference, product, c.sum, c.difference, c.product)
		}
	}
}

func TestResultsThatWouldBeRoundedAreRefused(t *testing.T) {
	big34, small := dec(strings.Repeat("9", 34)), dec("0.000000000000000001")
	for what, err := range map[string]error{
		"sum of 35 digits":         second(big34.Add(dec("1"))),
		"round sum of 35 digits":   second(dec("5" + strings.Repeat("0", 33)).Add(dec("5" + strings.Repeat("0", 33)))),
		"difference of 35 digits":  second(big34.Neg().Sub(dec("1"))),
		"sum of 52 digits":         second(big34.Add(small)),
		"product of 36 places":     second(small.Mul(small)),
		"product of 68 digits":     second(big34.Mul(big34)),
		"product of 20 new places": second(dec("0.1").Mul(small)),
	} {
		if !errors.Is(err, quantity.ErrRange) {
			t.Errorf("%s: got %v", what, err)
		}
	}
}

func TestZerosAtTheEndDoNotMakeAResultTooLong(t *testing.T) {
	product, err := dec("0.5000000000").Mul(dec("0.2000000000"))
	if err != nil || !product.Equal(dec("0.1")) {
		t.Errorf("got %s, %v", product, err)
	}
	sum, err := dec(strings.Repeat("9", 34)).Add(dec("0.00"))
	if err != nil || sum.String() != strings.Repeat("9", 34) {
		t.Errorf("got %s, %v", sum, err)
	}
}

func TestNegativeChangesOnlyTheSign(t *testing.T) {
	for text, want := range map[string]string{"12.500": "-12.500", "-3": "3", "+5": "-5", "0": "0", "-0.00": "0.00"} {
		if got := dec(text).Neg(); got.String() != want {
			t.Errorf("−(%s) = %s, want %s", text, got, want)
		}
	}
}

func TestZeroValueIsZero(t *testing.T) {
	var d quantity.Decimal
	if !d.IsZero() || d.Sign() != 0 || d.String() != "0" || !d.Equal(dec("-0.0")) {
		t.Errorf("got %s", d)
	}
	if sum, err := d.Add(dec("1.5")); err != nil || sum.String() != "1.5" {
		t.Errorf("got %s, %v", sum, err)
	}
}

func TestArithmeticAgreesWithRatios(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawDecimal(t, "a"), drawDecimal(t, "b")
		x, y := rat(a), rat(b)
		sum, err := a.Add(b)
		if err != nil || rat(sum).Cmp(new(big.Rat).Add(x, y)) != 0 {
			t.Fatalf("%s + %s = %s, %v", a, b, sum, err)
		}
		difference, err := a.Sub(b)
		if err != nil || rat(difference).Cmp(new(big.Rat).Sub(x, y)) != 0 {
			t.Fatalf("%s − %s = %s, %v", a, b, difference, err)
		}
		product, err := a.Mul(b)
		if err == nil && rat(product).Cmp(new(big.Rat).Mul(x, y)) != 0 {
			t.Fatalf("%s × %s = %s", a, b, product)
		}
		if a.Cmp(b) != x.Cmp(y) || a.Sign() != x.Sign() {
			t.Fatalf("%s against %s compares as %d", a, b, a.Cmp(b))
		}
	})
}

func TestSumsDoNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := drawDecimal(t, "a"), drawDecimal(t, "b"), drawDecimal(t, "c")
		left := must(must(a.Add(b)).Add(c))
		right := must(must(c.Add(b)).Add(a))
		if !left.Equal(right) || left.String() != right.String() {
			t.Fatalf("%s against %s", left, right)
		}
	})
}

func TestSortableOrdersAsNumbersDo(t *testing.T) {
	ordered := []string{
		"-" + strings.Repeat("9", 34), "-1000", "-12.5", "-12.05", "-12", "-2", "-1.5", "-1", "-0.9", "-0.11", "-0.1",
		"-0.000000000000000001", "0", "0.000000000000000001", "0.01", "0.1", "0.11", "1", "1.5", "2", "9", "10", "12.05",
		"99", "100", strings.Repeat("9", 34),
	}
	for i := 1; i < len(ordered); i++ {
		if a, b := dec(ordered[i-1]).Sortable(), dec(ordered[i]).Sortable(); a >= b {
			t.Errorf("%s sorts as %s, %s as %s", ordered[i-1], a, ordered[i], b)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawDecimal(t, "a"), drawDecimal(t, "b")
		if cmp.Compare(a.Sortable(), b.Sortable()) != a.Cmp(b) {
			t.Fatalf("%s sorts as %s, %s as %s", a, a.Sortable(), b, b.Sortable())
		}
	})
}

func TestEqualNumbersSortTheSame(t *testing.T) {
	for a, b := range map[string]string{"1.0": "1", "-0": "0.00", "+007": "7.0", "1e2": "100.00"} {
		if dec(a).Sortable() != dec(b).Sortable() || !dec(a).Equal(dec(b)) {
			t.Errorf("%s and %s differ", a, b)
		}
	}
}

func BenchmarkParseDecimal(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := quantity.ParseDecimal("12.500"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	b.ReportAllocs()
	holding, change := dec("1234567.250"), dec("12.5")
	for b.Loop() {
		if _, err := holding.Add(change); err != nil {
			b.Fatal(err)
		}
	}
}

func rat(d quantity.Decimal) *big.Rat {
	r, ok := new(big.Rat).SetString(d.String())
	if !ok {
		panic("not a number: " + d.String())
	}
	return r
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func second[T any](_ T, err error) error { return err }
