package archive

// Trailer is how an archive ends whose bytes so far have a digest.
var Trailer = trailer

// ChainOf is the chain of lines.
func ChainOf(lines [][]byte) string {
	var sum chain
	for _, l := range lines {
		sum.add(l)
	}
	return sum.String()
}
