package vf

import "tributary/vocab"

// Resources: what they are, and what events have made of them.
var (
	ConformsTo = Schema.Property(vocab.Property{
		Term: "conformsTo", Label: "kind", Range: vocab.On(ResourceSpecification),
		On:     vocab.On(EconomicResource),
		Status: "stable",
		Doc:    "The type of resource it is.",
	})
	AccountingQuantity = Schema.Property(vocab.Property{
		Term: "accountingQuantity", Label: "accounted for", Range: vocab.On(Measure),
		On:     vocab.On(EconomicResource),
		Status: "stable", Derived: true,
		Doc: "How much of it is owned.",
	})
	OnhandQuantity = Schema.Property(vocab.Property{
		Term: "onhandQuantity", Label: "on hand", Range: vocab.On(Measure),
		On:     vocab.On(EconomicResource),
		Status: "stable", Derived: true,
		Doc: "How much of it is there to be used.",
	})
	PrimaryAccountable = Schema.Property(vocab.Property{
		Term: "primaryAccountable", Label: "accountable", Range: vocab.On(Agent),
		On:     vocab.On(EconomicResource),
		Status: "stable", Derived: true,
		Doc: "Who owns it or answers for it.",
	})
	CurrentLocation = Schema.Property(vocab.Property{
		Term: "currentLocation", Label: "location", Range: vocab.On(SpatialThing),
		On:     vocab.On(EconomicResource),
		Status: "stable", Derived: true,
		Doc: "Where it is.",
	})
	ContainedIn = Schema.Property(vocab.Property{
		Term: "containedIn", Range: vocab.On(EconomicResource), Many: true,
		On:     vocab.On(EconomicResource),
		Status: "testing", Derived: true,
		Doc: "A resource it is packed into or joined to.",
	})
	Contains = Schema.Property(vocab.Property{
		Term: "contains", Range: vocab.On(EconomicResource), Many: true, Inverse: ContainedIn,
		On:     vocab.On(EconomicResource),
		Status: "testing", Derived: true,
		Doc: "A resource that is packed into it or joined to it.",
	})
	CurrentVirtualLocation = Schema.Property(vocab.Property{
		Term: "currentVirtualLocation", Label: "location on the web", Range: vocab.On(vocab.AnyURI),
		On:     vocab.On(EconomicResource),
		Status: "stable",
		Doc:    "Where on the web it is, if it is digital.",
	})
	CurrentCurrencyLocation = Schema.Property(vocab.Property{
		Term: "currentCurrencyLocation", Label: "ledger address", Range: vocab.On(vocab.String),
		On:     vocab.On(EconomicResource),
		Status: "testing",
		Doc:    "The address under which a currency keeps it.",
	})
	TrackingIdentifier = Schema.Property(vocab.Property{
		Term: "trackingIdentifier", Label: "serial number or mark", Range: vocab.On(vocab.String),
		On:     vocab.On(EconomicResource),
		Status: "stable",
		Doc:    "A mark by which it can be followed where its flows are not recorded.",
	})
	OfBatchLot = Schema.Property(vocab.Property{
		Term: "ofBatchLot", Label: "lot", Range: vocab.On(BatchLotRecord),
		On:     vocab.On(EconomicResource),
		Status: "testing",
		Doc:    "The batch or lot it belongs to.",
	})
	BatchLotCode = Schema.Property(vocab.Property{
		Term: "batchLotCode", Label: "lot code", Range: vocab.On(vocab.String),
		On:     vocab.On(BatchLotRecord),
		Status: "testing",
		Doc:    "The mark of the batch or lot.",
	})
	ExpirationDate = Schema.Property(vocab.Property{
		Term: "expirationDate", Label: "expires", Range: vocab.On(vocab.DateTimeStamp),
		On:     vocab.On(BatchLotRecord),
		Status: "testing",
		Doc:    "When what is in the batch or lot can no longer be used.",
	})
	UnitOfEffort = Schema.Property(vocab.Property{
		Term: "unitOfEffort", Range: vocab.On(Unit),
		On:     vocab.On(EconomicResource),
		Status: "stable",
		Doc:    "The unit in which its use is counted.",
	})
	DefaultUnitOfResource = Schema.Property(vocab.Property{
		Term: "defaultUnitOfResource", Label: "unit", Range: vocab.On(Unit),
		On:     vocab.On(ResourceSpecification),
		Status: "stable",
		Doc:    "The unit in which such resources are usually counted.",
	})
	DefaultUnitOfEffort = Schema.Property(vocab.Property{
		Term: "defaultUnitOfEffort", Label: "unit of effort", Range: vocab.On(Unit),
		On:     vocab.On(ResourceSpecification),
		Status: "stable",
		Doc:    "The unit in which the use of such resources is usually counted.",
	})
	MediumOfExchange = Schema.Property(vocab.Property{
		Term: "mediumOfExchange", Range: vocab.On(vocab.Boolean),
		On:     vocab.On(ResourceSpecification),
		Status: "testing",
		Doc:    "Whether it is a currency or something used like one.",
	})
	Substitutable = Schema.Property(vocab.Property{
		Term: "substitutable", Range: vocab.On(vocab.Boolean),
		On:     vocab.On(ResourceSpecification),
		Status: "stable",
		Doc:    "Whether any resource of the type will do in place of another.",
	})
)
