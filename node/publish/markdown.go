package publish

import (
	"bytes"
	"html/template"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdown writes what people wrote as HTML. Raw HTML and script addresses in it are left out,
// pictures become links, and its headings stand below those of the page.
//
// Spec: CommonMark 0.31; pf:content.
func markdown(source string) template.HTML {
	var b bytes.Buffer
	if err := prose.Convert([]byte(source), &b); err != nil {
		return template.HTML(template.HTMLEscapeString(source))
	}
	return template.HTML(b.String())
}

var prose = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify),
	goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(fitting{}, 100))),
)

// fitting makes a document fit into a page of ours.
type fitting struct{}

// belowHeadings is how deep the headings of the page go where prose stands.
const belowHeadings = 4

// Transform implements parser.ASTTransformer.
func (fitting) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	var images []*ast.Image
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Heading:
			if entering {
				n.Level = min(6, n.Level+belowHeadings)
			}
		case *ast.Image:
			if entering {
				images = append(images, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, image := range images { // fetching one would tell its host who reads the page
		a := ast.NewLink()
		a.Destination, a.Title = image.Destination, image.Title
		for child := image.FirstChild(); child != nil; child = image.FirstChild() {
			a.AppendChild(a, child)
		}
		image.Parent().ReplaceChild(image.Parent(), image, a)
	}
}
