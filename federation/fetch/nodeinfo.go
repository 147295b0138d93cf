package fetch

import (
	"context"
	"net/url"
	"strings"

	"github.com/go-json-experiment/json"

	"tributary/node"
)

// NodeInfo is what a node says of its software.
type NodeInfo struct {
	Software string // "mastodon"
	Version  string
	Raw      []byte // the whole document
}

const nodeInfoSchema = "http://nodeinfo.diaspora.software/ns/schema/"

// NodeInfo asks a host what runs there: the newest schema 2 it offers, at its own origin.
//
// Errors: NotFound when it offers none; Invalid when that is at another origin; those of JSON.
//
// Spec: NodeInfo 2.1; FEP-f1d5.
func (c *Client) NodeInfo(ctx context.Context, host string) (NodeInfo, error) {
	body, err := c.wellKnown(ctx, host, "/.well-known/nodeinfo", "application/json", "application/jrd+json")
	if err != nil {
		return NodeInfo{}, err
	}
	var d jrd
	if err := json.Unmarshal(body, &d); err != nil {
		return NodeInfo{}, unreadableNodeInfo(host, err)
	}
	rel, href := "", ""
	for _, l := range d.Links {
		if strings.HasPrefix(l.Rel, nodeInfoSchema+"2.") && l.Rel > rel {
			rel, href = l.Rel, l.Href
		}
	}
	if href == "" {
		return NodeInfo{}, node.Errorf(node.NotFound, "%s offers no NodeInfo", host)
	}
	if u, err := url.Parse(href); err != nil || !strings.EqualFold(u.Host, host) {
		return NodeInfo{}, node.Errorf(node.Invalid, "%s has its NodeInfo elsewhere: %.200q", host, href)
	}
	raw, err := c.JSON(ctx, href, "application/json")
	if err != nil {
		return NodeInfo{}, err
	}
	var n struct {
		Software struct {
			Name    string `json:"name"`
			Version string `json:"version"`
		} `json:"software"`
	}
	if err := json.Unmarshal(raw, &n); err != nil {
		return NodeInfo{}, unreadableNodeInfo(host, err)
	}
	return NodeInfo{Software: clip(n.Software.Name), Version: clip(n.Software.Version), Raw: raw}, nil
}

func unreadableNodeInfo(host string, err error) error {
	return &node.Error{Kind: node.Unreadable, Message: "the NodeInfo of " + host + " cannot be read", Err: err}
}

// clip bounds a word that others chose.
func clip(text string) string {
	return strings.ToValidUTF8(text[:min(len(text), 100)], "")
}
