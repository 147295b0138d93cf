package vf

import "tributary/vocab"

// Places.
var (
	PrimaryLocation = Schema.Property(vocab.Property{
		Term: "primaryLocation", Range: vocab.On(SpatialThing),
		On:     vocab.On(Agent),
		Status: "stable",
		Doc:    "Where the agent is usually found.",
	})
	MappableAddress = Schema.Property(vocab.Property{
		Term: "mappableAddress", Label: "address", Range: vocab.On(vocab.String),
		On:     vocab.On(SpatialThing),
		Status: "stable", Personal: true,
		Doc: "An address that a map can find.",
	})
	Lat = Schema.Property(vocab.Property{
		Term: "lat", Label: "latitude", Range: vocab.On(vocab.Decimal),
		On:     vocab.On(SpatialThing),
		Also:   []vocab.IRI{geo + "lat"},
		Status: "stable", Personal: true,
		Doc: "Degrees north of the equator, in WGS 84.",
	})
	Long = Schema.Property(vocab.Property{
		Term: "long", Label: "longitude", Range: vocab.On(vocab.Decimal),
		On:     vocab.On(SpatialThing),
		Also:   []vocab.IRI{geo + "long"},
		Status: "stable", Personal: true,
		Doc: "Degrees east of the meridian of Greenwich, in WGS 84.",
	})
	Alt = Schema.Property(vocab.Property{
		Term: "alt", Label: "altitude", Range: vocab.On(vocab.Decimal),
		On:     vocab.On(SpatialThing),
		Also:   []vocab.IRI{geo + "alt"},
		Status: "stable", Personal: true,
		Doc: "Metres above the ellipsoid, in WGS 84.",
	})
	// GeoSPARQL geometries come in many forms: anything is taken.
	HasDetailedGeometry = Schema.Property(vocab.Property{
		Term: "hasDetailedGeometry", Label: "shape on the map", Many: true,
		On:     vocab.On(SpatialThing),
		Status: "testing", Personal: true,
		Doc: "Its exact shape.",
	})
)
