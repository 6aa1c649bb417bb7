package pdfium

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// repair puts what a cut-off file has lost behind it: the end of the object in
// which it breaks off, a catalog and a page tree where they are missing, and a
// trailer that names the catalog. PDFium then finds the objects by itself. It
// reports false where no page is left.
func repair(b []byte) ([]byte, bool) {
	found := survey(b)
	top := 0
	var pages []ref
	var catalog, encrypt *ref
	have := map[int]bool{}
	for i := range found {
		have[found[i].num] = true
		top = max(top, found[i].num)
	}
	for i := range found {
		o := &found[i]
		switch o.kind {
		case "Page":
			pages = append(pages, o.ref)
		case "Catalog":
			if have[o.pages] {
				catalog = &o.ref
			}
		case "Standard":
			encrypt = &o.ref
		}
	}
	if len(pages) == 0 && catalog == nil || encrypt != nil { // the key of an encrypted file stands in its trailer
		return nil, false
	}
	var w bytes.Buffer
	w.Write(b)
	w.WriteString("\nendstream\nendobj\n")
	if catalog == nil {
		pages = onlyLast(pages)
		fmt.Fprintf(&w, "%d 0 obj\n<</Type/Pages/Count %d/Kids[", top+1, len(pages))
		for _, p := range pages {
			fmt.Fprintf(&w, "%d %d R ", p.num, p.gen)
		}
		fmt.Fprintf(&w, "]>>\nendobj\n%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n", top+2, top+1)
		catalog = &ref{num: top + 2}
		top += 2
	}
	fmt.Fprintf(&w, "trailer\n<</Root %d %d R/Size %d>>\nstartxref\n0\n%%%%EOF\n", catalog.num, catalog.gen, top+1)
	return w.Bytes(), true
}

// onlyLast keeps one page of each number, in the order of the file: a page
// written anew replaces the former one.
func onlyLast(pages []ref) []ref {
	seen := map[int]bool{}
	var out []ref
	for _, p := range pages {
		if !seen[p.num] {
			seen[p.num] = true
			out = append(out, p)
		}
	}
	return out
}

type ref struct{ num, gen int }

// object is one indirect object as far as repair must know it.
type object struct {
	ref
	kind  string // its Type, "Standard" for a security handler
	pages int    // of a catalog: the root of the page tree
}

const (
	maxSurvey  = 200_000  // objects looked at
	maxObjStm  = 16 << 20 // unpacked bytes of one object stream
	maxUnpacks = 64 << 20 // of all of them
	maxStreams = 2000     // object streams unpacked
	maxDict    = 1 << 16  // bytes of a dictionary
)

// survey lists the objects of a file by their marks, "12 0 obj", and those in
// its object streams.
func survey(b []byte) []object {
	var all []object
	unpacked, streams := 0, 0
	for at := 0; len(all) < maxSurvey; {
		i := bytes.Index(b[at:], []byte(" obj"))
		if i < 0 {
			break
		}
		i += at
		at = i + 4
		r, ok := numbersBefore(b, i)
		if !ok {
			continue
		}
		d := topLevel(b[at:min(len(b), at+maxDict)])
		all = append(all, describe(r, d))
		if d["Type"] == "/ObjStm" && unpacked < maxUnpacks && streams < maxStreams {
			streams++
			in := inflate(b[at:])
			unpacked += len(in)
			all = append(all, packed(in, d)...)
		}
	}
	return all
}

func describe(r ref, d map[string]string) object {
	o := object{ref: r}
	if t := d["Type"]; t != "" && t[0] == '/' {
		o.kind = t[1:]
	}
	if d["Filter"] == "/Standard" && d["V"] != "" {
		o.kind = "Standard"
	}
	o.pages = leading(d["Pages"])
	return o
}

