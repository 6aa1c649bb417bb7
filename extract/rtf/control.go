package rtf

// word acts on a control word with its number; at is where it starts.
func (r *reader) word(w word, n int, has bool, at int) error {
	star := r.star
	r.star = false
	if r.skip > 0 {
		if special(w) != "" { // one word stands for one character
			r.skip--
			return nil
		}
		r.skip = 0
	}
	switch {
	case w >= wSkipped:
		if !r.leads(at) && (w != wRaw || len(r.stack) < 2) {
			return nil
		}
		return r.destination(w)
	case w == wU:
		r.unicode(n, at)
		r.skipFallback()
		return nil
	case star:
		r.skipGroup()
		return nil
	case w <= wBin:
		r.character(w, n, has, at)
		return nil
	case w <= wMvf:
		r.fontWord(w, n, has)
		return nil
	case w <= wSbasedon:
		return r.paragraphWord(w, n, has, at)
	case w <= wNestrow:
		return r.tableWord(w, n, at)
	case w <= wLfolevel:
		r.listWord(w, n)
		return nil
	case w <= wFfdefres:
		r.instr.word(w, n)
		return nil
	}
	r.moment.word(w, n)
	return nil
}

// skipFallback passes over the \'hh behind a \u, which is all that most files
// have there.
func (r *reader) skipFallback() {
	b, i := r.b, r.pos
	for r.skip > 0 && i+3 < len(b) && b[i] == '\\' && b[i+1] == '\'' && isHex(b[i+2]) && isHex(b[i+3]) {
		i += 4
		r.skip--
	}
	r.pos = i
}

func (r *reader) character(w word, n int, has bool, at int) {
	switch w {
	case wUc:
		r.state.uc = int32(min(max(n, 0), 64))
	case wBin:
		r.pos = min(r.pos+max(n, 0), len(r.b))
	default:
		r.put(special(w), at)
	}
}

// fontWord acts on words for code pages, fonts and characters.
func (r *reader) fontWord(w word, n int, has bool) {
	on := !has || n != 0
	switch w {
	case wAnsi, wMac, wPc, wPca, wAnsicpg:
		r.pageWord(w, n)
	case wDeff:
		r.deff = int32(n)
		r.state.font = r.deff
	case wF:
		if r.state.dest == toFonts {
			r.fonts.define(int32(n))
		} else {
			r.state.font = int32(n)
		}
	case wAf:
		if r.state.script == doubleByte {
			r.state.dbch = int32(n)
		}
	case wLoch:
		r.state.script = lowAnsi
	case wHich:
		r.state.script = highAnsi
	case wDbch:
		r.state.script = doubleByte
	case wFcharset:
		if r.fonts.cur != nil {
			r.fonts.cur.charset = n
		}
	case wCpg:
		if r.fonts.cur != nil && r.state.dest == toFonts {
			r.fonts.cur.page = n
		}
	case wPlain:
		r.state.font, r.state.dbch, r.state.script = r.deff, 0, lowAnsi
		r.state.unformatted()
	case wV:
		r.state.hidden = on
	case wSuper, wSub, wNosupersub:
		r.state.offset = ""
		if on && w == wSuper {
			r.state.offset = raised
		} else if on && w == wSub {
			r.state.offset = lowered
		}
		r.raise()
	case wUp, wDn, wFs:
		r.fontSize(w, n, has)
	case wStrike:
		r.state.struck = on
	case wDeleted, wMvf:
		r.state.gone = on
	}
}

// pageWord acts on words for the code page of the document.
func (r *reader) pageWord(w word, n int) {
	switch w {
	case wAnsi:
		r.page = defaultPage
	case wMac:
		r.page = 10000
	case wPc:
		r.page = 437
	case wPca:
		r.page = 850
	case wAnsicpg:
		if n > 0 {
			r.page = n
		}
	}
}

