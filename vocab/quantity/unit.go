package quantity

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
	"sync"
)

// OM2 is the namespace of the Ontology of units of Measure 2.0; a unit's IRI is OM2 + its ID.
const OM2 = "http://www.ontology-of-units-of-measure.org/resource/om-2/"

// Dimension names the kind of quantity a unit measures. Units convert only within a dimension:
// energy and torque are two, although both are newtons times metres. Compound dimensions are
// spelled out, as in "mass per area".
type Dimension string

// The dimensions most used; Units gives the others.
const (
	Count             Dimension = "count" // one, dozen, percent
	Mass              Dimension = "mass"
	Length            Dimension = "length"
	Area              Dimension = "area"
	Volume            Dimension = "volume"
	Time              Dimension = "time"
	Angle             Dimension = "angle"
	Energy            Dimension = "energy"
	Power             Dimension = "power"
	Force             Dimension = "force"
	Pressure          Dimension = "pressure"
	Speed             Dimension = "speed"
	Acceleration      Dimension = "acceleration"
	Frequency         Dimension = "frequency"
	Density           Dimension = "density"
	Temperature       Dimension = "temperature"
	Data              Dimension = "data"
	ElectricCurrent   Dimension = "electric current"
	ElectricCharge    Dimension = "electric charge"
	ElectricPotential Dimension = "electric potential"
	Other             Dimension = "other" // no conversion is defined
)

// Unit is a unit of measure of OM 2.
type Unit struct {
	ID        string // local name in OM 2: "kilogram", "second-Time"
	Label     string // English: "second"
	Symbol    string // "kg"; "" when there is none
	Dimension Dimension
	factor    *big.Rat // nil when no exact ratio is defined
}

// IRI is the unit's identifier in OM 2.
func (u Unit) IRI() string { return OM2 + u.ID }

// Factor is the size of u in the base unit of its dimension, or false when u converts only to
// itself.
func (u Unit) Factor() (*big.Rat, bool) {
	if u.factor == nil {
		return nil, false
	}
	return new(big.Rat).Set(u.factor), true
}

// catalogue holds the units in both orders they are asked for.
type catalogue struct {
	sorted []Unit
	byID   map[string]Unit
}

// units is the catalogue, written out from the table when it is first asked for.
var units = sync.OnceValue(func() catalogue {
	sorted := expand(unitTable)
	slices.SortFunc(sorted, func(a, b Unit) int { return cmp.Compare(a.ID, b.ID) })
	byID := make(map[string]Unit, len(sorted))
	for _, u := range sorted {
		byID[u.ID] = u
	}
	return catalogue{sorted, byID}
})

// Units is all known units, sorted by ID.
func Units() []Unit { return slices.Clone(units().sorted) }

// UnitByID finds a unit by its local name in OM 2.
func UnitByID(id string) (Unit, bool) {
	u, ok := units().byID[id]
	return u, ok
}

// LookupUnit finds the unit that a peer means by ref: a local name of OM 2, its full IRI, an
// om2: or om: compact IRI, an American spelling ("liter"), a UN/CEFACT Recommendation 20 code
// ("KGM"), or one of the everyday names whose meaning is not in doubt ("second", "minute").
// Symbols are not looked up, because many units share one.
func LookupUnit(ref string) (Unit, bool) {
	id := ref
	for _, prefix := range []string{OM2, "om2:", "om:"} {
		if rest, ok := strings.CutPrefix(ref, prefix); ok {
			id = rest
			break
		}
	}
	if u, ok := UnitByID(id); ok {
		return u, true
	}
	if alias, ok := aliases[id]; ok {
		return UnitByID(alias)
	}
	return UnitByID(british.Replace(id))
}

// british turns American spelling into the ontology's.
var british = strings.NewReplacer("meter", "metre", "Meter", "Metre", "liter", "litre", "Liter", "Litre")

// aliases are other names for units, seen in the fediverse or fixed by UN/CEFACT
// Recommendation 20. A pound here is the one that weighs.
var aliases = map[string]string{
	"each": "one", "second": "second-Time", "minute": "minute-Time", "pound": "poundAvoirdupois",
	"inch": "inch-International", "foot": "foot-International", "yard": "yard-International",
	"mile": "mile-Statute", "nauticalMile": "nauticalMile-International", "knot": "knot-International",

	"C62": "one", "EA": "one", "DZN": "dozen", "GRO": "gross", "P1": "percent",
	"MGM": "milligram", "GRM": "gram", "KGM": "kilogram", "TNE": "tonne", "LBR": "poundAvoirdupois",
	"ONZ": "ounceAvoirdupois", "STN": "ton-Short", "LTN": "ton-Long",
	"MMT": "millimetre", "CMT": "centimetre", "MTR": "metre", "KMT": "kilometre",
	"INH": "inch-International", "FOT": "foot-International", "YRD": "yard-International", "SMI": "mile-Statute",
	"CMK": "squareCentimetre", "MTK": "squareMetre", "HAR": "hectare", "KMK": "squareKilometre",
	"MLT": "millilitre", "CLT": "centilitre", "DLT": "decilitre", "LTR": "litre", "HLT": "hectolitre",
	"CMQ": "cubicCentimetre", "MTQ": "cubicMetre", "GLL": "gallon-US", "GLI": "gallon-Imperial",
	"SEC": "second-Time", "MIN": "minute-Time", "HUR": "hour", "DAY": "day", "WEE": "week", "MON": "month", "ANN": "year",
	"JOU": "joule", "WHR": "wattHour", "KWH": "kilowattHour", "MWH": "megawattHour", "GWH": "gigawattHour",
	"WTT": "watt", "KWT": "kilowatt", "MAW": "megawatt", "NEW": "newton", "PAL": "pascal", "BAR": "bar",
	"KEL": "kelvin", "CEL": "degreeCelsius", "FAH": "degreeFahrenheit",
	"AMP": "ampere", "VLT": "volt", "OHM": "ohm", "HTZ": "hertz", "KMH": "kilometrePerHour", "MTS": "metrePerSecond-Time",
	"AD": "byte", "2P": "kilobyte", "4L": "megabyte", "E34": "gigabyte",
}
