package record

import (
	"encoding/binary"
	"reflect"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
)

// Facts and cells are most of a report. They are kept by column, places as the
// difference from the row before, without reflection. TestEveryField fails where
// a field is missing here.
var byHand = map[reflect.Type]struct {
	put func(e *Encoder, v reflect.Value)
	get func(d *Decoder, v reflect.Value)
}{
	reflect.TypeFor[[]normalize.Fact](): {putFacts, getFacts},
	reflect.TypeFor[[]normalize.Cell](): {putCells, getCells},
}

// handForm changes where the layout below does.
const handForm = "columns1"

// What a fact or a cell has besides its columns.
const (
	hasRaw = 1 << iota
	hasInferred
	hasFlags
	hasBox
	hasPart
	allBits = 1<<iota - 1
)

func (e *Encoder) str(s string) { e.uint(uint64(e.place(s))) }
func (e *Encoder) uint(n uint64) {
	if n < 0x80 {
		e.body = append(e.body, byte(n))
		return
	}
	e.body = binary.AppendUvarint(e.body, n)
}
func (e *Encoder) int(n int64) { e.uint(uint64(n)<<1 ^ uint64(n>>63)) }

func (d *Decoder) str() string {
	n := d.uvarint()
	if n < uint64(len(known)) {
		return known[n]
	}
	if n -= uint64(len(known)); n < uint64(len(d.strings)) {
		return d.strings[n]
	}
	d.fail("a string that is not in the table")
	return ""
}

