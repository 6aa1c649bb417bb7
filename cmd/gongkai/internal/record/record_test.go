package record

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/watch"
	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/sinktest"
)

func made(generation string, seed int) *Record {
	p := sinktest.Report(generation, seed)
	return &Record{Brief: Brief{Digest: p.Source, Size: 1000, Sniffed: "docx", Reader: 3, Tables: 3, Read: true, Outcome: sinks.OK, ReportID: p.ID, Printed: Printed(p)}, Report: p, Watch: watch.BriefOf(p)}
}

func failed() *Record {
	return &Record{Brief: Brief{Digest: sha256.Sum256([]byte("x")), Size: 1, Outcome: sinks.Failed, Code: "docx-zip", Message: "断"}}
}

func coders(t testing.TB) (*Encoder, *Decoder) {
	t.Helper()
	e, err := NewEncoder()
	if err != nil {
		t.Fatal(err)
	}
	d, err := NewDecoder()
	if err != nil {
		t.Fatal(err)
	}
	return e, d
}

func TestRoundTrip(t *testing.T) {
	e, d := coders(t)
	for _, r := range []*Record{made("A2", 7), made("B", 1), made("C", 2), failed()} {
		b, err := e.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		got, err := d.Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		again, err := e.Encode(got)
		if err != nil || string(again) != string(b) {
			t.Errorf("encoded again: %v, same bytes %v", err, string(again) == string(b))
		}
	}
}

// TestEveryField fills each field of a report, whatever fields it has by now,
// with something and with zeros in lists, and wants it back.
func TestEveryField(t *testing.T) {
	e, d := coders(t)
	form := FormOf[normalize.Report]()
	for seed := range uint64(50) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		var r, got normalize.Report
		fill(rnd, reflect.ValueOf(&r).Elem(), seed == 0)
		b, err := e.EncodeAs(form, &r)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.DecodeAs(form, b, &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
}

// fill gives a value its content; all leaves nothing zero.
func fill(rnd *rand.Rand, v reflect.Value, all bool) {
	if !all && rnd.IntN(3) == 0 {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString([]string{"a", "政府", "x\x00y", "长长的文字"}[rnd.IntN(4)])
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(1 + rnd.Int64N(100))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(1 + rnd.Uint64N(100))
	case reflect.Float64:
		v.SetFloat(1 + rnd.Float64())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(rnd, v.Elem(), false)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 3, 3))
		for i := range 3 {
			fill(rnd, v.Index(i), false)
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(rnd, v.Index(i), true)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(rnd, v.Field(i), all)
		}
	}
}

