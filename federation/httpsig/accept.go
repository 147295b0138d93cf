package httpsig

import (
	"net/http"

	"github.com/dunglas/httpsfv"
)

// Asked are the algorithms, by their names in RFC 9421, in which an answer asks for the next request to be
// signed; an empty name leaves it to the signer. Nil: it does not ask, or in a way that cannot be read.
//
// Spec: RFC 9421, section 5.1.
func Asked(h http.Header) (algorithms []string) {
	if len(h["Accept-Signature"]) == 0 {
		return nil
	}
	d, err := message{header: h}.dictionary("Accept-Signature")
	if err != nil {
		return nil
	}
	for _, label := range d.Names() {
		list, ok := member[httpsfv.InnerList](d, label)
		if !ok {
			continue
		}
		alg, _ := parameter[string](list.Params, "alg")
		if known(RFC9421, alg) {
			algorithms = append(algorithms, alg)
		}
	}
	return algorithms
}
