package vocab

// Datatypes are the classes of literals. String also takes language-tagged text; Tag takes text or
// an IRI, as ValueFlows classifications do.
var Datatypes = &Schema{Prefix: "xsd", Base: XSD, Title: "XML Schema datatypes"}

var (
	String             = Datatypes.Class(Class{Name: "string", Kind: Datatype})
	Boolean            = Datatypes.Class(Class{Name: "boolean", Kind: Datatype})
	Decimal            = Datatypes.Class(Class{Name: "decimal", Kind: Datatype})
	Integer            = Datatypes.Class(Class{Name: "integer", Kind: Datatype})
	NonNegativeInteger = Datatypes.Class(Class{Name: "nonNegativeInteger", Kind: Datatype})
	PositiveInteger    = Datatypes.Class(Class{Name: "positiveInteger", Kind: Datatype})
	DateTimeStamp      = Datatypes.Class(Class{Name: "dateTimeStamp", Kind: Datatype})
	DateTime           = Datatypes.Class(Class{Name: "dateTime", Kind: Datatype})
	Date               = Datatypes.Class(Class{Name: "date", Kind: Datatype})
	Duration           = Datatypes.Class(Class{Name: "duration", Kind: Datatype})
	AnyURI             = Datatypes.Class(Class{Name: "anyURI", Kind: Datatype})
)

// Tag is text or an IRI: what a classification may be.
var Tag = &Class{Name: "tag", Kind: Datatype, IRI: XSD + "string", Label: "tag"}
