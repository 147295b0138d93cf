package importer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"tributary/node"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// Mapping says what a table does not say itself. Its file is YAML; every key may be missing.
type Mapping struct {
	Rows      string            `yaml:"rows"`      // what a row is: events, commitments, resources, agents, specifications
	Source    string            `yaml:"source"`    // tables of one source share their names; empty: the group
	File      string            `yaml:"file"`      // by what the rows of this table are known again; empty: the file's name
	Encoding  string            `yaml:"encoding"`  // utf-8, utf-16, windows-1252
	Separator string            `yaml:"separator"` // comma, semicolon, tab, bar, or the character
	Decimal   string            `yaml:"decimal"`   // point or comma
	Dates     string            `yaml:"dates"`     // day-first or month-first
	Timezone  string            `yaml:"timezone"`  // IANA name, of times without a zone; empty: UTC
	Public    bool              `yaml:"public"`    // whether the rows are for everybody
	Columns   map[string]string `yaml:"columns"`   // heading -> role, or "-" to leave it out
	Defaults  map[string]string `yaml:"defaults"`  // role -> cell, where a row has none
	Actions   map[string]string `yaml:"actions"`   // word -> action
	Units     map[string]string `yaml:"units"`     // word -> unit
	Names     map[string]string `yaml:"names"`     // name in a cell -> IRI

	zone *time.Location
}

// maxMappingBytes bounds a mapping file.
const maxMappingBytes = 1 << 20

// ReadMapping reads a mapping file.
//
// Errors: node.NotFound; node.Unreadable with the line, also for a key that means nothing.
func ReadMapping(path string) (*Mapping, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, node.Errorf(node.NotFound, "there is no file %s", path)
	}
	if err != nil {
		return nil, fmt.Errorf("open the mapping: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxMappingBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	if len(data) > maxMappingBytes {
		return nil, node.Errorf(node.TooLarge, "%s: is larger than %d MiB", path, maxMappingBytes>>20)
	}
	m, err := ParseMapping(data)
	if err != nil {
		return nil, node.Errorf(node.Unreadable, "%s: %s", path, err)
	}
	return m, nil
}

// ParseMapping reads the text of a mapping file.
func ParseMapping(data []byte) (*Mapping, error) {
	var m Mapping
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decodeMapping(decoder, &m); err != nil && !errors.Is(err, io.EOF) {
		return nil, errors.New(strings.ReplaceAll(yamlMessage(err), "type importer.Mapping", "a mapping"))
	}
	return &m, m.check()
}

func decodeMapping(d *yaml.Decoder, m *Mapping) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the reader gave up: %v", p)
		}
	}()
	return d.Decode(m)
}

// check refuses words that mean nothing, and puts keys into the form in which they are looked up.
func (m *Mapping) check() (err error) {
	for _, choice := range []struct {
		key, value string
		allowed    []string
	}{
		{"rows", m.Rows, rowKinds()},
		{"encoding", m.Encoding, encodings},
		{"decimal", m.Decimal, []string{"point", "comma"}},
		{"dates", m.Dates, []string{"day-first", "month-first"}},
	} {
		if choice.value != "" && !slices.Contains(choice.allowed, choice.value) {
			return fmt.Errorf("%s: %q is none of %s", choice.key, choice.value, strings.Join(choice.allowed, ", "))
		}
	}
	if _, err := m.separator(); err != nil {
		return err
	}
	if m.zone, err = time.LoadLocation(m.Timezone); err != nil {
		return fmt.Errorf("timezone: %q is no time zone, such as Europe/Berlin", m.Timezone)
	}
	m.Columns, m.Actions, m.Units, m.Names = folded(m.Columns), folded(m.Actions), folded(m.Units), folded(m.Names)
	for heading, role := range m.Columns {
		if role != leftOut && roleNamed(role) == nil {
			return fmt.Errorf("columns: %s: %q is no role of a column; these are: %s", heading, role, strings.Join(roleNames(), ", "))
		}
	}
	for role := range m.Defaults {
		if roleNamed(role) == nil {
			return fmt.Errorf("defaults: %q is no role of a column; these are: %s", role, strings.Join(roleNames(), ", "))
		}
	}
	for word, action := range m.Actions {
		if actionNamed(action) == nil {
			return fmt.Errorf("actions: %s: %q is no action of ValueFlows", word, action)
		}
	}
	for word, unit := range m.Units {
		if _, ok := quantity.LookupUnit(unit); !ok && currencyOf(unit) == "" {
			return fmt.Errorf("units: %s: %q is neither a unit of OM 2, such as kilogram, nor a currency code", word, unit)
		}
	}
	return nil
}

