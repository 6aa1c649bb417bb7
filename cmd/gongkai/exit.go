package main

import (
	"errors"
	"fmt"

	"github.com/gongkai-data/gongkai/extract"
)

// Exit codes: the whole contract with scripts. Any other code is a failure.
const (
	exitDone        = 0   // done
	exitFailed      = 1   // failed for a reason that has no code of its own
	exitUsage       = 2   // usage or settings
	exitUnread      = 3   // done, some documents could not be read; each is listed
	exitCheck       = 4   // a check failed at or above --fail-on
	exitSource      = 5   // a source's expectation failed; the last good dataset is kept
	exitNoWorkspace = 10  // no workspace here
	exitLocked      = 11  // another run holds the workspace
	exitIntegrity   = 12  // an integrity check failed
	exitPlan        = 42  // wrong plan or schema: trying again is of no use
	exitFull        = 13  // disk full or budget spent; nothing half-written
	exitInterrupted = 130 // SIGINT; run again to resume
	exitTerminated  = 143 // SIGTERM; run again to resume
)

// failure ends the command with an exit code. Text and hint are in the language
// of the user; a failure without text has been told already.
type failure struct {
	exit       int
	code       extract.Code // what `gongkai explain` describes; "" where the text says it all
	text, hint string
	err        error
}

// Error prints the text with its code.
func (f *failure) Error() string {
	s := f.text
	if f.err != nil && s != "" {
		s += ": " + f.err.Error()
	}
	if f.code != "" {
		s = fmt.Sprintf("%s (%s)", s, f.code)
	}
	return s
}

// Unwrap returns the cause.
func (f *failure) Unwrap() error { return f.err }

// interrupted is the cause of a context that a signal ended.
type interrupted struct{ exit int }

// Error names the signal by what it did.
func (i interrupted) Error() string { return fmt.Sprintf("ended by a signal, exit status %d", i.exit) }

// exitOf tells the exit code of what a command returned.
func exitOf(err error) int {
	var f *failure
	var i interrupted
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &i):
		return i.exit
	case errors.As(err, &f):
		return f.exit
	}
	return exitFailed
}
