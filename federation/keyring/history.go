package keyring

import "time"

// History is when each generation was made, the oldest first; zero for the first one of a node from
// before rotation.
func (k *Keyring) History() []time.Time {
	all := make([]time.Time, len(k.generations))
	for i, g := range k.generations {
		all[i] = g.made
	}
	return all
}