// fontSize acts on words that raise text or set its size, in half points.
func (r *reader) fontSize(w word, n int, has bool) {
	if w != wFs && !has {
		n = 6
	}
	v := int32(min(max(n, -4000), 4000))
	switch w {
	case wUp:
		r.state.up = v
	case wDn:
		r.state.up = -v
	case wFs:
		r.state.size = v
	}
	r.raise()
}

func (r *reader) paragraphWord(w word, n int, has bool, at int) error {
	p := &r.state.par
	switch w {
	case wPar:
		return r.par(r.pos)
	case wSect:
		return r.section(r.pos)
	case wPage, wColumn:
		r.pageBreak(at)
	case wPard:
		*p = plainPar
	case wS:
		p.style = int32(n)
	case wCs:
		r.styles.cur.other = true
	case wSbasedon:
		r.styles.cur.base = int32(n)
	case wOutlinelevel:
		if p.outline = int8(min(max(n, 0), 9)); r.state.hook == endOfStyle {
			r.styles.cur.outline = p.outline
		}
	case wLs:
		p.list = int32(n)
		r.lists.overrideNumber(int32(n))
	case wIlvl:
		p.level = int8(min(max(n, 0), listLevels-1))
	case wIntbl:
		if p.intbl = !has || n != 0; p.intbl {
			r.story.fresh = true
		}
	case wItap:
		if p.itap = int16(min(max(n, 0), maxNesting)); p.itap > 0 {
			r.story.fresh = true
		}
	}
	return nil
}

// destination acts on a word that says what its group is.
func (r *reader) destination(w word) error {
	st := &r.state
	switch w {
	case wSkipped, wRaw:
		r.skipGroup()
	case wFonttbl:
		st.dest, st.hook = toFonts, endOfFonts
	case wStylesheet:
		st.dest = toStyles
	case wInfo, wListtable, wListoverridetable, wShape, wFormfield, wNesttableprops:
		if w == wShape && st.dest == toStory {
			r.keepSlot()
		}
		if w == wListoverridetable {
			st.hook = endOfOverride
		}
		if w == wNesttableprops { // the row ends inside this group
			st.nestProps = true
			return nil
		}
		st.dest = toNowhere
	case wTitle:
		r.capture(endOfTitle)
	case wAuthor:
		r.capture(endOfAuthor)
	case wGenerator:
		r.capture(endOfGenerator)
	case wCreatim, wRevtim:
		r.startMoment(w)
	case wField:
		if st.dest == toStory {
			st.hook, st.mark = endOfField, len(r.text)
			r.outer, r.instr = append(r.outer, r.instr), field{}
		}
	case wFldinst:
		r.startInstruction()
	case wFldrslt:
		r.startResult()
	case wListtext:
		if st.dest == toStory {
			hidden := !r.shows()
			if r.story.first < 0 {
				r.story.first = r.pos
			}
			r.capture(endOfLabel)
			if hidden {
				r.skipGroup()
			}
		}
	case wLeveltext:
		r.capture(endOfLevelText)
	case wFootnote, wHeader, wShptxt:
		return r.pushStory(w)
	case wSp, wSn, wSv:
		r.shapeProperty(w)
	case wUpr:
		st.upr, st.outer, st.dest = true, st.dest, toNowhere
	case wUd:
		r.unicodeTwin()
	}
	return nil
}

// shapeProperty acts on the words of a property of a drawing, of which the text of
// WordArt is read.
func (r *reader) shapeProperty(w word) {
	st := &r.state
	switch {
	case w == wSp:
		st.dest, r.shapeProp = toNowhere, ""
	case w == wSn:
		r.capture(endOfShapeName)
	case r.shapeProp != "gtextUNICODE" || st.hidden || st.gone:
		r.skipGroup()
	default:
		r.capture(endOfShapeValue)
	}
}

// unicodeTwin reads {\*\ud …} inside {\upr …}, which stands for the text before
// it ([RTF] "Unicode in RTF").
func (r *reader) unicodeTwin() {
	if n := len(r.stack); n > 0 && r.stack[n-1].upr {
		r.state.dest = r.stack[n-1].outer
	}
}
