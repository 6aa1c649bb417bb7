package rtf

// word is a control word that means something here; all others are 0.
type word uint16

const (
	wNone word = iota
	// characters
	wU
	wUc
	wTab
	wLine
	wEmdash
	wEndash
	wEmspace
	wEnspace
	wQmspace
	wBullet
	wLquote
	wRquote
	wLdblquote
	wRdblquote
	wBin
	// fonts and code pages
	wAnsi
	wMac
	wPc
	wPca
	wAnsicpg
	wDeff
	wF
	wAf
	wLoch
	wHich
	wDbch
	wFcharset
	wCpg
	// character properties
	wPlain
	wV
	wDeleted
	wSuper
	wSub
	wNosupersub
	wStrike
	wUp
	wDn
	wFs
	wMvf
	// paragraphs
	wPar
	wPard
	wSect
	wPage
	wColumn
	wS
	wCs
	wOutlinelevel
	wLs
	wIlvl
	wIntbl
	wItap
	wSbasedon
	// tables
	wTrowd
	wTrleft
	wTrhdr
	wCellx
	wClvmgf
	wClvmrg
	wClmgf
	wClmrg
	wCldel
	wCell
	wNestcell
	wRow
	wNestrow
	// lists
	wListlevel
	wListid
	wLevelnfc
	wLevelnfcn
	wLevelstartat
	wLevelfollow
	wLevellegal
	wLevelnorestart
	wListoverridestartat
	wListoverrideformat
	wList
	wListoverride
	wLfolevel
	// form fields
	wFftype
	wFfres
	wFfdefres
	// dates
	wYr
	wMo
	wDy
	wHr
	wMin
	wSec
	// destinations
	wSkipped // the group is passed over
	wRaw     // the same, wherever in its group the word stands: bytes follow that are no text
	wThrough // the group is read as if the word were not there
	wFonttbl
	wStylesheet
	wInfo
	wTitle
	wAuthor
	wGenerator
	wCreatim
	wRevtim
	wField
	wFldinst
	wFldrslt
	wFormfield
	wListtext
	wListtable
	wListoverridetable
	wLeveltext
	wFootnote
	wHeader
	wShape
	wShptxt
	wSp
	wSn
	wSv
	wUpr
	wUd
	wNesttableprops
)

type entry struct {
	name string
	word word
}

