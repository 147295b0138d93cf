package importer

// SetUnit makes activities smaller for a test, and gives what puts it back.
func SetUnit(n int) (restore func()) {
	before := unit
	unit = n
	return func() { unit = before }
}
