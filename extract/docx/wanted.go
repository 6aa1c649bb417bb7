package docx

// The properties that are read; all others are passed over. What holds the
// properties of an earlier revision (w:pPrChange …) is never among them.

func isParProp(local []byte) bool {
	switch string(local) {
	case "pStyle", "outlineLvl", "numPr", "rPr":
		return true
	}
	return false
}

func isNumProp(local []byte) bool {
	switch string(local) {
	case "numId", "ilvl":
		return true
	}
	return false
}

func isMarkProp(local []byte) bool {
	switch string(local) {
	case "del", "moveFrom", "vanish":
		return true
	}
	return false
}

func isRunProp(local []byte) bool {
	switch string(local) {
	case "rStyle", "vanish", "vertAlign", "strike", "dstrike":
		return true
	}
	return false
}

func isTableProp(local []byte) bool { return string(local) == "tblCaption" }

func isRowProp(local []byte) bool {
	switch string(local) {
	case "gridBefore", "tblHeader", "del":
		return true
	}
	return false
}

func isCellProp(local []byte) bool {
	switch string(local) {
	case "gridSpan", "vMerge", "hMerge", "cellDel":
		return true
	}
	return false
}
