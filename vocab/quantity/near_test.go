package quantity

import "testing"

func TestNearFindsTheUnitThatWasMeant(t *testing.T) {
	for name, want := range map[string]string{"gramm": "gram", "kilogran": "kilogram", "houre": "hour"} {
		if u, ok := Near(name); !ok || u.ID != want {
			t.Errorf("%q: got %q, %v; want %q", name, u.ID, ok, want)
		}
	}
	for _, name := range []string{"euro", "one", "xyz", "crates"} {
		if u, ok := Near(name); ok {
			t.Errorf("%q was taken for %q", name, u.ID)
		}
	}
}
