package ooxml

import "github.com/orisano/gosax"

// Bare unpacks a part and takes its tokens without looking at them: the least
// that reading it can cost. Benchmarks compare with it.
func (p *Package) Bare(part string) error {
	r, err := p.open(part)
	if err != nil {
		return err
	}
	if p.xml == nil {
		p.xml = gosax.NewReaderSize(r, tokenBuffer)
	} else {
		p.xml.Reset(r)
	}
	for {
		ev, err := p.xml.Event()
		if err != nil || ev.Type() == gosax.EventEOF {
			return err
		}
	}
}