// names is [RTF 1.9.1] appendix B as far as it is read.
var names = []entry{
	{"u", wU}, {"uc", wUc}, {"tab", wTab}, {"line", wLine}, {"lbr", wLine}, {"emdash", wEmdash}, {"endash", wEndash}, {"emspace", wEmspace},
	{"enspace", wEnspace}, {"qmspace", wQmspace}, {"bullet", wBullet}, {"lquote", wLquote}, {"rquote", wRquote},
	{"ldblquote", wLdblquote}, {"rdblquote", wRdblquote}, {"bin", wBin},
	{"ansi", wAnsi}, {"mac", wMac}, {"pc", wPc}, {"pca", wPca}, {"ansicpg", wAnsicpg}, {"deff", wDeff}, {"f", wF}, {"af", wAf},
	{"loch", wLoch}, {"hich", wHich}, {"dbch", wDbch}, {"fcharset", wFcharset}, {"cpg", wCpg},
	{"plain", wPlain}, {"v", wV}, {"deleted", wDeleted}, {"mvf", wMvf}, {"super", wSuper}, {"sub", wSub}, {"nosupersub", wNosupersub},
	{"strike", wStrike}, {"striked", wStrike}, {"up", wUp}, {"dn", wDn}, {"fs", wFs},
	{"par", wPar}, {"pard", wPard}, {"sect", wSect}, {"page", wPage}, {"column", wColumn}, {"s", wS}, {"cs", wCs}, {"ts", wCs}, {"ds", wCs}, {"outlinelevel", wOutlinelevel},
	{"ls", wLs}, {"ilvl", wIlvl}, {"intbl", wIntbl}, {"itap", wItap}, {"sbasedon", wSbasedon},
	{"trowd", wTrowd}, {"trleft", wTrleft}, {"trhdr", wTrhdr}, {"cellx", wCellx}, {"clvmgf", wClvmgf}, {"clvmrg", wClvmrg},
	{"clmgf", wClmgf}, {"clmrg", wClmrg}, {"cldel", wCldel}, {"cell", wCell}, {"nestcell", wNestcell}, {"row", wRow}, {"nestrow", wNestrow},
	{"list", wList}, {"listlevel", wListlevel}, {"listid", wListid}, {"levelnfc", wLevelnfc}, {"levelnfcn", wLevelnfcn},
	{"levelstartat", wLevelstartat}, {"levelfollow", wLevelfollow}, {"levellegal", wLevellegal}, {"levelnorestart", wLevelnorestart},
	{"listoverride", wListoverride}, {"lfolevel", wLfolevel}, {"listoverridestartat", wListoverridestartat}, {"listoverrideformat", wListoverrideformat},
	{"fftype", wFftype}, {"ffres", wFfres}, {"ffdefres", wFfdefres},
	{"yr", wYr}, {"mo", wMo}, {"dy", wDy}, {"hr", wHr}, {"min", wMin}, {"sec", wSec},
	{"fonttbl", wFonttbl}, {"stylesheet", wStylesheet}, {"info", wInfo}, {"title", wTitle}, {"author", wAuthor}, {"generator", wGenerator},
	{"creatim", wCreatim}, {"revtim", wRevtim}, {"field", wField}, {"fldinst", wFldinst}, {"fldrslt", wFldrslt}, {"formfield", wFormfield},
	{"listtext", wListtext}, {"pntext", wListtext}, {"listtable", wListtable}, {"listoverridetable", wListoverridetable}, {"leveltext", wLeveltext},
	{"footnote", wFootnote}, {"annotation", wFootnote},
	{"header", wHeader}, {"headerl", wHeader}, {"headerr", wHeader}, {"headerf", wHeader},
	{"footer", wHeader}, {"footerl", wHeader}, {"footerr", wHeader}, {"footerf", wHeader},
	{"shp", wShape}, {"shpgrp", wShape}, {"shpinst", wShape}, {"do", wShape}, {"shptxt", wShptxt}, {"sp", wSp}, {"sn", wSn}, {"sv", wSv}, {"dptxbxtext", wShptxt},
	{"upr", wUpr}, {"ud", wUd}, {"nesttableprops", wNesttableprops},
	{"result", wThrough}, {"moMath", wThrough}, {"moMathPara", wThrough},

	{"colortbl", wSkipped}, {"pict", wRaw}, {"shppict", wSkipped}, {"nonshppict", wSkipped}, {"objdata", wRaw}, {"objclass", wSkipped},
	{"objname", wSkipped}, {"objalias", wSkipped}, {"objsect", wSkipped}, {"objtime", wSkipped}, {"shprslt", wSkipped},
	{"themedata", wRaw}, {"colorschememapping", wRaw}, {"datastore", wRaw}, {"latentstyles", wSkipped}, {"filetbl", wSkipped},
	{"revtbl", wSkipped}, {"rsidtbl", wSkipped}, {"pgptbl", wSkipped}, {"pgdsctbl", wSkipped}, {"xmlnstbl", wSkipped}, {"userprops", wSkipped},
	{"bkmkstart", wSkipped}, {"bkmkend", wSkipped}, {"xe", wSkipped}, {"tc", wSkipped}, {"tcn", wSkipped}, {"rxe", wSkipped},
	{"pn", wSkipped}, {"pnseclvl", wSkipped}, {"pntxta", wSkipped}, {"pntxtb", wSkipped}, {"nonesttables", wSkipped},
	{"listname", wSkipped}, {"levelnumbers", wSkipped}, {"listpicture", wSkipped}, {"liststylename", wSkipped},
	{"panose", wSkipped}, {"falt", wSkipped}, {"fontemb", wSkipped}, {"fontfile", wSkipped}, {"fname", wSkipped},
	{"ftnsep", wSkipped}, {"ftnsepc", wSkipped}, {"ftncn", wSkipped}, {"aftnsep", wSkipped}, {"aftnsepc", wSkipped}, {"aftncn", wSkipped},
	{"atnid", wSkipped}, {"atnauthor", wSkipped}, {"atntime", wSkipped}, {"atndate", wSkipped}, {"atnref", wSkipped}, {"atnparent", wSkipped},
	{"atrfstart", wSkipped}, {"atrfend", wSkipped}, {"atnicn", wSkipped}, {"ffname", wSkipped}, {"ffdeftext", wSkipped}, {"ffhelptext", wSkipped},
	{"ffstattext", wSkipped}, {"ffentrymcr", wSkipped}, {"ffexitmcr", wSkipped}, {"ffformat", wSkipped}, {"ffl", wSkipped}, {"datafield", wSkipped},
	{"template", wSkipped}, {"passwordhash", wSkipped}, {"hlinkbase", wSkipped}, {"background", wSkipped}, {"blipuid", wSkipped},
	{"subject", wSkipped}, {"keywords", wSkipped}, {"comment", wSkipped}, {"doccomm", wSkipped}, {"operator", wSkipped}, {"manager", wSkipped},
	{"company", wSkipped}, {"category", wSkipped}, {"printim", wSkipped}, {"buptim", wSkipped}, {"private", wSkipped}, {"keycode", wSkipped},
	{"mmathPict", wSkipped}, {"mmathPr", wSkipped},
}

// wordBits is the size of the table of words, as a power of two: three quarters
// of it stay empty, so that a word that means nothing is known at once.
const wordBits = 10

// slot is a place in the table of words.
type slot struct {
	hash uint32
	at   uint32 // 1 + index in names
}

var words = func() (t [1 << wordBits]slot) {
	for k, e := range names {
		h := uint32(0)
		for i := range len(e.name) {
			h = hashNext(h, e.name[i])
		}
		i := hashSlot(h)
		for t[i].at > 0 {
			i = (i + 1) & (1<<wordBits - 1)
		}
		t[i] = slot{h, uint32(k) + 1}
	}
	return t
}()

func hashNext(h uint32, c byte) uint32 { return h*31 + uint32(c) }

func hashSlot(h uint32) uint32 { return h * 0x9E3779B1 >> (32 - wordBits) }

// lookup returns the word with these letters; h is the hash of all of them.
func lookup(letters []byte, h uint32) word {
	for i := hashSlot(h); ; i = (i + 1) & (1<<wordBits - 1) {
		s := &words[i]
		if s.at == 0 {
			return wNone
		}
		if s.hash == h && names[s.at-1].name == string(letters) {
			return names[s.at-1].word
		}
	}
}

// special returns the character that a word prints, "" for other words.
func special(w word) string {
	switch w {
	case wTab:
		return "\t"
	case wLine:
		return "\n"
	case wEmdash:
		return "—"
	case wEndash:
		return "–"
	case wEmspace:
		return "\u2003"
	case wEnspace:
		return "\u2002"
	case wQmspace:
		return "\u2005"
	case wBullet:
		return "•"
	case wLquote:
		return "‘"
	case wRquote:
		return "’"
	case wLdblquote:
		return "“"
	case wRdblquote:
		return "”"
	}
	return ""
}
