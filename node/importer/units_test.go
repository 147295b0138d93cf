package importer_test

import (
	"context"
	"strings"
	"testing"

	"tributary/node/importer"
	"tributary/node/nodetest"
	"tributary/vocab/rdf"
)

func TestLargeSourcesComeInByPartsAndAreTheSame(t *testing.T) {
	other := nodetest.New(t)
	whole := exported(t, other, bring(t, other, other.Group("library"), living, read(t, living)), false)
	defer importer.SetUnit(10)()
	n := nodetest.New(t)

	report, err := importer.Import(context.Background(), living, importer.Options{Node: n.Node, Group: n.Group("library")})

	if err != nil {
		t.Fatal(err)
	}
	if len(report.Activities) < 10 || !strings.Contains(strings.Join(report.Warnings, "\n"), "activities, each of them all or nothing") {
		t.Errorf("%d activities, warnings %v", len(report.Activities), report.Warnings)
	}
	n.Sound()
	again := bring(t, n, n.Node.Group("library"), living, read(t, living))
	if len(again.Made)+len(again.Changed) > 0 {
		t.Errorf("a second time: made %v, changed %v", again.Made, again.Changed)
	}
	if missing, surplus, err := rdf.Diff(whole, exported(t, n, report, false)); err != nil || len(missing)+len(surplus) > 0 {
		t.Errorf("missing %v\nsurplus %v\n%v", missing, surplus, err)
	}
}
