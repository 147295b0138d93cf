package federation

import (
	"testing"

	"tributary/vocab"
)

// The figures are those of the proposal's own example.
//
// Spec: FEP-8fcf, "Partial follower collection digest".
func TestTheSumOfFollowersIsThatOfTheProposal(t *testing.T) {
	followers := []vocab.IRI{"https://testing.example.org/users/2", "https://testing.example.org/users/1"}
	if got := sumOf(followers); got != "c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f" {
		t.Error(got)
	}
}

func TestTheSynchronizationHeaderIsReadStrictly(t *testing.T) {
	good := `collectionId="https://a.example/f", url="https://a.example/s?domain=b.example,x", digest="00"`
	p, ok := syncParameters([]string{good})
	if !ok || p["collectionId"] != "https://a.example/f" || p["url"] != "https://a.example/s?domain=b.example,x" || p["digest"] != "00" {
		t.Errorf("%v %v", p, ok)
	}
	for name, header := range map[string][]string{
		"none": nil, "two": {good, good}, "a name twice": {`url="x", url="y"`}, "not closed": {`url="x`}, "no value": {"url"},
	} {
		if p, ok := syncParameters(header); ok {
			t.Errorf("%s: %v", name, p)
		}
	}
}
