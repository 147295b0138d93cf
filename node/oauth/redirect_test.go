package oauth

import "testing"

func TestRedirectsLeadToAnAppAndNowhereElse(t *testing.T) {
	for _, good := range []string{
		"https://app.example/cb", "https://app.example/cb?x=1", "https://app.example:8443/", "http://127.0.0.1/cb", "http://127.0.0.1:5000/cb",
		"http://[::1]:5000/cb", "org.example.app:/cb", "org.example.app://cb",
	} {
		if err := checkRedirect(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", "/cb", "//app.example/cb", "https:/cb", "https://", "https://app.example/cb#x", "https://app.example/#", "https://ana@app.example/cb",
		"http://app.example/cb", "http://localhost/cb", "http://127.0.0.1.example/cb", "http://127.0.0.2/cb", "javascript:alert(1)", "data:text/html,x",
		"javascript.x", "app:/cb", "https://app.example/\r\nX: y", "https://app.example/ x", `https://app.example\@evil.example/`, "HTTPS://app.example/cb",
		"https://app.example/é", "https://app.example/%zz",
	} {
		if checkRedirect(bad) == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestRedirectsMatchExactlyButForTheDevicesPort(t *testing.T) {
	registered := []string{"https://app.example/cb", "http://127.0.0.1/cb", "http://[::1]:1/cb?x=1"}
	for asked, want := range map[string]bool{
		"https://app.example/cb": true, "http://127.0.0.1/cb": true, "http://127.0.0.1:49152/cb": true, "http://[::1]:9/cb?x=1": true,
		"https://app.example/cb/": false, "https://app.example/cb?x": false, "https://app.example:443/cb": false, "https://app.example.evil/cb": false,
		"https://app.example/cb/../evil": false, "http://127.0.0.1:49152/other": false, "http://127.0.0.1:1@evil.example/cb": false,
		"http://[::1]:9/cb": false, "http://localhost/cb": false, "https://127.0.0.1/cb": false, "": false,
	} {
		if matches(registered, asked) != want {
			t.Errorf("%q: %v", asked, !want)
		}
	}
}

func TestASourceOfAPolicyIsOneSource(t *testing.T) {
	for redirect, want := range map[string]string{
		"https://app.example:8443/cb?x=1": "https://app.example:8443", "http://127.0.0.1:5000/cb": "http://127.0.0.1:5000", "http://[::1]:5000/cb": "http:",
		"org.example.app:/cb": "org.example.app:", "https://app.example;script-src *": "'none'", "javascript:x": "'none'", "https://a,b'c.example/": "https://abc.example",
	} {
		if got := SourceOf(redirect); got != want {
			t.Errorf("%s: %s", redirect, got)
		}
	}
}

func TestTheExampleOfTheStandardIsProven(t *testing.T) {
	// RFC 7636, appendix B.
	if !proves("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM") {
		t.Error("the verifier does not prove its challenge")
	}
	if proves("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM") {
		t.Error("another verifier proves it, too")
	}
}
