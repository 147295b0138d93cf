package narrate_test

import (
	"slices"
	"testing"

	"tributary/node/narrate"
	"tributary/vocab"
	"tributary/vocab/vf"
)

func TestATaskIsToldAsWhatItAsks(t *testing.T) {
	const ana, bo, cy vocab.IRI = "https://x.example/Ana", "https://x.example/Bo", "https://x.example/Cy"
	work := func(provider, receiver vocab.IRI, note string) *vocab.Resource {
		r := vocab.New(vf.Commitment, "https://x.example/c").With(vf.HasAction, vocab.Ref(vf.Work.IRI)).With(vf.Receiver, vocab.Ref(receiver))
		if provider != "" {
			r = r.With(vf.Provider, vocab.Ref(provider))
		}
		if note != "" {
			r = r.With(vf.Note, vocab.Text(note))
		}
		return r
	}
	agreed := work(bo, ana, "").With(vf.ClauseOf, vocab.Ref("https://x.example/a"))
	for _, row := range []struct {
		task *vocab.Resource
		want []string
	}{
		{work(bo, ana, "Prune the trees\n\nBring gloves"), []string{"Ana asks Bo to work something", "Prune the trees", "Bring gloves"}},
		{work("", ana, ""), []string{"Ana looks for somebody to work something"}},
		{work(ana, bo, ""), []string{"Ana promised to work something for Bo"}},
		{work(bo, cy, ""), []string{"Ana asks Bo to work something for Cy"}},
		{agreed, []string{"Bo promised to work something for Ana"}},
	} {
		if got := narrate.Sentences(narrate.Change{Verb: "Create", Actor: ana, Now: row.task}, nil); !slices.Equal(got, row.want) {
			t.Errorf("%q, not %q", got, row.want)
		}
	}
}
