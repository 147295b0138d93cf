package publish

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"strings"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// view is a page for people: what the templates are given.
type view struct {
	template string // name of the file, without ".html"

	Title   string   // of the window
	Heading string   //
	Kind    anchor   // what sort of thing it is
	Crumbs  []anchor // from the node to the page
	Notice  *notice  // what must be known before reading
	Lead    string   // one sentence

	Facts    []fact
	Sections []section
	Lists    []linkList
	Table    *grid
	Voices   responses // what others said
	Versions []versionRow
	Changes  []string // what this version changed
	Changed  bool     // whether Changes mean anything here
	Terms    []term   // of a vocabulary
	Guide    *guide   // of the node
	Dealings *summary // of a group, for its members

	Newer, Older string // pages of a collection
	History      string // address of all versions

	Site    anchor
	Account anchor // of whoever reads
	Address string
	Formats []anchor
	License string
	Feed    string
	Data    template.JS // the graph as JSON-LD
	Style   template.CSS
}

type anchor struct{ Text, Href, Title string }

type notice struct {
	Text  string
	Links []anchor
}

type linkList struct {
	Heading string
	Lead    string
	Items   []anchor
}

type versionRow struct {
	N          int
	At         time.Time
	Href       string
	By         *anchor
	Difference string
	Here       bool
}

//go:embed templates
var templateFiles embed.FS

var (
	templates = parseTemplates()
	style     = readStyle()
	// viewPolicy lets a page show itself and nothing else: no script, no picture, no frame.
	//
	// Spec: Content Security Policy Level 3.
	viewPolicy = "default-src 'none'; style-src '" + hashOf(style) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

func readStyle() string {
	b, err := templateFiles.ReadFile("templates/style.css")
	if err != nil {
		panic(err) // part of the program
	}
	return string(b)
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// parseTemplates reads every page's template together with the layout.
func parseTemplates() map[string]*template.Template {
	functions := template.FuncMap{
		"day":   func(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") },
		"stamp": func(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) },
	}
	all := map[string]*template.Template{}
	for _, name := range []string{"thing", "collection", "history", "difference", "namespace", "home"} {
		all[name] = template.Must(template.New(name).Funcs(functions).ParseFS(templateFiles,
			"templates/layout.html", "templates/values.html", "templates/"+name+".html"))
	}
	return all
}

// html writes a page for people.
func (d *Documents) html(w *writing) ([]byte, error) {
	p := w.p
	v, err := p.view(w.q)
	if err != nil {
		return nil, err
	}
	v.Site = anchor{Text: d.name, Href: d.node.Base + "/"}
	v.Account = anchor{Text: "Sign in", Href: d.account}
	if w.q.known() {
		v.Account.Text = "Your account"
	}
	v.Address = string(p.iri)
	v.License = string(d.license)
	v.Style = template.CSS(style)
	if v.Title == "" {
		v.Title = v.Heading
	}
	for _, e := range w.others {
		if e.on&viewPage == 0 {
			v.Formats = append(v.Formats, anchor{Text: e.name, Href: p.at(e.suffix), Title: e.typ})
		}
	}
	if p.kind&graphPage != 0 && p.thing.resource != nil {
		if v.Data, err = data(w); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	if err := templates[v.template].ExecuteTemplate(&b, "layout", v); err != nil {
		return nil, fmt.Errorf("fill %s.html: %w", v.template, err)
	}
	return b.Bytes(), nil
}

// data is the graph of the page as JSON-LD, for the programs that read pages. What could end the
// element it stands in is escaped.
func data(w *writing) (template.JS, error) {
	body, err := writeCompacted(w)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	json.HTMLEscape(&b, body)
	return template.JS(b.String()), nil
}

// crumbs lead from the node to a thing: its group, the collection it is in.
func (d *Documents) crumbs(q *request, v node.Version, class *vocab.Class) []anchor {
	crumbs := []anchor{{Text: d.name, Href: d.node.Base + "/"}}
	if d.node.IsPublicPerson(v.IRI) {
		return append(crumbs, anchor{Text: "People", Href: d.node.Base + "/people"})
	}
	if d.node.IsGroup(v.IRI) {
		return append(crumbs, anchor{Text: "Groups", Href: d.node.Base + "/groups"})
	}
	if d.node.Handle(v.Owner) == "" {
		return crumbs
	}
	crumbs = append(crumbs, anchor{Text: d.nameOf(q, v.Owner), Href: string(v.Owner)})
	if class != nil && class.Plural != "" && !strings.HasSuffix(string(v.IRI), "/state") {
		crumbs = append(crumbs, anchor{
			Text: capital(strings.ReplaceAll(class.Plural, "-", " ")), Href: string(v.Owner) + "/" + class.Plural,
		})
	}
	return crumbs
}
