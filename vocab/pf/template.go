package pf

import "tributary/vocab"

// CellStateTemplate are the twelve headings of a cell's state, in order; each is an element kind.
var CellStateTemplate = []vocab.IRI{
	Schema.Base + "el-purpose-problem",
	Schema.Base + "el-genesis",
	Schema.Base + "el-goals",
	Schema.Base + "el-design-intentions",
	Schema.Base + "el-relationships",
	Schema.Base + "el-formal-structure",
	Schema.Base + "el-team-agreements",
	Schema.Base + "el-decision-making",
	Schema.Base + "el-treasury-management",
	Schema.Base + "el-communication",
	Schema.Base + "el-strategy-planning",
	Schema.Base + "el-project-progress",
}

// SectionOf is the section in which entries of a kind stand: HasPurposeSection, HasPracticeSection
// or HasProgressSection. It is nil for kinds of a group's own, and for those of roles and tasks
// that no section claims.
func SectionOf(kind vocab.IRI) *vocab.Property {
	for i := byIRI()[kind]; i != nil; i = i.Broader {
		switch i {
		case SectionPurpose:
			return HasPurposeSection
		case SectionPractice:
			return HasPracticeSection
		case SectionProgress:
			return HasProgressSection
		}
	}
	return nil
}
