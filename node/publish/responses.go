package publish

import (
	"slices"
	"time"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// What people of other nodes say to a group reaches its members: answers, likes and announcements stand
// under the page of the thing that they are about, and their words on the page of the inbox. Only those who
// read in the group's name see them there, since a group does not answer for what strangers write.

// voice is what somebody said.
type voice struct {
	By    anchor
	At    time.Time
	Href  string // where it stands
	Lines []string
}

// responses are what was said about a thing.
type responses struct {
	Voices  []voice
	Liked   []anchor // by whom
	Passed  []anchor
	Further bool // there is more than is shown
}

// maxVoices bounds how many answers, likes or announcements one page shows.
const maxVoices = 50

// Any says whether there is anything to show.
func (r responses) Any() bool { return len(r.Voices)+len(r.Liked)+len(r.Passed) > 0 }

// responsesTo are what people of other nodes said about a thing, the newest last, for those who read in the
// name of the group whose record it is.
func (d *Documents) responsesTo(q *request, v node.Version) (r responses, err error) {
	who, may, err := arrived{d, v.Owner}.reader(q)
	if err != nil || !may || d.node.Handle(v.Owner) == "" {
		return r, err
	}
	about := []vocab.IRI{v.IRI}
	if class := d.node.Vocabulary().Class(v.Class); class != nil && class.IsA(as.Activity) {
		about = append(about, v.IRI+"/note")
	} else if first, err := d.node.Version(q, q.who, v.IRI, 1); err == nil && d.node.Owns(first.Activity) {
		about = append(about, first.Activity, first.Activity+"/note") // the Note by which strangers know it
	}
	notes, more, err := d.about(q, who, v.Owner, d.sayings(), about, as.InReplyTo, as.Href)
	if err != nil {
		return r, err
	}
	r.Further = more
	for _, n := range notes {
		if said, ok := d.voiceOf(q, n); ok {
			r.Voices = append(r.Voices, said)
		}
	}
	for class, by := range map[*vocab.Class]*[]anchor{as.Like: &r.Liked, as.Announce: &r.Passed} {
		found, more, err := d.about(q, who, v.Owner, []string{class.Name}, about, as.HasObject)
		if err != nil {
			return r, err
		}
		r.Further = r.Further || more
		for _, act := range found {
			undone, err := d.node.Find(q, node.Operator, node.Query{
				Classes: []string{as.Undo.Name}, Owner: act.Owner, Refers: []node.Link{{Property: as.HasObject.IRI, To: act.IRI}}, Limit: 1,
			})
			if err != nil {
				return r, err
			}
			a := anchor{Text: d.nameOf(q, act.Owner), Href: webAddress(string(act.Owner))}
			if len(undone) == 0 && !slices.Contains(*by, a) {
				*by = append(*by, a)
			}
		}
	}
	return r, nil
}

// sayings are the classes of things in which somebody says something.
func (d *Documents) sayings() []string {
	activities := d.node.Kinds(as.Activity)
	return slices.DeleteFunc(d.node.Kinds(as.Object), func(name string) bool { return slices.Contains(activities, name) })
}

// about are the things of other nodes' agents that refer to one of some addresses, the oldest first, but
// those of whom the group wants to hear nothing.
func (d *Documents) about(q *request, who node.Caller, group vocab.IRI, classes []string, ids []vocab.IRI, by ...*vocab.Property) (all []node.Version, more bool, err error) {
	for _, id := range ids {
		for _, p := range by {
			found, err := d.node.Find(q, who, node.Query{Classes: classes, Refers: []node.Link{{Property: p.IRI, To: id}}, Descending: true, Limit: maxVoices + 1})
			if err != nil {
				return nil, false, err
			}
			more = more || len(found) > maxVoices
			for _, v := range found[:min(len(found), maxVoices)] {
				known := slices.ContainsFunc(all, func(o node.Version) bool { return o.IRI == v.IRI })
				if known || d.node.Owns(v.IRI) || v.Deleted || d.unwelcome(q, group, v.Owner) {
					continue
				}
				all = append(all, v)
			}
		}
	}
	slices.SortFunc(all, func(a, b node.Version) int { return int(a.Created - b.Created) })
	if len(all) > maxVoices {
		all, more = all[len(all)-maxVoices:], true
	}
	return all, more, nil
}

// unwelcome says whether a group, or the node for it, wants to hear nothing of an agent.
func (d *Documents) unwelcome(q *request, group, agent vocab.IRI) bool {
	if d.node.Owns(agent) {
		return false
	}
	blocked, err := d.node.Relations(q, node.Relation{From: group, Kind: node.Blocks, To: agent})
	return err != nil || len(blocked) > 0 || d.refused != nil && d.refused(q, agent, group)
}

// voiceOf is what a thing of another node says in words; false when it says nothing.
func (d *Documents) voiceOf(q *request, v node.Version) (voice, bool) {
	r, err := v.Resource()
	if err != nil || r == nil {
		return voice{}, false
	}
	text := r.Get(as.Content).Text()
	for _, s := range r.Extra() { // in the native vocabulary content means something else
		if s.Property == as.Content.IRI && text == "" {
			text = s.Value.Text()
		}
	}
	if text == "" {
		text = r.Get(as.Summary).Text()
	}
	lines := paragraphs(text)
	if len(lines) == 0 {
		return voice{}, false
	}
	said := voice{At: v.At, Lines: lines, Href: webAddress(string(v.IRI)), By: anchor{Text: d.nameOf(q, v.Owner), Href: webAddress(string(v.Owner))}}
	if at, err := time.Parse(time.RFC3339Nano, r.Get(as.Published).Text()); err == nil {
		said.At = at
	}
	return said, true
}

// voicesIn are the words that came with the activities on a page of an inbox.
func (d *Documents) voicesIn(q *request, inbox arrived, members []told) (voices []voice, err error) {
	who, may, err := inbox.reader(q)
	if err != nil || !may {
		return nil, err
	}
	for _, m := range members {
		if m.resource == nil || m.resource.Class() != as.Create && m.resource.Class() != as.Update {
			continue
		}
		for _, o := range m.resource.All(as.HasObject) {
			v, err := d.node.Get(q, who, o.IRI())
			if k := node.KindOf(err); k == node.NotFound || k == node.Gone {
				continue
			}
			if err != nil {
				return nil, err
			}
			if d.node.Owns(v.IRI) || d.unwelcome(q, inbox.group, v.Owner) {
				continue
			}
			if said, ok := d.voiceOf(q, v); ok && len(voices) < maxVoices {
				voices = append(voices, said)
			}
		}
	}
	return voices, nil
}
