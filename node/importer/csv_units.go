package importer

import (
	"strings"

	"tributary/vocab"
	"tributary/vocab/pf"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// unitWords are the words and symbols of tables for units of OM 2, folded. English, German, French
// and Spanish. A symbol that several units share is not here.
var unitWords = map[string]string{
	"kg": "kilogram", "kilo": "kilogram", "kilos": "kilogram", "kilograms": "kilogram", "kilogramm": "kilogram", "kilogramme": "kilogram", "kilogramo": "kilogram",
	"g": "gram", "gr": "gram", "grams": "gram", "gramm": "gram", "gramme": "gram", "gramos": "gram", "mg": "milligram", "t": "tonne", "tonnes": "tonne", "tonnen": "tonne",
	"lb": "pound", "lbs": "pound", "pounds": "pound", "oz": "ounceAvoirdupois",
	"l": "litre", "liters": "litre", "litres": "litre", "litros": "litre", "ml": "millilitre", "cl": "centilitre", "hl": "hectolitre",
	"h": "hour", "hr": "hour", "hrs": "hour", "hours": "hour", "std": "hour", "std.": "hour", "stunde": "hour", "stunden": "hour", "heure": "hour", "heures": "hour", "hora": "hour", "horas": "hour",
	"min": "minute", "mins": "minute", "minutes": "minute", "minuten": "minute", "minutos": "minute",
	"days": "day", "tag": "day", "tage": "day", "jour": "day", "jours": "day", "día": "day", "días": "day", "weeks": "week", "wochen": "week",
	"pcs": "one", "pc": "one", "piece": "one", "pieces": "one", "ea": "one", "x": "one", "unit": "one", "units": "one",
	"stk": "one", "stk.": "one", "stück": "one", "st": "one", "pièce": "one", "pièces": "one", "unité": "one", "pieza": "one", "piezas": "one", "unidad": "one", "unidades": "one",
	"dozens": "dozen", "dutzend": "dozen", "%": "percent",
	"m": "metre", "cm": "centimetre", "mm": "millimetre", "km": "kilometre", "m²": "squareMetre", "m2": "squareMetre", "qm": "squareMetre", "ha": "hectare",
	"m³": "cubicMetre", "m3": "cubicMetre", "kwh": "kilowattHour", "wh": "wattHour",
}

// currencyWords are words and symbols for currencies, folded. The dollar sign is not here: many
// currencies have it.
var currencyWords = map[string]string{
	"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "chf": "CHF", "franken": "CHF",
	"usd": "USD", "us$": "USD", "cad": "CAD", "aud": "AUD", "nzd": "NZD", "jpy": "JPY", "cny": "CNY", "inr": "INR", "sek": "SEK", "nok": "NOK", "dkk": "DKK",
	"pln": "PLN", "czk": "CZK", "huf": "HUF", "ron": "RON", "bgn": "BGN", "try": "TRY", "uah": "UAH", "zar": "ZAR", "kes": "KES", "ngn": "NGN", "ghs": "GHS",
	"brl": "BRL", "mxn": "MXN", "ars": "ARS", "clp": "CLP", "cop": "COP", "pen": "PEN", "krw": "KRW", "thb": "THB", "idr": "IDR", "php": "PHP", "ils": "ILS",
	"usdc": "USDC", "dai": "DAI", "eth": "ETH", "btc": "BTC",
}

// currencyOf is the code of a currency; empty: it is none.
func currencyOf(word string) string { return currencyWords[fold(word)] }

// amount is a quantity as a table has it.
type amount struct {
	number   string
	unit     string // local name in OM 2
	currency string // its code, where it is money: counted in one
	assumed  bool   // no unit was said
}

func (a amount) value() vocab.Value {
	return vocab.Inside(vocab.New(vf.Measure, "").
		With(vf.HasUnit, vocab.Ref(vocab.IRI(quantity.OM2+a.unit))).
		With(vf.HasNumericalValue, vocab.Number(a.number)))
}

// isTime says whether an amount is a length of time.
func (a amount) isTime() bool {
	u, ok := quantity.UnitByID(a.unit)
	return ok && u.Dimension == quantity.Time
}

// amountOf reads a quantity: a number, with its unit before or after it, or in said. assumed is the
// unit where there is none.
func (t *table) amountOf(cell, said, assumed string) (a amount, problem string) {
	number, unit := parted(cell)
	if n, ok := t.habits.number(number); ok {
		a.number = n
	} else {
		return a, quotedCell(cell) + " is no number"
	}
	if d, err := quantity.ParseDecimal(a.number); err != nil {
		return a, quotedCell(cell) + ": " + err.Error()
	} else {
		a.number = d.String()
	}
	switch {
	case unit != "" && said != "" && fold(unit) != fold(said):
		return a, quotedCell(cell) + " has the unit " + unit + ", and its column of units " + said
	case unit == "":
		unit = said
	}
	if unit == "" {
		unit, a.assumed = assumed, true
	}
	a.unit, a.currency = t.unitOf(unit)
	if a.unit == "" {
		return a, quotedCell(unit) + " is no unit that is known here; a mapping with \"units:\" says which is meant, such as kilogram, one or EUR"
	}
	return a, ""
}

// unitOf is the unit a word means; for money the unit is one.
func (t *table) unitOf(word string) (unit, currency string) {
	if said, ok := t.mapping.Units[fold(word)]; ok {
		word = said
	}
	if code := currencyOf(word); code != "" {
		return "one", code
	}
	if known, ok := unitWords[fold(word)]; ok {
		word = known
	}
	for _, w := range []string{word, strings.ToLower(word), strings.TrimSuffix(strings.ToLower(word), "s")} {
		if u, ok := quantity.LookupUnit(w); ok {
			return u.ID, ""
		}
	}
	return "", ""
}

// parted takes the number and the unit of a cell apart: "3 kg", "€ 30.00", "1.200,50".
func parted(cell string) (number, unit string) {
	cell = strings.TrimSpace(cell)
	from := strings.IndexAny(cell, "0123456789")
	to := strings.LastIndexAny(cell, "0123456789") + 1
	if from < 0 {
		return cell, ""
	}
	// A digit of the unit, as in m2, is none of the number.
	if i := strings.IndexFunc(cell[from:to], func(r rune) bool {
		return !strings.ContainsRune("0123456789.,' \u00a0\u202f\u2019", r)
	}); i >= 0 {
		to = from + i
	}
	sign := strings.TrimSpace(cell[:from])
	before := strings.TrimRight(sign, "+-−.,")
	sign = sign[len(before):]
	after := strings.TrimSpace(cell[to:])
	if before != "" && after != "" {
		return cell, ""
	}
	return sign + strings.TrimSpace(cell[from:to]), strings.TrimSpace(before + after)
}

// quotedCell is a cell in a message, cut where it is long.
func quotedCell(cell string) string { return "\"" + shortened(cell, 40) + "\"" }

// shortened is text of at most n characters, and a sign where it was longer.
func shortened(text string, n int) string {
	runes := []rune(text[:min(len(text), 4*n)])
	if len(runes) <= n {
		return text
	}
	return string(runes[:n]) + "…"
}

// agentKinds are the words for kinds of agents.
var agentKinds = map[string]*vocab.Class{
	"person": vf.Person, "human": vf.Person, "people": vf.Person, "individual": vf.Person, "member": vf.Person, "mensch": vf.Person, "personne": vf.Person, "persona": vf.Person, "mitglied": vf.Person,
	"organization": vf.Organization, "organisation": vf.Organization, "company": vf.Organization, "group": vf.Organization, "cooperative": vf.Organization, "firma": vf.Organization,
	"verein": vf.Organization, "association": vf.Organization, "genossenschaft": vf.Organization, "organización": vf.Organization, "entreprise": vf.Organization, "empresa": vf.Organization,
	"nature": vf.EcologicalAgent, "ecological agent": vf.EcologicalAgent, "ecologicalagent": vf.EcologicalAgent, "ecosystem": vf.EcologicalAgent, "agent": vf.Agent,
}

// openWords are the words that make a row public.
var openWords = map[string]bool{"public": true, "yes": true, "true": true, "1": true, "x": true, "ja": true, "oui": true, "sí": true, "si": true, "öffentlich": true, "wahr": true, "everybody": true,
	string(pf.VisiblePublic.IRI): true}
