package server

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"sync"
)

//go:embed templates
var templateFiles embed.FS

// style is that of the pages of this package; pagePolicy allows it and nothing else. It ends with where forms lead.
var style, pagePolicy = func() (template.CSS, string) {
	text, err := templateFiles.ReadFile("templates/style.css")
	if err != nil {
		panic(err) // part of the program
	}
	sum := sha256.Sum256(text)
	return template.CSS(text), "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
}()

// pages are read when first asked for: commands never are.
var pages = sync.OnceValue(func() map[string]*template.Template {
	all := map[string]*template.Template{}
	for _, name := range []string{"sign-in", "account", "work", "consent", "app-refused"} {
		all[name] = template.Must(template.ParseFS(templateFiles, "templates/page.html", "templates/"+name+".html"))
	}
	return all
})

// frame is what every page has.
type frame struct {
	Title string
	Node  string
	Style template.CSS
}

func (s *door) frame(title string) frame { return frame{title, s.Config.Name, style} }

// page answers with a page for one person. data embeds a frame.
func (s *door) page(w http.ResponseWriter, r *http.Request, name string, data any) {
	s.pageLeading(w, r, name, data, "")
}

// pageLeading is a page with a form whose answer leads elsewhere: to what the source says, and nowhere else.
func (s *door) pageLeading(w http.ResponseWriter, r *http.Request, name string, data any, source string) {
	var b bytes.Buffer
	if err := pages()[name].ExecuteTemplate(&b, "page.html", data); err != nil {
		s.problems.Write(w, r, fmt.Errorf("write the page %s: %w", name, err))
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Security-Policy", strings.TrimSuffix(pagePolicy+" "+source, " "))
	h.Set("Referrer-Policy", "no-referrer")
	if bad, is := data.(interface{ status() int }); is {
		w.WriteHeader(bad.status())
	}
	w.Write(b.Bytes())
}