// separator is the separator said, or 0.
func (m *Mapping) separator() (byte, error) {
	if m.Separator == "" {
		return 0, nil
	}
	for _, s := range separators {
		if m.Separator == s.name || m.Separator == string(rune(s.mark)) {
			return s.mark, nil
		}
	}
	if len(m.Separator) == 1 && !strings.Contains("\"\r\n", m.Separator) {
		return m.Separator[0], nil
	}
	return 0, fmt.Errorf("separator: %q is neither one character nor comma, semicolon, tab, bar", m.Separator)
}

// folded has the keys of a map as words are compared.
func folded(m map[string]string) map[string]string {
	next := make(map[string]string, len(m))
	for k, v := range m {
		next[fold(k)] = v
	}
	return next
}

// fold is a word as it is compared: without case, and spaces, underscores and hyphens alike.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return r == ' ' || r == '_' || r == '-' || r == '\u00a0' || r == '\t' || r == '\n' || r == '\r'
	}), " ")
}

// words of a table for actions, beside their own names and older ones. English, German, French and
// Spanish.
var actionWords = map[string]string{
	"work": "work", "worked": "work", "labour": "work", "labor": "work", "arbeit": "work", "travail": "work", "trabajo": "work",
	"produced": "produce", "harvest": "produce", "harvested": "produce", "made": "produce", "herstellung": "produce", "ernte": "produce",
	"production": "produce", "produktion": "produce", "récolte": "produce", "cosecha": "produce", "producción": "produce",
	"consumed": "consume", "used up": "consume", "verbrauch": "consume", "consommation": "consume", "consumo": "consume",
	"used": "use", "usage": "use", "nutzung": "use", "utilisation": "use", "uso": "use",
	"give": "transfer", "gift": "transfer", "gave": "transfer", "sale": "transfer", "sold": "transfer", "payment": "transfer", "paid": "transfer",
	"transferred": "transfer", "verkauf": "transfer", "zahlung": "transfer", "spende": "transfer", "don": "transfer", "vente": "transfer",
	"paiement": "transfer", "venta": "transfer", "pago": "transfer", "donación": "transfer",
	"lend": "transferCustody", "loan": "transferCustody", "lent": "transferCustody", "ausleihe": "transferCustody", "prêt": "transferCustody", "préstamo": "transferCustody",
	"service": "deliverService", "dienstleistung": "deliverService", "servicio": "deliverService",
	"moved": "move", "umlagerung": "move", "loss": "lower", "lost": "lower", "spoiled": "lower", "schwund": "lower", "perte": "lower", "pérdida": "lower",
	"stock in": "raise", "zugang": "raise", "pick up": "pickup", "drop off": "dropoff",
}

// actionNamed is the action of a name: as ValueFlows has it, now or before, or of an IRI.
func actionNamed(word string) *actionRow {
	word = strings.TrimSpace(word)
	for i := strings.LastIndexAny(word, "#/:"); i >= 0; i = -1 {
		word = word[i+1:]
	}
	return actionsByWord()[fold(word)]
}

// actionRow is an action with what it does.
type actionRow = vf.Behaviour
