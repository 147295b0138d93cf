package quantity_test

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"tributary/vocab/quantity"
)

// factorsByDefinition are sizes in base units written from the legal or conventional
// definitions, independently of how the table derives them.
var factorsByDefinition = map[string]string{
	"kilogram": "1", "milligram": "1/1000000", "poundAvoirdupois": "45359237/100000000", "tonne": "1000",
	"ounceAvoirdupois": "0.028349523125", "ounceApothecaries": "0.0311034768", "grain": "0.00006479891",
	"ton-Long": "1016.0469088", "ton-Short": "907.18474", "carat-Mass": "1/5000",
	"foot-International": "0.3048", "foot-USSurvey": "1200/3937", "mile-Statute": "1609.344",
	"mile-USSurvey": "6336000/3937", "yard-International": "0.9144", "lightYear": "9460730472580800",
	"nauticalMile-International": "1852", "point-Postscript": "127/360000", "chain": "20.1168",
	"squareMetre": "1", "hectare": "10000", "squareKilometre": "1000000", "squareCentimetre": "1/10000",
	"acre-International": "4046.8564224", "acre-USSurvey": "62726400000/15499969", "squareFoot-International": "0.09290304",
	"cubicMetre": "1", "litre": "1/1000", "millilitre": "1/1000000", "hectolitre": "1/10", "cubicCentimetre": "1/1000000",
	"gallon-US": "0.003785411784", "gallon-Imperial": "0.00454609", "pint-Imperial": "0.00056826125",
	"cup-USCustomary": "0.0002365882365", "teaspoon-US": "0.00000492892159375", "bushel-US": "0.03523907016688",
	"cord": "3.624556363776", "barrel-US": "0.158987294928", "cubicYottametre": "1" + strings.Repeat("0", 72),
	"second-Time": "1", "minute-Time": "60", "hour": "3600", "day": "86400", "week": "604800", "year": "31556952",
	"microsecond-Time": "1/1000000", "degree": "1", "second-Angle": "1/3600", "revolution": "360",
	"one": "1", "dozen": "12", "percent": "1/100", "gross": "144", "partsPerMillion": "1/1000000",
	"joule": "1", "kilowattHour": "3600000", "calorie-InternationalTable": "4.1868", "electronvolt": "1.602176634e-19",
	"BritishThermalUnit-InternationalTable": "1055.05585262", "therm-US": "105480400",
	"watt": "1", "megawatt": "1000000", "horsepower-British": "745.69987158227022", "horsepower-Metric": "735.49875", "kilocalorie-MeanPerDay": "209501/4320000",
	"newton": "1", "pound-Force": "4.4482216152605", "poundal": "0.138254954376",
	"pascal": "1", "hectopascal": "100", "bar": "100000", "millibar": "100", "atmosphere-Standard": "101325",
	"torr": "101325/760", "millimetreOfMercury": "133.322387415",
	"kilometrePerHour": "1000/3600", "knot-International": "1852/3600", "mile-StatutePerHour": "0.44704",
	"kelvin": "1", "degreeRankine": "5/9", "bit": "1", "byte": "8", "kibibyte": "8192", "kilobyte": "8000", "gigabit": "1000000000",
	"ampereHour": "3600", "milliampereHour": "18/5", "kilohm": "1000", "megohm": "1000000", "gauss": "1/10000",
	"kilogramPerSquareMetre": "1", "kilogramPerHectare": "1/10000", "tonnePerHectare": "1/10", "gramPerLitre": "1",
	"gramPerMillilitre": "1000", "metrePerMillisecond-TimeSquared": "1000000", "litrePer100Kilometre": "1e-8",
	"gramPerCubicCentimetre": "1000", "megajoulePerSquareMetre": "1000000", "litrePerHour": "1/3600000",
	"degreeCelsiusPerMinute-Time": "1/60", "colonyFormingUnitPer25Millilitre": "40000",
}

func TestFactorsAreTheDefinitions(t *testing.T) {
	for id, text := range factorsByDefinition {
		u, ok := quantity.UnitByID(id)
		if !ok {
			t.Errorf("%s is not known", id)
			continue
		}
		want, _ := new(big.Rat).SetString(text)
		if got, ok := u.Factor(); !ok || got.Cmp(want) != 0 {
			t.Errorf("%s is %v of its base unit, want %s", id, got, text)
		}
	}
}

func TestUnitsAreCompleteAndSorted(t *testing.T) {
	all := quantity.Units()
	if len(all) != 1416 {
		t.Errorf("%d units are known, want the 1416 of the ValueFlows selection", len(all))
	}
	for i, u := range all {
		if u.ID == "" || u.Label == "" || u.Dimension == "" || strings.ContainsAny(u.ID+u.Label+u.Symbol, "*") {
			t.Errorf("incomplete: %+v", u)
		}
		if i > 0 && all[i-1].ID >= u.ID {
			t.Errorf("%s stands before %s", all[i-1].ID, u.ID)
		}
		if factor, ok := u.Factor(); ok && factor.Sign() <= 0 {
			t.Errorf("%s has the factor %v", u.ID, factor)
		}
		if _, ok := u.Factor(); ok && u.Dimension == quantity.Other {
			t.Errorf("%s has a factor to nothing", u.ID)
		}
	}
}

