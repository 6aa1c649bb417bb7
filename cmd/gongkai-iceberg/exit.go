package main

import "errors"

// Exit codes are those of gongkai where they apply.
const (
	exitDone        = 0
	exitFailed      = 1  // try again
	exitUsage       = 2  // usage: an address, a flag
	exitIntegrity   = 12 // the store is not what it says
	exitPlan        = 42 // older snapshot, other store, other columns: trying again is of no use
	exitInterrupted = 130
	exitTerminated  = 143
)

// failure ends the command with an exit code. Text and hint are in the language
// of the user.
type failure struct {
	exit       int
	text, hint string
	err        error
}

// Error prints the text and its cause.
func (f *failure) Error() string {
	if f.err != nil {
		return f.text + ": " + f.err.Error()
	}
	return f.text
}

// Unwrap returns the cause.
func (f *failure) Unwrap() error { return f.err }

// interrupted is the cause of a context that a signal ended.
type interrupted struct{ exit int }

// Error says what ended the run.
func (interrupted) Error() string { return "ended by a signal" }

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

// explain turns what went wrong with a store or a catalog into a failure.
func (a *app) explain(err error) error {
	var f *failure
	switch {
	case err == nil || errors.As(err, &f):
		return err
	case errors.Is(err, errNoSnapshot):
		return &failure{exitFailed, a.say("nosnapshot"), a.say("nosnapshotfix"), err}
	case errors.Is(err, errAddress):
		return &failure{exitUsage, a.say("badaddress"), a.say("helphint"), err}
	case errors.Is(err, errIntegrity):
		return &failure{exitIntegrity, a.say("integrity"), a.say("integrityfix"), err}
	case errors.Is(err, errOlder):
		return &failure{exitPlan, a.say("older"), a.say("olderfix"), err}
	case errors.Is(err, errForeign):
		return &failure{exitPlan, a.say("foreign"), a.say("foreignfix"), err}
	case errors.Is(err, errSchema):
		return &failure{exitPlan, a.say("schema"), a.say("schemafix"), err}
	}
	return &failure{exitFailed, a.say("failed"), a.say("again"), err}
}
