package httpsig

import "testing"

func BenchmarkSign(b *testing.B) {
	for _, scheme := range both {
		for key, signer := range signers {
			b.Run(string(scheme)+"/"+key, func(b *testing.B) {
				r, k := outgoingRequest(b, garden+"/inbox", theBody), Key{keyID, signer()}
				b.ReportAllocs()
				for b.Loop() {
					if err := Sign(r, []byte(theBody), k, scheme, noon); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkVerify is all an inbox does with a request: rules, signature and digest.
func BenchmarkVerify(b *testing.B) {
	for _, scheme := range both {
		for key, signer := range signers {
			b.Run(string(scheme)+"/"+key, func(b *testing.B) {
				r, pub := arrived(b, signed(b, garden+"/inbox", theBody, signer(), scheme)), signer().Public()
				b.ReportAllocs()
				for b.Loop() {
					s, err := Read(r, atNoon)
					if err != nil {
						b.Fatal(err)
					}
					if err := s.Verify(pub); err != nil {
						b.Fatal(err)
					}
					if err := CheckDigest(r.Header, []byte(theBody)); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkRefuse is what a flood of unsigned and stale requests costs: no key is touched.
func BenchmarkRefuse(b *testing.B) {
	r := arrived(b, signed(b, garden+"/inbox", theBody, rsaSigner(), Cavage))
	r.Header.Set("Date", "Mon, 04 May 2020 12:00:00 GMT")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(r, atNoon); ReasonOf(err) != OutOfTime {
			b.Fatal(err)
		}
	}
}
