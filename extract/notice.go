package extract

// Code names a notice or an error, "<package>-<what>". Every code is declared
// with its meaning in the codes.go of its package.
type Code string

// Notice says what a reader set aside or assumed.
type Notice struct {
	Code   Code
	Detail string
	Prov   Prov
}

// Meaning explains one code in both languages of the interface.
type Meaning struct {
	Code     Code
	En, Zh   string // what happened
	NextEn   string // what to do, "" where nothing can be done
	NextZh   string
	Lossy    bool // something printed may be missing from the document
	Severity Severity
}

// Severity orders meanings: an Err ends the document, a Warn costs trust, an Info is told.
type Severity uint8

const (
	Info Severity = iota
	Warn
	Err
)