func TestEveryDimensionWithFactorsNamesItsUnitsApart(t *testing.T) {
	// Energy and torque, radioactivity and frequency have the same SI base units.
	for a, b := range map[string]string{
		"joule": "newtonMetre", "becquerel": "hertz", "gray": "sievert", "pascal": "joulePerCubicmetre", "one": "radian",
	} {
		x, _ := quantity.UnitByID(a)
		y, _ := quantity.UnitByID(b)
		if x.Dimension == "" || x.Dimension == y.Dimension {
			t.Errorf("%s and %s both measure %q", a, b, x.Dimension)
		}
	}
}

func TestUnitsWithoutAnExactDefinitionHaveNoFactor(t *testing.T) {
	for _, id := range []string{
		"month", "parsec", "year-Sidereal", "solarMass", "degreeCelsius", "degreeFahrenheit", "horsepower-Boiler",
		"calorie-15C", "hartley", "circularMil", "unifiedAtomicMassUnit", "bottle", "cup", "megaeuro",
	} {
		u, ok := quantity.UnitByID(id)
		if _, has := u.Factor(); !ok || has {
			t.Errorf("%s: known %t, factor %t", id, ok, has)
		}
	}
}

func TestFactorIsACopy(t *testing.T) {
	u, _ := quantity.UnitByID("tonne")
	factor, _ := u.Factor()
	factor.SetInt64(7)
	if again, _ := u.Factor(); again.Cmp(big.NewRat(1000, 1)) != 0 {
		t.Errorf("the table was changed to %v", again)
	}
	all := quantity.Units()
	all[0].ID = "changed"
	if quantity.Units()[0].ID == "changed" {
		t.Error("the list was changed")
	}
}

func TestUnitsAreFoundByEveryReferencePeersSend(t *testing.T) {
	for ref, want := range map[string]string{
		"kilogram": "kilogram", "om2:kilogram": "kilogram", "om:hour": "hour", quantity.OM2 + "gallon-US": "gallon-US",
		"second": "second-Time", "minute": "minute-Time", "liter": "litre", "meter": "metre", "om2:liter": "litre",
		"kilometer": "kilometre", "milliliter": "millilitre", "squareMeter": "squareMetre", "cubicCentimeter": "cubicCentimetre",
		"pound": "poundAvoirdupois", "KGM": "kilogram", "HUR": "hour", "C62": "one", "KWH": "kilowattHour", "röntgen": "röntgen",
	} {
		if u, ok := quantity.LookupUnit(ref); !ok || u.ID != want {
			t.Errorf("%s: got %q", ref, u.ID)
		}
	}
	for _, ref := range []string{
		"", "kg", "Kilogram", "om2:", "om3:kilogram", "https://example.org/units/kilogram", "ton", "EUR", "http://qudt.org/vocab/unit/KiloGM",
	} {
		if u, ok := quantity.LookupUnit(ref); ok {
			t.Errorf("%q was taken for %s", ref, u.ID)
		}
	}
}

func TestEveryAliasCodeNamesAKnownUnit(t *testing.T) {
	codes := strings.Fields(`each second minute pound inch foot yard mile nauticalMile knot C62 EA DZN GRO P1 MGM GRM KGM TNE
		LBR ONZ STN LTN MMT CMT MTR KMT INH FOT YRD SMI CMK MTK HAR KMK MLT CLT DLT LTR HLT CMQ MTQ GLL GLI SEC MIN HUR DAY
		WEE MON ANN JOU WHR KWH MWH GWH WTT KWT MAW NEW PAL BAR KEL CEL FAH AMP VLT OHM HTZ KMH MTS AD 2P 4L E34`)
	for _, code := range codes {
		if _, ok := quantity.LookupUnit(code); !ok {
			t.Errorf("%s names no unit", code)
		}
	}
}

func TestEveryUnitAnswersToItsIRI(t *testing.T) {
	for _, u := range quantity.Units() {
		if again, ok := quantity.LookupUnit(u.IRI()); !ok || again.ID != u.ID {
			t.Errorf("%s is found as %q", u.IRI(), again.ID)
		}
	}
}

func TestPrefixedUnitsHaveTheirOwnSymbols(t *testing.T) {
	for id, want := range map[string]string{
		"kilogram": "kg", "micrometre": "μm", "decalitre": "dal", "squareKilometre": "km2", "gramPerMillilitre": "g/ml",
		"mebibyte": "MiB", "microbar": "μbar", "kilohm": "kΩ", "metrePerMillisecond-Time": "m/ms",
	} {
		if u, _ := quantity.UnitByID(id); u.Symbol != want {
			t.Errorf("%s is written %q, want %q", id, u.Symbol, want)
		}
	}
	if !slices.ContainsFunc(quantity.Units(), func(u quantity.Unit) bool { return u.Label == "square kilometre" }) {
		t.Error("labels lack their prefix")
	}
}
