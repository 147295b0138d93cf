package httpsig

// What both schemes check alike.

func checkKeyID(id string) error {
	if id == "" {
		return refuse(Malformed, "there is no key id")
	}
	if len(id) > maxKeyID {
		return refuse(TooLong, "the key id has %d bytes; %d are allowed", len(id), maxKeyID)
	}
	if !printable(id) {
		return refuse(Malformed, "the key id %.60q has blanks or control characters", id)
	}
	return nil
}

func checkValue(value []byte) error {
	if len(value) == 0 {
		return refuse(Malformed, "it is empty")
	}
	if len(value) > maxSignature {
		return refuse(TooLong, "it has %d bytes; %d are allowed", len(value), maxSignature)
	}
	return nil
}

func checkComponents(covered []string) error {
	if len(covered) > maxComponents {
		return refuse(TooLong, "%d headers are signed; %d are allowed", len(covered), maxComponents)
	}
	seen := map[string]bool{}
	for _, name := range covered {
		if seen[name] {
			return refuse(Repeated, "%.60q is signed twice", name)
		}
		seen[name] = true
	}
	return nil
}
