package normalize

import (
	"errors"

	"github.com/gongkai-data/gongkai/extract"
)

// The decisions that a caller can take on a failed Normalize.
var (
	ErrNoForm    = errors.New("not an annual report")     // nothing says that the document is one
	ErrNotYet    = errors.New("form not read yet")        // a form that is known by name only
	ErrAmbiguous = errors.New("more than one form found") // two forms match equally well
)

// Error is a failed Normalize. It wraps one of the sentinels above.
type Error struct {
	Code   string // "report-not-found", "form-not-yet", "form-ambiguous"
	Detail string
	Err    error
}

// Error prints the detail and the sentinel.
func (e *Error) Error() string {
	if e.Detail == "" {
		return e.Err.Error()
	}
	return e.Detail + ": " + e.Err.Error()
}

// Unwrap returns the sentinel.
func (e *Error) Unwrap() error { return e.Err }

// Form is one generation of the official form.
type Form struct {
	Name  string                                                 // A1, A2, B, C
	Match func(doc *extract.Document) (evidence string, ok bool) // by labels, never by file name or year
	Read  func(doc *extract.Document) (*Report, error)
}
