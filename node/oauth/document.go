package oauth

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tributary/node"
)

// An app can have its description stand at an address, which is its client id. Then the host of that address vouches
// for it. It is fetched, guarded like everything that strangers name, only when a member who is signed in
// was sent here by the app.

// documents are the descriptions that were read lately.
type documents struct {
	mu    sync.Mutex
	known map[string]described
}

type described struct {
	client Client
	until  time.Time
}

const (
	documentFresh = 5 * time.Minute
	maxDocuments  = 256
)

// isDocument says whether a client id is the address of a description.
func isDocument(id string) bool {
	return strings.HasPrefix(id, "https://") || strings.HasPrefix(id, "http://")
}

// described is the app whose description stands at its client id.
//
// Errors: an [Error] for what does not describe that client; those of Fetch.
//
// Spec: OAuth Client ID Metadata Document (draft 00); FEP-d8c2.
func (s *Server) described(ctx context.Context, id string) (Client, error) {
	u, err := url.Parse(id)
	if err != nil || u.User != nil || u.Fragment != "" || strings.Contains(id, "#") || u.Path == "" || u.Path != cleanPath(u.Path) || s.Fetch == nil {
		return Client{}, refuse("invalid_client", "client_id is no address of a client's description: it has a path, and neither user, fragment nor dots as segments")
	}
	if known, ok := s.documents.get(id, s.now()); ok {
		return known, nil
	}
	body, err := s.Fetch(ctx, id)
	if err != nil {
		return Client{}, refuse("invalid_client", "the client's description cannot be read: %s", node.MessageOf(err))
	}
	client, err := readDocument(id, u, body)
	if err == nil {
		s.documents.put(id, client, s.now())
	}
	return client, err
}

func readDocument(id string, u *url.URL, body []byte) (Client, error) {
	var said struct {
		metadata `json:",inline"`
		ID       string         `json:"id"`
		Name     string         `json:"name"`
		Redirect jsontext.Value `json:"redirectURI"` // FEP-d8c2: one, or several
	}
	if err := strictly(body, &said); err != nil {
		return Client{}, refuse("invalid_client", "the client's description is no JSON object: %s", err)
	}
	if said.ClientID == "" && said.ID == "" || said.ClientID != "" && said.ClientID != id || said.ID != "" && said.ID != id {
		return Client{}, refuse("invalid_client", "the description at %.200s is of another client", id)
	}
	if len(said.Redirects) == 0 && len(said.Redirect) > 0 {
		var one string
		if json.Unmarshal(said.Redirect, &one) == nil {
			said.Redirects = []string{one}
		} else if json.Unmarshal(said.Redirect, &said.Redirects) != nil {
			return Client{}, refuse("invalid_client", "redirectURI takes addresses")
		}
	}
	if said.ClientName == "" {
		said.ClientName = said.Name
	}
	name, redirects, err := said.check()
	if err != nil {
		return Client{}, err
	}
	for _, one := range redirects {
		to, err := url.Parse(one)
		if err != nil || to.Scheme == "https" && !strings.EqualFold(to.Host, u.Host) {
			return Client{}, refuse("invalid_redirect_uri", "%s is not of the origin of the client's description", one)
		}
	}
	return Client{ID: id, Name: name, Redirects: redirects, Host: u.Host}, nil
}

// cleanPath is a path without segments that lead up or nowhere.
func cleanPath(path string) string {
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			return ""
		}
	}
	return path
}

func (d *documents) get(id string, now time.Time) (Client, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	known, ok := d.known[id]
	return known.client, ok && now.Before(known.until)
}

func (d *documents) put(id string, client Client, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.known == nil || len(d.known) >= maxDocuments {
		d.known = map[string]described{}
	}
	d.known[id] = described{client, now.Add(documentFresh)}
}
