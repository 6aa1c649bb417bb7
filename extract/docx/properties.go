package docx

import (
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/ooxml"
)

// properties reads what the package says about itself ([ECMA-376] part 2, 11
// and part 1, 22.2).
func (r *reader) properties() error {
	rels, err := r.pkg.Relationships("")
	if err != nil {
		return r.tolerate("_rels/.rels", err)
	}
	for i := range rels {
		prefix := ""
		switch {
		case rels[i].External:
			continue
		case rels[i].Is("core-properties"), rels[i].Is("coreProperties"):
			prefix = "core:"
		case rels[i].Is("extended-properties"), rels[i].Is("extendedProperties"):
			prefix = "app:"
		default:
			continue
		}
		if !r.pkg.Has(rels[i].Target) {
			continue // a document can do without
		}
		if err := r.sidePart(rels[i].Target, func() error { return r.propertyPart(prefix) }); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) propertyPart(prefix string) error {
	for {
		k, err := r.next()
		if err != nil || k == ooxml.EOF {
			return err
		}
		if k != ooxml.Start {
			continue
		}
		name := prefix + string(r.t.Local)
		switch name {
		case "core:title", "core:creator", "core:created", "core:modified", "app:Application":
		default:
			continue
		}
		v, err := r.flatText()
		if err != nil {
			return err
		}
		if v == "" {
			continue
		}
		r.doc.Properties = append(r.doc.Properties, extract.Property{Name: name, Value: v})
		if name == "core:title" {
			r.doc.Title = v
		}
	}
}

// flatText returns the text of the current element.
func (r *reader) flatText() (string, error) {
	var s []byte
	for depth := 1; depth > 0; {
		k, err := r.next()
		if err != nil {
			return "", err
		}
		switch k {
		case ooxml.Start:
			depth++
		case ooxml.End:
			depth--
		case ooxml.Text:
			b, err := r.t.Text()
			if err != nil {
				return "", err
			}
			s = append(s, b...)
		}
	}
	return string(s), nil
}
