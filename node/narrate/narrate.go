package narrate

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"tributary/vocab"
	"tributary/vocab/model"
	"tributary/vocab/pf"
)

// Names says what people call the thing with an IRI; terms are called by their label without asking.
// Nil: everything else is called by the end of its IRI.
type Names func(vocab.IRI) string

// of is the name of a thing, on one line.
func (n Names) of(id vocab.IRI) string {
	if id == "" {
		return "somebody"
	}
	if i := model.Vocabulary.Individual(id); i != nil {
		return i.Label
	}
	if n != nil {
		return oneLine(n(id))
	}
	text := strings.TrimRight(string(id), "/#")
	return oneLine(text[strings.LastIndexAny(text, "/#")+1:])
}

// Change is what an activity did to one thing.
type Change struct {
	Verb   string          // the activity's class: "Create"
	Actor  vocab.IRI       // who did it
	Now    *vocab.Resource // as the activity left it; nil: gone, or not to be seen
	Before *vocab.Resource // as it was; nil: it was not there, or is not to be seen

	// Differences are what changed by meaning, where somebody who can look further has compared the
	// two (node.Differences); nil: they are compared here, which follows no references.
	Differences []pf.Difference
}

// Sentences tell of one change, the most important first. Each begins with a capital and has no full
// stop.
func Sentences(c Change, names Names) []string {
	about := c.Now
	if about == nil {
		about = c.Before
	}
	switch {
	case about == nil:
		return nil
	case c.Verb == "Create" && isTask(about):
		return task(c.Actor, about, names)
	case c.Verb == "Create" && isFlow(about):
		return []string{Flow(about, names)}
	case c.Verb == "Create" && about.Class().IsA(pf.State):
		return stateSet(about, names)
	case len(said(c)) > 0:
		return said(c)
	case c.Verb == "Update":
		if lines := differences(c, names); len(lines) > 0 {
			return lines
		}
	}
	return []string{sentence(names.of(c.Actor), strings.ToLower(Did(c.Verb)), called(about, names))}
}

// differences are what an Update changed.
func differences(c Change, names Names) (lines []string) {
	found := c.Differences
	if found == nil && c.Before != nil && c.Now != nil {
		found = pf.DifferencesWith(c.Before, c.Now, names.lookup, names.lookup)
	}
	for _, d := range found {
		lines = append(lines, oneLine(d.Text))
	}
	return lines
}

// lookup stands in for a thing of which only the name is known.
func (n Names) lookup(id vocab.IRI) *vocab.Resource {
	if id == "" {
		return nil
	}
	return vocab.New(nil, id).With(pf.Title, vocab.Text(n.of(id)))
}

// stateSet tells of the first state of a group.
func stateSet(state *vocab.Resource, names Names) []string {
	whose := names.of(state.Get(pf.StateOf).IRI())
	lines := []string{sentence(whose, "set out its state")}
	if phase := state.Get(pf.Phase).IRI(); phase != "" {
		lines = append(lines, sentence(whose, "is in the", names.of(phase), "phase"))
	}
	return lines
}

// called names a thing by kind and name: the plan “Spring”.
func called(r *vocab.Resource, names Names) string {
	what := names.of(r.ID())
	if r.Class().IsA(pf.State) {
		return "the state of " + names.of(r.Get(pf.StateOf).IRI())
	}
	for _, p := range titles {
		if text := r.Get(p).Text(); text != "" {
			what = clip(oneLine(text), maxName)
			break
		}
	}
	if r.Class() == nil {
		return "“" + what + "”"
	}
	return "the " + r.Class().Label + " “" + what + "”"
}

// Title is the headline of an activity: what was done, and to what.
func Title(verb string, names []string) string {
	return strings.TrimSpace(Did(verb) + " " + Brief(names))
}

// Did tells what an activity of a class did, before the names of its objects.
func Did(verb string) string {
	switch verb {
	case "Create":
		return "Created"
	case "Update":
		return "Changed"
	case "Delete":
		return "Deleted"
	case "Undo":
		return "Took back"
	}
	return verb
}

// Brief lists a few names.
func Brief(names []string) string {
	if len(names) > 3 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:3], ", "), len(names)-3)
	}
	return strings.Join(names, ", ")
}

// sentence joins words and begins with a capital.
func sentence(words ...string) string {
	text := strings.Join(words, " ")
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// oneLine is a text on one line, without characters that are not for reading: names come from
// anybody, and one that turns the direction of writing would turn the sentence too.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.In(r, unicode.Bidi_Control):
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// maxName is how many characters of a name a sentence repeats.
const maxName = 100

func clip(text string, limit int) string {
	line := []rune(text)
	if len(line) <= limit {
		return text
	}
	return string(line[:limit-1]) + "…"
}
