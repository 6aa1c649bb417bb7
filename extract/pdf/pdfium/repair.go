package pdfium

func repair(b []byte) ([]byte, bool) { return nil, false }
