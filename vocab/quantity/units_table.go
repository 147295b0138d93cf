package quantity

import (
	"math/big"
	"strings"
)

// Identifiers, labels and symbols of units are from the Ontology of units of Measure (OM) 2.0
// by Hajo Rijgersberg, Don Willems and Jan Top, Wageningen University & Research,
// http://www.ontology-of-units-of-measure.org/, licensed under the Creative Commons Attribution
// 4.0 International licence (https://creativecommons.org/licenses/by/4.0/), in the selection
// made by the ValueFlows project. Changes: factors are the exact legal or conventional
// definitions where the ontology rounds them, dimensions are our own grouping, and a few
// misprinted symbols and labels are put right.

// unitTable is every unit of OM 2 that is known here; one slice a file.
var unitTable = [][]family{everydayUnits, physicalUnits, electricUnits, compoundUnits, otherUnits}

// family is the units of one dimension, which convert to one another.
type family struct {
	dimension Dimension
	rows      []row
	prefixed  []prefixedRow
}

// row is one unit. factor is its size in the coherent SI unit of the dimension (degree for
// angles, one for counts, bit for data), as a product of decimals and quotients such as
// "0.3048*66" or "1200/3937". "" means that no exact ratio is defined: the unit is measured,
// irrational, counted on an offset scale or of no agreed size, and converts only to itself.
type row struct {
	id, label, symbol, factor string
}

// prefixedRow is a unit under each of prefixes, which take the place of "*". power is the power
// of the prefix in the unit: 2 in square kilometres, -1 in grams per millilitre.
type prefixedRow struct {
	row
	prefixes string
	power    int
}

// The sets of prefixes that OM 2 combines units with.
const (
	submultiples = "deci centi milli micro nano pico femto atto zepto yocto"
	si           = "yotta zetta exa peta tera giga mega kilo hecto deca " + submultiples
	binary       = "kilo mega giga tera peta exa zetta yotta kibi mebi gibi tebi pebi exbi zebi yobi"
)

// prefixes are the SI prefixes and, for data, the binary prefixes of IEC 80000-13.
var prefixes = map[string]struct{ symbol, factor string }{
	"yotta": {"Y", "1e24"}, "zetta": {"Z", "1e21"}, "exa": {"E", "1e18"}, "peta": {"P", "1e15"},
	"tera": {"T", "1e12"}, "giga": {"G", "1e9"}, "mega": {"M", "1e6"}, "kilo": {"k", "1e3"},
	"hecto": {"h", "100"}, "deca": {"da", "10"}, "deci": {"d", "0.1"}, "centi": {"c", "0.01"},
	"milli": {"m", "1e-3"}, "micro": {"μ", "1e-6"}, "nano": {"n", "1e-9"}, "pico": {"p", "1e-12"},
	"femto": {"f", "1e-15"}, "atto": {"a", "1e-18"}, "zepto": {"z", "1e-21"}, "yocto": {"y", "1e-24"},
	"kibi": {"Ki", "1024"}, "mebi": {"Mi", "1048576"}, "gibi": {"Gi", "1073741824"},
	"tebi": {"Ti", "1099511627776"}, "pebi": {"Pi", "1125899906842624"},
	"exbi": {"Ei", "1152921504606846976"}, "zebi": {"Zi", "1180591620717411303424"},
	"yobi": {"Yi", "1208925819614629174706176"},
}

// expand writes the table out, one Unit for each row and prefix.
func expand(table [][]family) []Unit {
	var units []Unit
	for _, families := range table {
		for _, f := range families {
			for _, r := range f.rows {
				units = append(units, Unit{r.id, r.label, r.symbol, f.dimension, ratio(r.factor)})
			}
			for _, r := range f.prefixed {
				for _, prefix := range strings.Fields(r.prefixes) {
					units = append(units, r.with(prefix, f.dimension))
				}
			}
		}
	}
	return units
}

// with is the unit under one prefix.
func (r prefixedRow) with(prefix string, dimension Dimension) Unit {
	inID := prefix
	if !strings.HasPrefix(r.id, "*") {
		inID = strings.ToUpper(prefix[:1]) + prefix[1:] // squareKilometre
	}
	factor := ratio(r.factor)
	for range max(r.power, -r.power) {
		switch {
		case factor == nil:
		case r.power > 0:
			factor.Mul(factor, ratio(prefixes[prefix].factor))
		default:
			factor.Quo(factor, ratio(prefixes[prefix].factor))
		}
	}
	return Unit{
		ID:        strings.Replace(r.id, "*", inID, 1),
		Label:     strings.Replace(r.label, "*", prefix, 1),
		Symbol:    strings.Replace(r.symbol, "*", prefixes[prefix].symbol, 1),
		Dimension: dimension,
		factor:    factor,
	}
}

// ratio reads a factor of the table from left to right; nil when there is none.
func ratio(factor string) *big.Rat {
	if factor == "" {
		return nil
	}
	product, operation := big.NewRat(1, 1), byte('*')
	for {
		end := strings.IndexAny(factor, "*/")
		operand := factor
		if end >= 0 {
			operand = factor[:end]
		}
		n, ok := new(big.Rat).SetString(operand)
		if !ok {
			panic("quantity: bad factor in the unit table: " + factor)
		}
		if operation == '/' {
			n.Inv(n)
		}
		product.Mul(product, n)
		if end < 0 {
			return product
		}
		operation, factor = factor[end], factor[end+1:]
	}
}
