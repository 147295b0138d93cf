package main

import (
	"fmt"
	"strings"
	"time"

	"tributary/node"
	"tributary/node/publish"
	"tributary/node/server"
	"tributary/vocab"
	"tributary/vocab/as"
)

// responded is what agents of other nodes said about a thing, as members of the group whose it is see it under the thing.
type responded struct {
	Replies []reply  `json:"replies,omitempty"`
	Likes   []spoken `json:"likes,omitempty"`
	Passed  []spoken `json:"announces,omitempty"`
	More    bool     `json:"more,omitempty"` // there is more than these
}

// spoken is who said something.
type spoken struct {
	By      vocab.IRI `json:"by"`
	Account string    `json:"account,omitempty"` // @name@host, where it is known
}

type reply struct {
	spoken
	IRI  vocab.IRI `json:"iri"`
	At   time.Time `json:"at"`
	Text string    `json:"text"` // plain, one line a paragraph
}

// responses are those to a thing of this node; nil when there are none.
func responses(a *app, s *server.Server, v node.Version) (*responded, error) {
	if v.Deleted {
		return nil, nil
	}
	heard, err := s.Node.Responses(a.ctx, v, func(agent vocab.IRI) bool { return s.Policy.Refuse(a.ctx, string(agent), v.Owner) != nil })
	if err != nil {
		return nil, err
	}
	by := func(id vocab.IRI) spoken { return spoken{id, accountOf(a, s, id)} }
	r := &responded{More: heard.Further}
	for _, n := range heard.Said {
		said, err := n.Resource()
		if err != nil {
			return nil, err
		}
		words := publish.Words(said)
		if len(words) == 0 {
			continue
		}
		one := reply{spoken: by(n.Owner), IRI: n.IRI, At: n.At, Text: strings.Join(words, "\n")}
		if at, err := time.Parse(time.RFC3339Nano, said.Get(as.Published).Text()); err == nil {
			one.At = at
		}
		r.Replies = append(r.Replies, one)
	}
	for _, id := range heard.Liked {
		r.Likes = append(r.Likes, by(id))
	}
	for _, id := range heard.Passed {
		r.Passed = append(r.Passed, by(id))
	}
	if len(r.Replies)+len(r.Likes)+len(r.Passed) == 0 {
		return nil, nil
	}
	return r, nil
}

// lines tell of them in words.
func (r *responded) lines() (lines []string) {
	for _, one := range r.Replies {
		lines = append(lines, fmt.Sprintf("%s says, %s, in %s:", one.name(), stamp(one.At), oneLine(string(one.IRI))))
		for text := range strings.SplitSeq(one.Text, "\n") {
			lines = append(lines, "  "+oneLine(text))
		}
	}
	for _, list := range []struct {
		what string
		by   []spoken
	}{{"liked by", r.Likes}, {"passed on by", r.Passed}} {
		var names []string
		for _, one := range list.by {
			names = append(names, one.name())
		}
		if len(names) > 0 {
			lines = append(lines, list.what+" "+strings.Join(names, ", "))
		}
	}
	if r.More {
		lines = append(lines, fmt.Sprintf("and more: these are the %d newest of each", node.MaxResponses))
	}
	return lines
}

func (s spoken) name() string {
	if s.Account != "" {
		return oneLine(s.Account)
	}
	return oneLine(string(s.By))
}
