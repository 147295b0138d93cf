package quantity

// Near is the unit whose name differs by one letter from a name that is none: what was probably
// meant by "gramm" or "kilogramme". Short names are not guessed at.
func Near(name string) (Unit, bool) {
	if len(name) < 4 {
		return Unit{}, false
	}
	for _, u := range Units() {
		if oneLetterApart(u.ID, name) {
			return u, true
		}
	}
	return Unit{}, false
}

// oneLetterApart says whether one letter added, left out or exchanged makes b of a.
func oneLetterApart(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}
