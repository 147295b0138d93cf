package importer

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"tributary/vocab"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// murmurationsBase is where keys of profiles that have no term here are kept.
const murmurationsBase vocab.IRI = "https://murmurations.network/field/"

// organizationSchema is the schema that profiles are written by.
const organizationSchema = "organizations_schema-v1.0.0"

// profileFields are the keys of organisation profiles and what says the same here. primary_url is the
// identity of the group at the source. Every other key, such as status, geolocation and
// relationships, is kept and given back as it is: a status is no phase, and a geographic scope no
// scale.
//
// Spec: Murmurations library, organizations_schema-v1.0.0.
var profileFields = []field{
	{key: "name", property: vf.Name},
	{key: "nickname", property: pf.AltLabel},
	{key: "description", property: pf.Description},
	{key: "mission", property: pf.GroupPurpose},
	{key: "unique_id", property: pf.ExternalId},
}

// profileDays are keys that hold seconds since 1970, which are days here.
var profileDays = []field{{key: "starts_at", property: pf.FoundingDate}}

// looksLikeProfile knows a profile by the key that names its schemas.
func looksLikeProfile(text string) bool {
	return strings.HasPrefix(strings.TrimSpace(text), "{") && strings.Contains(text[:min(len(text), sniffed)], `"linked_schemas"`)
}

// readProfile reads the profile of an organisation: one group.
func readProfile(s source) (document, error) {
	o, err := objectOf(s.data)
	if err != nil {
		return document{}, err
	}
	schemas, _ := o["linked_schemas"].([]any)
	organisation := false
	for _, name := range schemas {
		text, _ := name.(string)
		organisation = organisation || strings.HasPrefix(text, "organizations_schema")
	}
	if !organisation {
		return document{}, errors.New("linked_schemas: names no organizations_schema; only profiles of organisations are read")
	}
	if o.text("name") == "" {
		return document{}, errors.New("name: is required of a profile")
	}
	id := vocab.IRI(o.text("primary_url"))
	if !isAddress(string(id)) {
		id = derivedIRI("murmurations", orElse(o.text("unique_id"), o.text("name")))
	}
	group := filled(vocab.New(pf.Group, id), o, profileFields)
	own := takes(o, profileFields)
	extra := o.kept(murmurationsBase, func(key string) bool { return own(key) || key == "linked_schemas" })
	for _, f := range profileDays {
		n, ok := o[f.key].(json.Number)
		if !ok {
			continue
		}
		seconds, err := strconv.ParseInt(n.String(), 10, 64)
		if err != nil || seconds < -1<<40 || seconds > 1<<40 {
			return document{}, errors.New(f.key + ": " + n.String() + " is no number of seconds since 1970")
		}
		group = group.With(f.property, vocab.Typed(time.Unix(seconds, 0).UTC().Format(time.DateOnly), vocab.Date.IRI))
		extra = append(extra, vocab.Statement{Property: derivedProperty, Value: vocab.Text(f.property.Term + ": the day in UTC of " + f.key)})
	}
	return document{private: true, things: []thing{{resource: group.WithExtra(extra...), at: "the profile"}}}, nil
}