func (d *Decoder) int() int64 {
	u := d.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

func putFacts(e *Encoder, v reflect.Value) {
	fs := v.Interface().([]normalize.Fact)
	e.uint(uint64(len(fs)))
	for i := range fs {
		e.str(fs[i].Table)
	}
	for i := range fs {
		e.str(fs[i].Indicator)
	}
	for i := range fs {
		e.str(fs[i].Applicant)
	}
	for i := range fs {
		e.str(fs[i].Unit)
	}
	for i := range fs {
		e.str(string(fs[i].Status))
	}
	for i := range fs {
		e.int(fs[i].Value.Coef)
	}
	for i := range fs {
		e.int(int64(fs[i].Value.Scale))
	}
	for i := range fs {
		e.str(fs[i].Raw)
	}
	for i := range fs {
		e.str(fs[i].InferredBy)
	}
	for i := range fs {
		e.str(string(fs[i].Row))
	}
	for i := range fs {
		e.str(string(fs[i].Col))
	}
	for i := range fs {
		e.str(fs[i].OverrideID)
	}
	var last normalize.Fact
	for i := range fs {
		f := &fs[i]
		e.int(int64(f.TableNo - last.TableNo))
		e.int(int64(f.RowNo - last.RowNo))
		e.int(int64(f.ColNo - last.ColNo))
		last.TableNo, last.RowNo, last.ColNo = f.TableNo, f.RowNo, f.ColNo
	}
	for i := range fs {
		f := &fs[i]
		e.int(int64(f.Addr.Block - last.Addr.Block))
		e.int(int64(f.Addr.Row - f.RowNo))
		e.int(int64(f.Addr.Col - f.ColNo))
		last.Addr.Block = f.Addr.Block
	}
	for i := range fs {
		e.span(&fs[i].Prov, &last.Prov)
	}
	for i := range fs {
		f := &fs[i]
		bits := provBits(&f.Prov)
		if f.HasRaw {
			bits |= hasRaw
		}
		if f.Inferred != nil {
			bits |= hasInferred
		}
		if len(f.Flags) > 0 {
			bits |= hasFlags
		}
		e.body = append(e.body, bits)
		e.prov(&f.Prov, bits)
		if f.Inferred != nil {
			e.int(f.Inferred.Coef)
			e.int(int64(f.Inferred.Scale))
		}
		if len(f.Flags) > 0 {
			e.uint(uint64(len(f.Flags)))
			for _, g := range f.Flags {
				e.str(string(g))
			}
		}
	}
}

// factBytes and cellBytes are the fewest bytes of a row.
const (
	factBytes = 22
	cellBytes = 14
)

func getFacts(d *Decoder, v reflect.Value) {
	n := d.rows(factBytes, maxFacts, reflect.TypeFor[normalize.Fact]())
	if n == 0 {
		return
	}
	if d.check {
		d.throughFacts(n)
		return
	}
	fs := make([]normalize.Fact, n)
	for i := range fs {
		fs[i].Table = d.str()
	}
	for i := range fs {
		fs[i].Indicator = d.str()
	}
	for i := range fs {
		fs[i].Applicant = d.str()
	}
	for i := range fs {
		fs[i].Unit = d.str()
	}
	for i := range fs {
		fs[i].Status = normalize.Status(d.str())
	}
	for i := range fs {
		fs[i].Value.Coef = d.int()
	}
	for i := range fs {
		fs[i].Value.Scale = int(d.int())
	}
	for i := range fs {
		fs[i].Raw = d.str()
	}
	for i := range fs {
		fs[i].InferredBy = d.str()
	}
	for i := range fs {
		fs[i].Row = normalize.Match(d.str())
	}
	for i := range fs {
		fs[i].Col = normalize.Match(d.str())
	}
	for i := range fs {
		fs[i].OverrideID = d.str()
	}
	var last normalize.Fact
	for i := range fs {
		f := &fs[i]
		f.TableNo, f.RowNo, f.ColNo = last.TableNo+int(d.int()), last.RowNo+int(d.int()), last.ColNo+int(d.int())
		last.TableNo, last.RowNo, last.ColNo = f.TableNo, f.RowNo, f.ColNo
	}
	for i := range fs {
		f := &fs[i]
		f.Addr = extract.Addr{Block: last.Addr.Block + int(d.int()), Row: f.RowNo + int(d.int()), Col: f.ColNo + int(d.int())}
		last.Addr.Block = f.Addr.Block
	}
	for i := range fs {
		d.span(&fs[i].Prov, &last.Prov)
	}
	for i := 0; i < len(fs) && d.err == nil; i++ {
		f := &fs[i]
		bits := d.bits(allBits)
		d.prov(&f.Prov, bits)
		f.HasRaw = bits&hasRaw != 0
		if bits&hasInferred != 0 {
			f.Inferred = &normalize.Decimal{Coef: d.int(), Scale: int(d.int())}
		}
		if bits&hasFlags != 0 {
			k := d.uvarint()
			if k > uint64(d.left()) || !d.spend(int(k)*16) {
				d.fail("%d flags", k)
				return
			}
			f.Flags = make([]normalize.Flag, k)
			for j := range f.Flags {
				f.Flags[j] = normalize.Flag(d.str())
			}
		}
	}
	*v.Addr().Interface().(*[]normalize.Fact) = fs
}

func putCells(e *Encoder, v reflect.Value) {
	cs := v.Interface().([]normalize.Cell)
	e.uint(uint64(len(cs)))
	var last normalize.Cell
	for i := range cs {
		c := &cs[i]
		e.int(int64(c.TableNo - last.TableNo))
		e.int(int64(c.RowNo - last.RowNo))
		e.int(int64(c.ColNo - last.ColNo))
		last.TableNo, last.RowNo, last.ColNo = c.TableNo, c.RowNo, c.ColNo
	}
	for i := range cs {
		e.int(int64(cs[i].RowSpan))
	}
	for i := range cs {
		e.int(int64(cs[i].ColSpan))
	}
	for i := range cs {
		e.str(cs[i].Text)
	}
	for i := range cs {
		e.str(cs[i].Role)
	}
	for i := range cs {
		e.str(cs[i].Indicator)
	}
	for i := range cs {
		e.str(cs[i].Applicant)
	}
	for i := range cs {
		e.str(cs[i].Reason)
	}
	for i := range cs {
		e.span(&cs[i].Prov, &last.Prov)
	}
	for i := range cs {
		bits := provBits(&cs[i].Prov)
		e.body = append(e.body, bits)
		e.prov(&cs[i].Prov, bits)
	}
}

func getCells(d *Decoder, v reflect.Value) {
	n := d.rows(cellBytes, maxCells, reflect.TypeFor[normalize.Cell]())
	if n == 0 {
		return
	}
	if d.check {
		d.throughCells(n)
		return
	}
	cs := make([]normalize.Cell, n)
	var last normalize.Cell
	for i := range cs {
		c := &cs[i]
		c.TableNo, c.RowNo, c.ColNo = last.TableNo+int(d.int()), last.RowNo+int(d.int()), last.ColNo+int(d.int())
		last.TableNo, last.RowNo, last.ColNo = c.TableNo, c.RowNo, c.ColNo
	}
	for i := range cs {
		cs[i].RowSpan = int(d.int())
	}
	for i := range cs {
		cs[i].ColSpan = int(d.int())
	}
	for i := range cs {
		cs[i].Text = d.str()
	}
	for i := range cs {
		cs[i].Role = d.str()
	}
	for i := range cs {
		cs[i].Indicator = d.str()
	}
	for i := range cs {
		cs[i].Applicant = d.str()
	}
	for i := range cs {
		cs[i].Reason = d.str()
	}
	for i := range cs {
		d.span(&cs[i].Prov, &last.Prov)
	}
	for i := 0; i < len(cs) && d.err == nil; i++ {
		d.prov(&cs[i].Prov, d.bits(hasBox|hasPart))
	}
	*v.Addr().Interface().(*[]normalize.Cell) = cs
}

// throughFacts reads what getFacts reads and keeps nothing: a record that passes
// here is one that can be decoded.
func (d *Decoder) throughFacts(n int) {
	d.some(4 * n) // table, indicator, applicant, unit
	for range n {
		if s := normalize.Status(d.str()); s == normalize.Reported || s == normalize.Corrected {
			d.printed++
		}
	}
	d.numbers(2 * n) // value
	d.some(4 * n)    // raw text, rule of inference, row, column
	d.some(n)        // override
	d.numbers(9 * n)
	for i := 0; i < n && d.err == nil; i++ {
		var p extract.Prov
		bits := d.bits(allBits)
		d.prov(&p, bits)
		if bits&hasInferred != 0 {
			d.numbers(2)
		}
		if bits&hasFlags != 0 {
			k := d.uvarint()
			if k > uint64(d.left()) || !d.spend(int(k)*16) {
				d.fail("%d flags", k)
				return
			}
			d.some(int(k))
		}
	}
}

// throughCells reads what getCells reads.
func (d *Decoder) throughCells(n int) {
	d.numbers(5 * n)
	d.some(4 * n) // text, role, indicator, applicant
	d.some(n)     // reason
	d.numbers(3 * n)
	for i := 0; i < n && d.err == nil; i++ {
		var p extract.Prov
		d.prov(&p, d.bits(hasBox|hasPart))
	}
}

// some reads strings, numbers reads numbers.
func (d *Decoder) some(n int) {
	for range n {
		d.str()
	}
}

func (d *Decoder) numbers(n int) {
	for range n {
		d.uvarint()
	}
}

// rows reads how many rows follow, of so many bytes at least.
func (d *Decoder) rows(bytes, most int, t reflect.Type) int {
	n := d.uvarint()
	if n > uint64(d.left()/bytes) || n > uint64(most) {
		d.fail("a list of %d", n)
		return 0
	}
	if !d.spend(int(n) * int(t.Size())) {
		return 0
	}
	return int(n)
}

func (d *Decoder) bits(may byte) byte {
	b := d.take(1)
	if b == nil {
		return 0
	}
	if b[0]&^may != 0 {
		d.fail("a bit without a meaning")
		return 0
	}
	return b[0]
}

// span is the place in the source, without what few formats have.
func (e *Encoder) span(p, last *extract.Prov) {
	e.int(p.Start - last.Start)
	e.int(p.End - p.Start)
	e.int(int64(p.Page - last.Page))
	last.Start, last.Page = p.Start, p.Page
}

func (d *Decoder) span(p, last *extract.Prov) {
	p.Start = last.Start + d.int()
	p.End = p.Start + d.int()
	p.Page = last.Page + int(d.int())
	last.Start, last.Page = p.Start, p.Page
}

func provBits(p *extract.Prov) (bits byte) {
	if p.Box != (extract.Box{}) {
		bits |= hasBox
	}
	if p.Part != "" {
		bits |= hasPart
	}
	return bits
}

func (e *Encoder) prov(p *extract.Prov, bits byte) {
	if bits&hasBox != 0 {
		for _, x := range [...]float64{p.Box.X0, p.Box.Y0, p.Box.X1, p.Box.Y1} {
			e.float(x)
		}
	}
	if bits&hasPart != 0 {
		e.str(p.Part)
	}
}

func (d *Decoder) prov(p *extract.Prov, bits byte) {
	if bits&hasBox != 0 {
		p.Box = extract.Box{X0: d.float(), Y0: d.float(), X1: d.float(), Y1: d.float()}
	}
	if bits&hasPart != 0 {
		p.Part = d.str()
	}
}