// packed lists the objects of an object stream (ISO 32000-2 7.5.7).
func packed(b []byte, d map[string]string) []object {
	n, first := leading(d["N"]), leading(d["First"])
	if first <= 0 || first > len(b) {
		return nil
	}
	fields := bytes.Fields(b[:first])
	var all []object
	for i := 0; i+1 < len(fields) && i < 2*n; i += 2 {
		num, off := leading(string(fields[i])), leading(string(fields[i+1]))
		if off < 0 || off >= len(b)-first {
			break
		}
		all = append(all, describe(ref{num: num}, topLevel(b[first+off:min(len(b), first+off+maxDict)])))
	}
	return all
}

// numbersBefore reads "12 0" in front of i.
func numbersBefore(b []byte, i int) (ref, bool) {
	gen, j, ok := numberBefore(b, i)
	if !ok {
		return ref{}, false
	}
	for j > 0 && space(b[j-1]) {
		j--
	}
	num, _, ok := numberBefore(b, j)
	return ref{num, gen}, ok && num > 0
}

func numberBefore(b []byte, end int) (n, start int, ok bool) {
	start = end
	for start > 0 && b[start-1] >= '0' && b[start-1] <= '9' && end-start < 8 {
		start--
	}
	n, err := strconv.Atoi(string(b[start:end]))
	return n, start, err == nil
}

func space(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

// leading is the number that s begins with, -1 without one.
func leading(s string) int {
	i := 0
	for i < len(s) && i < 9 && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	n, err := strconv.Atoi(s[:i])
	if err != nil {
		return -1
	}
	return n
}

// topLevel reads the keys of the dictionary that b begins with, and of each
// value the first token; of a number that and what follows it.
func topLevel(b []byte) map[string]string {
	d := map[string]string{}
	depth, key := 0, ""
	for i := 0; i < len(b); {
		tok, n := token(b[i:])
		i += n
		switch {
		case tok == "", tok == "obj", tok == "endobj", tok == "stream": // it breaks off
			return d
		case tok == "<<" || tok == "[":
			depth++
		case tok == ">>" || tok == "]":
			if depth--; depth <= 0 {
				return d
			}
		case depth == 0:
			return d
		case depth > 1:
			continue
		case tok[0] == '/' && key == "":
			key = tok[1:]
			continue
		case key != "":
			d[key] = tok
		}
		if depth <= 1 || tok == "<<" || tok == "[" {
			key = ""
		}
	}
	return d
}

// token is the next token of b and how many bytes it takes with the white space
// before it; strings come as "(".
func token(b []byte) (string, int) {
	i := 0
	for i < len(b) && space(b[i]) {
		i++
	}
	if i == len(b) {
		return "", i
	}
	rest := b[i:]
	for _, two := range []string{"<<", ">>"} {
		if bytes.HasPrefix(rest, []byte(two)) {
			return two, i + 2
		}
	}
	switch rest[0] {
	case '[', ']':
		return string(rest[:1]), i + 1
	case '(':
		return "(", i + literal(rest)
	case '<':
		if n := bytes.IndexByte(rest, '>'); n >= 0 {
			return "(", i + n + 1
		}
		return "", len(b)
	}
	n := 1
	for n < len(rest) && !space(rest[n]) && !bytes.ContainsRune([]byte("/[]<>()"), rune(rest[n])) {
		n++
	}
	return string(rest[:n]), i + n
}

// literal is the length of a string in parentheses.
func literal(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(b)
}

// inflate unpacks the stream that b holds, as far as it goes.
func inflate(b []byte) []byte {
	i := bytes.Index(b[:min(len(b), maxDict)], []byte("stream"))
	if i < 0 {
		return nil
	}
	r, err := zlib.NewReader(bytes.NewReader(bytes.TrimLeft(b[i+len("stream"):], "\r\n")))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(r, maxObjStm)) // what came before the damage is what is wanted
	return slices.Clip(out)
}

// cutOff reports that a file has no end mark where one belongs.
func cutOff(b []byte) bool { return !bytes.Contains(b[max(0, len(b)-2048):], []byte("%%EOF")) }
