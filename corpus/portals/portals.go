// Package portals is the list of kinds of portals. A new kind is a package below
// this one and a line in All; a new site of a kind is a YAML file (package
// corpus/sources).
package portals

import (
	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals/anhui"
	"github.com/gongkai-data/gongkai/corpus/portals/boda"
	"github.com/gongkai-data/gongkai/corpus/portals/eportal"
	"github.com/gongkai-data/gongkai/corpus/portals/guangdong"
	"github.com/gongkai-data/gongkai/corpus/portals/internal/listing"
	"github.com/gongkai-data/gongkai/corpus/portals/jcms"
	"github.com/gongkai-data/gongkai/corpus/portals/jeecms"
	"github.com/gongkai-data/gongkai/corpus/portals/thinkphp"
	"github.com/gongkai-data/gongkai/corpus/portals/trs"
	"github.com/gongkai-data/gongkai/corpus/portals/ucap"
)

// All is every kind, the most particular addresses first.
var All = []corpus.Portal{
	thinkphp.Portal,
	jcms.Portal,
	anhui.Portal,
	eportal.Portal,
	ucap.Portal,
	guangdong.Portal,
	jeecms.Portal,
	trs.Portal,
	boda.Portal,
}

// ByName finds a kind.
func ByName(name string) (corpus.Portal, bool) {
	for _, p := range All {
		if p.Name == name {
			return p, true
		}
	}
	return corpus.Portal{}, false
}

// Year is the year reported on that a title names, 0 where it names none.
func Year(title string) int { return listing.Year(title) }

// Recognised is what one kind says of a page.
type Recognised struct {
	Source   corpus.Source
	Evidence string
}

// Recognise asks every kind about a page. More than one may know it; a person
// chooses.
func Recognise(p *corpus.Page) (out []Recognised) {
	for _, k := range All {
		if s, evidence, ok := k.Recognise(p); ok {
			out = append(out, Recognised{s, evidence})
		}
	}
	return out
}
