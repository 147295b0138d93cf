package dialect

import (
	"fmt"
	"html"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tributary/node"
	"tributary/node/narrate"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// carrierContext defines every key of a carrier, and nothing inside the literal.
var carrierContext = `[` + quoted(contextAS) + `,` + quoted(contextIntegrity) +
	`,{"payload":{"@id":` + quoted(string(Payload)) + `,"@type":"@json"}}]`

// Bounds of one Note.
const (
	maxCarried   = 20 // things told of and carried
	maxSentences = 30
	maxTags      = 20 // things linked to
)

// carrier writes an activity that posts a Note, or changes one that peers know.
func (c *composition) carrier() ([]byte, error) {
	note, err := c.note("")
	if err != nil {
		return nil, err
	}
	class := as.Create
	if c.earlier() != (Note{}) {
		class = as.Update
	}
	activity := c.envelope(carrierContext, common(c.act).WithClass(class))
	activity.raw("object", note)
	return activity.end(), nil
}

// NoteDocument is the Note of an activity alone, with a proof: what stands at its address. The Note of
// a thing that was changed since is made of the last activity that changed it, with Part.Note set.
//
// Errors: node.NotFound for an activity that is told without a Note; else as [Compose].
func NoteDocument(act node.Version, parts []Part, o Options) ([]byte, error) {
	c, err := open(act, parts, o)
	if err != nil {
		return nil, err
	}
	name := c.act.Class().Name
	if name != "Create" && (name != "Update" || c.onlyActor()) || len(c.told()) == 0 {
		return nil, node.Errorf(node.NotFound, "there is no %s", NoteOf(act.IRI))
	}
	note, err := c.note(carrierContext)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", NoteOf(act.IRI), err)
	}
	if note, err = c.prove(note); err != nil {
		return nil, fmt.Errorf("prove %s: %w", NoteOf(act.IRI), err)
	}
	return note, nil
}

// earlier is the Note that this activity changes. A state is news each time: peers would show a change
// to an old Note to nobody.
func (c *composition) earlier() Note {
	if c.act.Class() != as.Update || len(c.act.All(as.HasObject)) != 1 || len(c.parts) != 1 {
		return Note{}
	}
	if c.parts[0].Resource.Class().IsA(pf.State) {
		return Note{}
	}
	return c.parts[0].Note
}

// note writes the Note.
func (c *composition) note(context string) ([]byte, error) {
	told := c.told()
	note, id, published, updated := begin(context), NoteOf(c.act.ID()), c.at, time.Time{}
	if earlier := c.earlier(); earlier.ID != "" {
		id, published, updated = earlier.ID, earlier.Published, c.at
	}
	note.text("id", string(id))
	note.text("type", "Note")
	note.text("attributedTo", string(c.actor))
	to, cc := c.addresses()
	note.ids("to", to)
	note.ids("cc", cc)
	note.text("published", moment(published))
	note.text("updated", moment(updated))
	note.text("url", c.page(told))
	note.text("content", c.content(told))
	var links, things [][]byte
	for _, p := range told[:min(len(told), maxCarried)] {
		links = append(links, c.attached(p)...)
		thing, err := c.thing(p.Resource)
		if err != nil {
			return nil, err
		}
		things = append(things, thing)
	}
	note.raw("attachment", array(links))
	note.raw("tag", array(c.objectLinks(told)))
	note.values("payload", things)
	return note.end(), nil
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return vocab.Moment(t).Text()
}

// page is where people read on: about the one thing, else about the activity.
func (c *composition) page(told []Part) string {
	if len(told) > 1 {
		return string(c.act.ID())
	}
	if told[0].URL != "" {
		return told[0].URL
	}
	return string(told[0].IRI)
}

// attached are the link to a thing, and the form that marketplaces and work groups know where it has one.
func (c *composition) attached(p Part) [][]byte {
	link := begin("")
	link.text("type", "Link")
	link.text("mediaType", "application/ld+json")
	link.text("rel", "alternate")
	link.text("href", string(p.IRI))
	link.text("name", label(p.Resource))
	all := [][]byte{link.end()}
	if c.Exchange != nil && c.byIRI[p.Resource.Get(vf.PlannedWithin).IRI()] == nil { // else its plan tells of it
		if form := c.Exchange(p.Resource); len(form) > 0 {
			all = append(all, form)
		}
	}
	return all
}

// label says what kind of thing a link leads to.
func label(r *vocab.Resource) string {
	if r.Class() == nil {
		return "Linked data"
	}
	first, size := utf8.DecodeRuneInString(r.Class().Label)
	return string(unicode.ToUpper(first)) + r.Class().Label[size:]
}

// content is the text in HTML: why it was done, if somebody said so, then a paragraph a sentence. All
// of it is escaped, since names come from anybody.
func (c *composition) content(told []Part) string {
	var lines []string
	for _, p := range told[:min(len(told), maxCarried)] {
		lines = append(lines, narrate.Sentences(narrate.Change{
			Verb: c.act.Class().Name, Actor: c.actor, Now: p.Resource, Before: p.Before, Differences: p.Differences,
		}, c.Names)...)
	}
	more := len(told) - min(len(told), maxCarried)
	if len(lines) > maxSentences {
		more += len(lines) - maxSentences
		lines = lines[:maxSentences]
	}
	if more > 0 {
		lines = append(lines, "And "+plural(more, "change", "changes")+" more")
	}
	if why := strings.TrimSpace(c.act.Get(as.Summary).Text()); why != "" {
		lines = append([]string{why}, lines...)
	}
	var b strings.Builder
	for _, line := range lines {
		b.WriteString("<p>" + html.EscapeString(line) + "</p>")
	}
	return b.String()
}
