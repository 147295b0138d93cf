package publish

import (
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

// Any says whether there is anything to show.
func (r responses) Any() bool { return len(r.Voices)+len(r.Liked)+len(r.Passed) > 0 }

// responsesTo are what people of other nodes said about a thing, for those who read in the name of the group whose
// record it is.
func (d *Documents) responsesTo(q *request, v node.Version) (r responses, err error) {
	if !q.who.May(v.Owner, node.Reader) {
		return r, nil
	}
	heard, err := d.node.Responses(q, v, d.refusedBy(q, v.Owner))
	if err != nil {
		return r, err
	}
	r.Further = heard.Further
	for _, n := range heard.Said {
		if said, ok := d.voiceOf(q, n); ok {
			r.Voices = append(r.Voices, said)
		}
	}
	for _, list := range []struct {
		from []vocab.IRI
		to   *[]anchor
	}{{heard.Liked, &r.Liked}, {heard.Passed, &r.Passed}} {
		for _, by := range list.from {
			*list.to = append(*list.to, anchor{Text: d.nameOf(q, by), Href: webAddress(string(by))})
		}
	}
	return r, nil
}

// refusedBy says of whom the node wants to hear nothing for a group.
func (d *Documents) refusedBy(q *request, group vocab.IRI) func(vocab.IRI) bool {
	return func(agent vocab.IRI) bool { return d.refused != nil && d.refused(q, agent, group) }
}

// Words are what a thing of another node says, in plain text, by paragraphs; none when it says nothing.
func Words(r *vocab.Resource) []string {
	text := r.Get(as.Content).Text()
	for _, s := range r.Extra() { // in the native vocabulary content means something else
		if s.Property == as.Content.IRI && text == "" {
			text = s.Value.Text()
		}
	}
	if text == "" {
		text = r.Get(as.Summary).Text()
	}
	return paragraphs(text)
}

// voiceOf is what a thing of another node says in words; false when it says nothing.
func (d *Documents) voiceOf(q *request, v node.Version) (voice, bool) {
	r, err := v.Resource()
	if err != nil || r == nil {
		return voice{}, false
	}
	lines := Words(r)
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
			if d.node.Owns(v.IRI) || d.node.Unwelcome(q, inbox.group, v.Owner, d.refusedBy(q, inbox.group)) {
				continue
			}
			if said, ok := d.voiceOf(q, v); ok && len(voices) < node.MaxResponses {
				voices = append(voices, said)
			}
		}
	}
	return voices, nil
}