// TestParts reads parts of a record as they are read in passes over many.
func TestParts(t *testing.T) {
	e, d := coders(t)
	for _, r := range []*Record{made("B", 1), failed()} {
		b, err := e.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := d.Watch(b)
		if diff := cmp.Diff(r.Watch, w, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		texts, err := d.Texts(b)
		var want []normalize.Section
		if r.Report != nil {
			want = r.Report.Sections
		}
		if diff := cmp.Diff(want, texts); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	}
}

// TestBroken damages every byte of a record and cuts it everywhere: what comes
// back is a record or ErrRecord, and never a panic.
func TestBroken(t *testing.T) {
	e, d := coders(t)
	for _, r := range []*Record{failed(), made("B", 1)} {
		whole, err := e.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		for i := range whole {
			for _, x := range []byte{0xff, 0x80, 1} {
				b := append([]byte(nil), whole...)
				b[i] ^= x
				rec, err := d.Decode(b)
				if err != nil && !errors.Is(err, ErrRecord) {
					t.Fatal(err)
				}
				checked, e := d.Check(b)
				if (err == nil) != (e == nil) || err == nil && checked != rec.Brief {
					t.Fatalf("byte %d: decoded %v, checked %v", i, err, e)
				}
			}
			if _, err := d.Decode(whole[:i]); !errors.Is(err, ErrRecord) {
				t.Errorf("cut at %d: %v", i, err)
			}
		}
	}
}

// TestBrokenTables damages what is compressed.
func TestBrokenTables(t *testing.T) {
	e, d := coders(t)
	p := made("B", 1).Report
	plain, err := e.lay(restForm, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range plain {
		for _, x := range []byte{0xff, 0x80, 1} {
			b := append([]byte(nil), plain...)
			b[i] ^= x
			var errs [2]error
			var printed int
			for k, check := range []bool{false, true} {
				var got normalize.Report
				d.err, d.held, d.printed, d.check = nil, 0, 0, check
				if errs[k] = d.unlay(restForm, b, &got); errs[k] != nil && !errors.Is(errs[k], ErrRecord) {
					t.Fatal(errs[k])
				}
				if !check {
					printed = Printed(&got)
				} else if errs[k] == nil && printed != d.printed {
					t.Fatalf("byte %d: %d numbers, counted %d", i, printed, d.printed)
				}
			}
			d.err, d.held, d.check = nil, 0, false
			if (errs[0] == nil) != (errs[1] == nil) {
				t.Fatalf("byte %d: decoded %v, checked %v", i, errs[0], errs[1])
			}
		}
	}
}

func TestContradictions(t *testing.T) {
	e, _ := coders(t)
	for name, change := range map[string]func(r *Record){
		"outcome":       func(r *Record) { r.Outcome = "fine" },
		"no report":     func(r *Record) { r.Report = nil },
		"failed":        func(r *Record) { r.Outcome = sinks.Failed },
		"other source":  func(r *Record) { r.Digest[0]++ },
		"id":            func(r *Record) { r.ReportID += "x" },
		"id of letters": func(r *Record) { r.ReportID = "甲"; r.Report.ID = "甲" },
		"year":          func(r *Record) { r.Report.Year = 1 << 20 },
		"printed":       func(r *Record) { r.Printed++ },
		"superseded":    func(r *Record) { r.Report.SupersededBy = "x" },
		"utf-8":         func(r *Record) { r.Report.Title = "\xff" },
		"size":          func(r *Record) { r.Size = -1 },
		"duplicate":     func(r *Record) { r.Outcome, r.Report = sinks.Duplicate, nil },
	} {
		r := made("C", 2)
		change(r)
		if _, err := e.Encode(r); !errors.Is(err, ErrRecord) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	e, d := coders(f)
	for _, r := range []*Record{failed(), made("C", 2)} {
		b, err := e.Encode(r)
		if err != nil {
			f.Fatal(err)
		}
		p, err := d.parts(b)
		if err != nil {
			f.Fatal(err)
		}
		plain := func(b []byte) []byte {
			b, err := d.zstd.DecodeAll(b, nil)
			if err != nil {
				f.Fatal(err)
			}
			return b
		}
		f.Add(p.head, plain(p.text), plain(p.rest))
	}
	f.Fuzz(func(t *testing.T, head, text, rest []byte) {
		b := append([]byte(nil), schema[:]...)
		packed := e.zstd.EncodeAll(text, nil)
		b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(len(head))), uint64(len(packed)))
		b = e.zstd.EncodeAll(rest, append(append(b, head...), packed...))
		r, err := d.Decode(b)
		if err != nil {
			if !errors.Is(err, ErrRecord) {
				t.Fatal(err)
			}
			return
		}
		if _, err := e.Encode(r); err != nil {
			t.Fatalf("a record that was read cannot be written: %v", err)
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	e, _ := coders(b)
	r := made("C", 2)
	b.ReportAllocs()
	for b.Loop() {
		blob, err := e.Encode(r)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(blob)), "bytes")
	}
}

func BenchmarkDecode(b *testing.B) {
	e, d := coders(b)
	blob, err := e.Encode(made("C", 2))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Decode(blob); err != nil {
			b.Fatal(err)
		}
	}
}
