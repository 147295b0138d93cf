package proof_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"tributary/federation/proof"
	"tributary/node"
)

var (
	now   = time.Date(2026, 5, 1, 9, 30, 0, 0, time.UTC)
	key   = proof.Key{ID: "https://bakery.example/groups/bread#ed25519", Private: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))}
	pub   = key.Private.Public().(ed25519.PublicKey)
	other = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, 32)).Public().(ed25519.PublicKey)
)

const (
	contexts = `"@context":["https://www.w3.org/ns/activitystreams","https://w3id.org/security/data-integrity/v1"]`
	event    = `{` + contexts + `,"id":"https://bakery.example/id/events/1","type":"EconomicEvent","note":"Käse","resourceQuantity":{"hasNumericalValue":"10.50","hasUnit":"om2:kilogram"},"weight":1.0}`
)

func sign(t testing.TB, doc string) []byte {
	t.Helper()
	signed, err := proof.Sign([]byte(doc), key, now)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// verify reads a document with one proof and verifies that.
func verify(t testing.TB, doc []byte, pub ed25519.PublicKey) error {
	t.Helper()
	proofs, err := proof.Read(doc)
	if err != nil {
		return err
	}
	if len(proofs) != 1 {
		t.Fatalf("the document has %d proofs", len(proofs))
	}
	return proofs[0].VerifyAt(pub, now)
}

func TestWhatIsSignedVerifies(t *testing.T) {
	for name, doc := range map[string]string{
		"an event":         event,
		"nothing":          `{}`,
		"no context":       `{"id":"https://bakery.example/1"}`,
		"a single context": `{"@context":"https://www.w3.org/ns/activitystreams"}`,
		"blanks":           " {\n \"a\" : [ 1 , 2 ] }\n\n",
	} {
		t.Run(name, func(t *testing.T) {
			signed := sign(t, doc)
			if err := verify(t, signed, pub); err != nil {
				t.Errorf("%v\n%s", err, signed)
			}
			before, _, _ := strings.Cut(doc, "}")
			if !strings.HasPrefix(string(signed), before) {
				t.Errorf("the bytes have changed: %s", signed)
			}
		})
	}
}

func TestAProofSaysWhoAndWhen(t *testing.T) {
	proofs, err := proof.Read(sign(t, event))
	if err != nil {
		t.Fatal(err)
	}
	p := proofs[0]
	if p.VerificationMethod != key.ID || !p.Created.Equal(now) || p.Purpose != proof.Purpose || p.Cryptosuite != proof.Cryptosuite {
		t.Errorf("got %+v", p)
	}
}

func TestTheFormOfADocumentDoesNotMatter(t *testing.T) {
	signed := string(sign(t, event))
	for name, change := range map[string][2]string{
		"1 for 1.0":        {`"weight":1.0`, `"weight":1`},
		"1e0 for 1.0":      {`"weight":1.0`, `"weight":10e-1`},
		"an escape":        {`Käse`, `K\u00e4se`},
		"an escaped name":  {`"note"`, `"n\u006fte"`},
		"an escaped slash": {`https://bakery`, `https:\/\/bakery`},
		"blanks":           {`,"note":`, " ,\n\t\"note\" : "},
		"another order":    {`"hasNumericalValue":"10.50","hasUnit":"om2:kilogram"`, `"hasUnit":"om2:kilogram","hasNumericalValue":"10.50"`},
		"a context list":   {`"proof":{` + contexts, `"proof":{` + strings.Replace(contexts, ",", " , ", 1)},
	} {
		t.Run(name, func(t *testing.T) {
			if err := verify(t, []byte(altered(t, signed, change)), pub); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTampering(t *testing.T) {
	signed := string(sign(t, event))
	if err := verify(t, []byte(signed), other); node.KindOf(err) != node.Unauthenticated {
		t.Errorf("another key: %v", err)
	}
	if err := verify(t, []byte(signed), pub[:31]); node.KindOf(err) != node.Unauthenticated {
		t.Errorf("no key: %v", err)
	}
	for name, c := range map[string]struct {
		change [2]string
		kind   node.Kind
	}{
		"a value":               {[2]string{`"10.50"`, `"10.5"`}, node.Unauthenticated},
		"a number":              {[2]string{`"weight":1.0`, `"weight":1.1`}, node.Unauthenticated},
		"a number as text":      {[2]string{`"weight":1.0`, `"weight":"1.0"`}, node.Unauthenticated},
		"another normal form":   {[2]string{`Käse`, "Ka\u0308se"}, node.Unauthenticated},
		"a member more":         {[2]string{`"note":`, `"bto":[],"note":`}, node.Unauthenticated},
		"a null member":         {[2]string{`"note":`, `"name":null,"note":`}, node.Unauthenticated},
		"a member less":         {[2]string{`,"weight":1.0`, ``}, node.Unauthenticated},
		"an LD signature":       {[2]string{`"note":`, `"signature":{"type":"Other"},"note":`}, node.Unauthenticated},
		"the id":                {[2]string{`/id/events/1"`, `/id/events/2"`}, node.Unauthenticated},
		"its context":           {[2]string{`"proof":{` + contexts, `"proof":{"@context":"https://www.w3.org/ns/activitystreams"`}, node.Unauthenticated},
		"the context":           {[2]string{`{` + contexts + `,"id"`, `{` + strings.Replace(contexts, `]`, `,{"note":"https://evil.example/"}]`, 1) + `,"id"`}, node.Unauthenticated},
		"the context's order":   {[2]string{`{` + contexts + `,"id"`, `{"@context":["https://w3id.org/security/data-integrity/v1","https://www.w3.org/ns/activitystreams"],"id"`}, node.Unauthenticated},
		"no context":            {[2]string{`{` + contexts + `,"id"`, `{"id"`}, node.Unauthenticated},
		"the key's address":     {[2]string{key0, `https://evil.example/#k`}, node.Unauthenticated},
		"no key's address":      {[2]string{`"verificationMethod":"` + key0 + `",`, ``}, node.Unauthenticated},
		"a relative address":    {[2]string{key0, `#ed25519`}, node.Unauthenticated},
		"when":                  {[2]string{`09:30:00Z`, `09:30:01Z`}, node.Unauthenticated},
		"when, in another form": {[2]string{`09:30:00Z`, `09:30:00.0Z`}, node.Unauthenticated},
		"no time":               {[2]string{`,"created":"2026-05-01T09:30:00Z"`, ``}, node.Unauthenticated},
		"an end":                {[2]string{`"created":`, `"expires":"2036-01-01T00:00:00Z","created":`}, node.Unauthenticated},
		"a nonce":               {[2]string{`"created":`, `"nonce":"x","created":`}, node.Unauthenticated},
		"the signature":         {[2]string{`"proofValue":"z`, `"proofValue":"z1`}, node.Unreadable},
		"a signature in hex":    {[2]string{`"proofValue":"z`, `"proofValue":"f`}, node.Unreadable},
		"no signature":          {[2]string{`"proofValue"`, `"value"`}, node.Unreadable},
		"the purpose":           {[2]string{`assertionMethod`, `authentication`}, node.Unsupported},
		"the suite":             {[2]string{`eddsa-jcs-2022`, `jcs-eddsa-2022`}, node.Unsupported},
		"a suite of RDF":        {[2]string{`eddsa-jcs-2022`, `eddsa-rdfc-2022`}, node.Unsupported},
		"the type":              {[2]string{`DataIntegrityProof`, `Ed25519Signature2020`}, node.Unsupported},
		"a proof before":        {[2]string{`"created":`, `"previousProof":"urn:uuid:1","created":`}, node.Unsupported},
		"a date without zone":   {[2]string{`09:30:00Z`, `09:30:00`}, node.Unreadable},
		"a suite as a list":     {[2]string{`"eddsa-jcs-2022"`, `["eddsa-jcs-2022"]`}, node.Unreadable},
		"a name twice":          {[2]string{`"weight":1.0`, `"weight":1.0,"weight":1.0`}, node.Unreadable},
		"a name twice, escaped": {[2]string{`"weight":1.0`, `"weight":1.0,"w\u0065ight":2`}, node.Unreadable},
		"a proof twice":         {[2]string{`"proof":`, `"proof":{},"proof":`}, node.Unreadable},
		"in the proof twice":    {[2]string{`"proofPurpose":`, `"proofPurpose":"x","proofPurpose":`}, node.Unreadable},
		"no UTF-8":              {[2]string{`Käse`, "K\xe4se"}, node.Unreadable},
		"something behind":      {[2]string{`"}}`, `"}}{}`}, node.Unreadable},
	} {
		t.Run(name, func(t *testing.T) {
			err := verify(t, []byte(altered(t, signed, c.change)), pub)
			if node.KindOf(err) != c.kind {
				t.Errorf("got %v of kind %q, want %q", err, node.KindOf(err), c.kind)
			}
		})
	}
}

const key0 = "https://bakery.example/groups/bread#ed25519"

func altered(t *testing.T, signed string, change [2]string) string {
	t.Helper()
	if !strings.Contains(signed, change[0]) {
		t.Fatalf("%q is not in %s", change[0], signed)
	}
	return strings.Replace(signed, change[0], change[1], 1)
}

// A float64 holds none of these: without the rule, another digit would pass under the same proof.
func TestNumbersThatAProofDoesNotCover(t *testing.T) {
	for _, number := range []string{
		"9007199254740993", "0.10000000000000000555", "1234567890.12345678901", "1e-400", "1e400", "-1e309",
		"12345678901234567890", "1e99999999999999999999",
	} {
		if _, err := proof.Sign([]byte(`{"n":`+number+`}`), key, now); node.KindOf(err) != node.Unreadable {
			t.Errorf("%s is signed: %v", number, err)
		}
		signed := altered(t, string(sign(t, `{"n":[{"m":1}]}`)), [2]string{`"m":1`, `"m":` + number})
		if _, err := proof.Read([]byte(signed)); node.KindOf(err) != node.Unreadable {
			t.Errorf("%s is read: %v", number, err)
		}
	}
	for _, number := range []string{
		"0", "-0", "0.0", "0e99999999999999999999", "-0.000000000000000000", "1.000000000000000000000", "100000000000000000000",
		"9007199254740992", "1700000000000000000", "-71.184902", "0.1", "1e23", "1E-7", "12.5e+1", "5e-324", "1.7976931348623157e308",
	} {
		if err := verify(t, sign(t, `{"n":`+number+`}`), pub); err != nil {
			t.Errorf("%s: %v", number, err)
		}
	}
}

func TestADocumentWithoutAProofMayHoldAnyNumber(t *testing.T) {
	for _, doc := range []string{`{"n":9007199254740993}`, `{"n":9007199254740993,"proof":null}`} {
		if proofs, err := proof.Read([]byte(doc)); len(proofs) != 0 || err != nil {
			t.Errorf("%s: %v, %v", doc, proofs, err)
		}
	}
}

func TestTimes(t *testing.T) {
	at := func(created, expires time.Time) []byte {
		doc := fmt.Sprintf(`{"proof":{"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022","verificationMethod":"did:key:z6Mk#z6Mk","proofPurpose":"assertionMethod","created":%q,"expires":%q`,
			created.Format(time.RFC3339), expires.Format(time.RFC3339))
		return secured(doc, `{"created":"`+created.Format(time.RFC3339)+`","cryptosuite":"eddsa-jcs-2022","expires":"`+expires.Format(time.RFC3339)+`","proofPurpose":"assertionMethod","type":"DataIntegrityProof","verificationMethod":"did:key:z6Mk#z6Mk"}`, `{}`)
	}
	for name, c := range map[string]struct {
		created, expires time.Duration // from now
		kind             node.Kind
	}{
		"now":                  {0, time.Hour, ""},
		"long ago":             {-20 * 365 * 24 * time.Hour, time.Hour, ""},
		"a clock ahead":        {10 * time.Minute, time.Hour, ""},
		"from the future":      {10*time.Minute + time.Second, time.Hour, node.Unauthenticated},
		"expired":              {-time.Hour, -time.Second, node.Unauthenticated},
		"expired this instant": {-time.Hour, 0, node.Unauthenticated},
	} {
		t.Run(name, func(t *testing.T) {
			if err := verify(t, at(now.Add(c.created), now.Add(c.expires)), pub); node.KindOf(err) != c.kind {
				t.Errorf("got %v", err)
			}
		})
	}
}

// secured ends a document that stops within its proof with the signature of canonical texts.
func secured(doc, options, document string) []byte {
	o, d := sha256.Sum256([]byte(options)), sha256.Sum256([]byte(document))
	return []byte(doc + `,"proofValue":"` + base58(ed25519.Sign(key.Private, append(o[:], d[:]...))) + `"}}`)
}

func TestAProofMayLeaveOutTheContextItWasMadeWith(t *testing.T) {
	const (
		doc     = `{"@context":"https://www.w3.org/ns/activitystreams"`
		members = `"cryptosuite":"eddsa-jcs-2022","proofPurpose":"assertionMethod","type":"DataIntegrityProof","verificationMethod":"did:key:z6Mk#z6Mk"`
	)
	for name, options := range map[string]string{
		"as specified":     `{` + members + `}`,
		"as some peers do": `{"@context":"https://www.w3.org/ns/activitystreams",` + members + `}`,
	} {
		t.Run(name, func(t *testing.T) {
			signed := secured(doc+`,"proof":{`+members, options, doc+`}`)
			if err := verify(t, signed, pub); err != nil {
				t.Error(err)
			}
			elsewhere := bytes.Replace(signed, []byte("ns/activitystreams"), []byte("ns/anything"), 1)
			if err := verify(t, elsewhere, pub); node.KindOf(err) != node.Unauthenticated {
				t.Errorf("with another context: %v", err)
			}
		})
	}
}

func TestOneContextIsAListOfOne(t *testing.T) {
	signed := string(sign(t, `{"@context":"https://www.w3.org/ns/activitystreams","a":1}`))
	listed := strings.Replace(signed, `"https://www.w3.org/ns/activitystreams"`, `["https://www.w3.org/ns/activitystreams"]`, 1)
	if err := verify(t, []byte(listed), pub); err != nil {
		t.Error(err)
	}
}

// The canonical text is written by hand, so that it is not the code under test that says what it is.
//
// Spec: RFC 8785, sections 3.2.2 and 3.2.3.
func TestTheCanonicalFormIsThatOfTheStandard(t *testing.T) {
	const (
		members   = `"cryptosuite":"eddsa-jcs-2022","proofPurpose":"assertionMethod","type":"DataIntegrityProof","verificationMethod":"did:key:z6Mk#z6Mk"`
		written   = `{ "\ufb33":[1E30, 4.50, 2e-3, 0.000000000000000000000000001, -0], "\ud83d\ude00":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "10":{"b":true,"a":null}, "1":[], "\u0000":56.0`
		canonical = `{"\u0000":56,"1":[],"10":{"a":null,"b":true},"😀":"€$\u000f\nA'B\"\\\\\"/","` + "\ufb33" + `":[1e+30,4.5,0.002,1e-27,0]}`
	)
	signed := secured(written+`,"proof":{`+members, `{`+members+`}`, canonical)
	if err := verify(t, signed, pub); err != nil {
		t.Error(err)
	}
}

func TestALargeDocumentAsksForBoundedMemory(t *testing.T) {
	signed := sign(t, `{"content":"`+strings.Repeat("ä", 400_000)+`","tag":[`+strings.Repeat(`{"b":1,"a":2},`, 2000)+`{}]}`)
	head, own, _ := strings.Cut(string(signed), `"proof":`)
	own = strings.TrimSuffix(own, "}")
	doc := []byte(head + `"proof":[` + strings.Repeat(own+",", 3) + own + `]}`)

	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	proofs, err := proof.Read(doc)
	runtime.ReadMemStats(&after)

	if len(proofs) != 4 || err != nil {
		t.Fatalf("read %d, %v", len(proofs), err)
	}
	if taken := (after.TotalAlloc - before.TotalAlloc) >> 20; taken > 20 {
		t.Errorf("took %d MiB", taken)
	}
}

func TestSeveralProofs(t *testing.T) {
	signed := string(sign(t, event))
	head, own, _ := strings.Cut(signed, `"proof":`)
	own = strings.TrimSuffix(own, "}")
	broken := strings.Replace(own, "assertionMethod", "authentication", 1)
	foreign := `{"type":"Ed25519Signature2020","jws":"x"}`

	proofs, err := proof.Read([]byte(head + `"proof":[` + foreign + `,` + own + `,` + broken + `]}`))
	if err != nil || len(proofs) != 3 {
		t.Fatalf("read %d, %v", len(proofs), err)
	}
	for i, kind := range []node.Kind{node.Unsupported, "", node.Unsupported} {
		if err := proofs[i].VerifyAt(pub, now); node.KindOf(err) != kind {
			t.Errorf("proof %d: %v", i, err)
		}
	}
	for name, c := range map[string]struct {
		value string
		kind  node.Kind
	}{
		"five proofs":      {`[` + strings.Repeat(own+",", 4) + own + `]`, node.TooLarge},
		"none in an array": {`[]`, node.Unreadable},
		"a text":           {`"z"`, node.Unreadable},
		"a number":         {`1`, node.Unreadable},
		"null in an array": {`[null]`, node.Unreadable},
		"an inner array":   {`[[` + own + `]]`, node.Unreadable},
	} {
		if _, err := proof.Read([]byte(head + `"proof":` + c.value + `}`)); node.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := verify(t, []byte(head+`"proof":{}}`), pub); node.KindOf(err) != node.Unsupported {
		t.Errorf("an empty proof: %v", err)
	}
}

func TestALinkedDataSignatureIsNotCovered(t *testing.T) {
	signed := strings.Replace(string(sign(t, event)), `"note":`, `"signature":{"type":"RsaSignature2017","signatureValue":"x"},"note":`, 1)
	if err := verify(t, []byte(signed), pub); err != nil {
		t.Error(err)
	}
}

func TestAnObjectWithinAnActivityStandsAlone(t *testing.T) {
	activity := `{` + contexts + `,"id":"https://bakery.example/activities/1","type":"Create", "object" : ` + event + ` }`
	signed, err := proof.SignEmbedded([]byte(activity), key, now)
	if err != nil {
		t.Fatal(err)
	}
	if err := verify(t, signed, pub); err != nil {
		t.Errorf("the activity: %v", err)
	}
	_, rest, _ := strings.Cut(string(signed), `"object" : `)
	object, _, _ := strings.Cut(rest, ` ,"proof":`)
	if object != string(sign(t, event)) {
		t.Fatalf("the object is %s", object)
	}
	if err := verify(t, []byte(object), pub); err != nil {
		t.Errorf("the object: %v", err)
	}

	again, err := proof.SignEmbedded([]byte(`{"object":`+object+`}`), key, now)
	if err != nil || !strings.Contains(string(again), object) {
		t.Errorf("a signed object has changed: %s, %v", again, err)
	}
	inner := strings.Replace(string(signed), `"10.50"`, `"10.51"`, 1)
	if err := verify(t, []byte(inner), pub); node.KindOf(err) != node.Unauthenticated {
		t.Errorf("a changed object in the activity: %v", err)
	}
	moved := strings.Replace(string(signed), object, event, 1)
	if err := verify(t, []byte(moved), pub); node.KindOf(err) != node.Unauthenticated {
		t.Errorf("without the object's proof: %v", err)
	}
}

func TestWhatIsNotSigned(t *testing.T) {
	for name, c := range map[string]struct {
		doc  string
		kind node.Kind
	}{
		"an array":     {`[]`, node.Unreadable},
		"nothing":      {``, node.Unreadable},
		"a name twice": {`{"a":1,"a":2}`, node.Unreadable},
		"no UTF-8":     {"{\"a\":\"\xff\"}", node.Unreadable},
		"a proof":      {`{"proof":{}}`, node.Conflict},
		"two values":   {`{}{}`, node.Unreadable},
	} {
		if _, err := proof.Sign([]byte(c.doc), key, now); node.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, k := range map[string]proof.Key{"no address": {Private: key.Private}, "no key": {ID: key.ID}} {
		if _, err := proof.Sign([]byte(event), k, now); node.KindOf(err) != node.Internal {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, doc := range map[string]string{
		"no object": `{"a":1}`, "a reference": `{"object":"https://a.example/"}`, "several": `{"object":[{}]}`, "no context": `{"object":{"a":1}}`,
	} {
		if _, err := proof.SignEmbedded([]byte(doc), key, now); node.KindOf(err) != node.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
