package font

// cff is a Compact Font Format program (Adobe Technical Note 5176).
type cff struct {
	byCID    bool
	ordering string
	charset  []uint16 // glyph number → string number, or CID
	gids     map[int]int
	strings  [][]byte
	codes    [256]uint16 // code → glyph number, of an encoding of its own
	standard bool
}

// newCFF reads header, top dictionary, charset and encoding; nil where they are broken.
func newCFF(b []byte) *cff {
	_, at := cffIndex(b, int(b[2]))
	tops, at := cffIndex(b, at)
	strs, _ := cffIndex(b, at)
	if len(tops) == 0 {
		return nil
	}
	c := &cff{strings: strs}
	top := cffDict(tops[0])
	const ros, charset, encoding, charStrings = 0x0c1e, 15, 16, 17
	if v, ok := top[ros]; ok && len(v) >= 2 {
		c.byCID = true
		c.ordering = c.str(int(v[1]))
	}
	glyphs := 0
	if v := top[charStrings]; len(v) > 0 {
		glyphs = cffCount(b, int(v[0]))
	}
	c.readCharset(b, last(top[charset]), glyphs)
	if !c.byCID {
		c.readEncoding(b, last(top[encoding]))
	}
	return c
}

func last(v []float64) int {
	if len(v) == 0 {
		return 0
	}
	return int(v[len(v)-1])
}

func cffCount(b []byte, at int) int { return u16(b, at) }

// cffIndex reads an INDEX (section 5).
func cffIndex(b []byte, at int) (elems [][]byte, next int) {
	n := u16(b, at)
	if n == 0 || at+3 > len(b) || at < 0 {
		return nil, at + 2
	}
	size := int(b[at+2])
	offset := func(i int) int {
		v := 0
		for k := range size {
			if p := at + 3 + i*size + k; p < len(b) {
				v = v<<8 | int(b[p])
			}
		}
		return v
	}
	data := at + 3 + (n+1)*size - 1
	if size < 1 || size > 4 || data > len(b) {
		return nil, len(b)
	}
	for i := range n {
		from, to := data+offset(i), data+offset(i+1)
		if from < data || to < from || to > len(b) {
			return elems, len(b)
		}
		elems = append(elems, b[from:to])
	}
	return elems, data + offset(n)
}

// cffDict reads a DICT (section 4): operands by operator.
func cffDict(b []byte) map[int][]float64 {
	d := make(map[int][]float64)
	var stack []float64
	for i := 0; i < len(b); {
		v := int(b[i])
		i++
		switch {
		case v == 12 && i < len(b):
			d[0x0c00|int(b[i])] = stack
			stack = nil
			i++
		case v <= 21:
			d[v] = stack
			stack = nil
		case v == 28:
			stack = append(stack, float64(int16(u16(b, i))))
			i += 2
		case v == 29:
			stack = append(stack, float64(int32(u32(b, i))))
			i += 4
		case v == 30: // a real number: of no use here
			for i < len(b) && b[i]&0x0f != 0x0f && b[i]>>4 != 0x0f {
				i++
			}
			i++
			stack = append(stack, 0)
		case 32 <= v && v <= 246:
			stack = append(stack, float64(v-139))
		case 247 <= v && v <= 250 && i < len(b):
			stack = append(stack, float64((v-247)*256+int(b[i])+108))
			i++
		case 251 <= v && v <= 254 && i < len(b):
			stack = append(stack, float64(-(v-251)*256-int(b[i])-108))
			i++
		}
	}
	return d
}

// readCharset reads what glyphs are called (section 13).
func (c *cff) readCharset(b []byte, at, glyphs int) {
	if at <= 2 && !c.byCID { // ISOAdobe, Expert, ExpertSubset
		for g := range min(glyphs, 229) {
			if at == 0 {
				c.charset = append(c.charset, uint16(g))
			}
		}
		return
	}
	if at <= 2 || at >= len(b) {
		return
	}
	format := b[at]
	at++
	c.charset = append(c.charset, 0)
	for len(c.charset) < glyphs && at+1 < len(b) {
		first, left := u16(b, at), 0
		at += 2
		switch format {
		case 1:
			if at < len(b) {
				left = int(b[at])
			}
			at++
		case 2:
			left = u16(b, at)
			at += 2
		}
		for i := 0; i <= left && len(c.charset) < glyphs; i++ {
			c.charset = append(c.charset, uint16(first+i))
		}
	}
}

// readEncoding reads which code is which glyph (section 12).
func (c *cff) readEncoding(b []byte, at int) {
	if at <= 1 || at >= len(b) {
		c.standard = at == 0
		return
	}
	format := b[at]
	n := 0
	if at+1 < len(b) {
		n = int(b[at+1])
	}
	at += 2
	gid := uint16(1)
	for range n {
		if at >= len(b) {
			return
		}
		if format&0x7f == 0 {
			c.codes[b[at]] = gid
			gid++
			at++
			continue
		}
		left := 0
		if at+1 < len(b) {
			left = int(b[at+1])
		}
		for i := 0; i <= left; i++ {
			if code := int(b[at]) + i; code < 256 {
				c.codes[code] = gid
			}
			gid++
		}
		at += 2
	}
	if format&0x80 == 0 || at >= len(b) {
		return
	}
	for i := range int(b[at]) { // supplements
		p := at + 1 + 3*i
		if p+2 >= len(b) {
			return
		}
		for g, sid := range c.charset {
			if int(sid) == u16(b, p+1) {
				c.codes[b[p]] = uint16(g)
			}
		}
	}
}

// str is a string by its number: the first 391 are standard (appendix A).
func (c *cff) str(sid int) string {
	const standard = 391
	if sid < standard {
		return cffStandard(sid)
	}
	if sid-standard < len(c.strings) {
		return string(c.strings[sid-standard])
	}
	return ""
}

// nameOf is the name of a glyph.
func (c *cff) nameOf(gid int) string {
	if c.byCID || gid < 0 || gid >= len(c.charset) {
		return ""
	}
	return c.str(int(c.charset[gid]))
}

// encodingOf is the glyph name of a code.
func (c *cff) encodingOf(code byte) string {
	if c.standard {
		return core()["Helvetica"].encoding[code]
	}
	if g := c.codes[code]; g != 0 {
		return c.nameOf(int(g))
	}
	return ""
}

// collectionOf is the character of a CID where the program names its collection.
func (c *cff) collectionOf(cid int) rune {
	load, ok := unicodes[c.ordering]
	if !ok || cid < 0 {
		return 0
	}
	if all := load(); cid < len(all) {
		return all[cid]
	}
	return 0
}

// gidOf is the glyph of a CID, 0 for none.
func (c *cff) gidOf(cid int) int {
	if c.gids == nil {
		c.gids = make(map[int]int, len(c.charset))
		for g, id := range c.charset {
			c.gids[int(id)] = g
		}
	}
	return c.gids[cid]
}
