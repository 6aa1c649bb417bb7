// Command gongkai-iceberg registers the dataset of a gongkai store in Apache
// Iceberg tables. Nothing is copied: the tables name the Parquet files where
// `gongkai commit` put them.
//
//	store                           catalog                        engines
//	snapshots/000007.json  ──┐      SQLite, PostgreSQL, REST  ──►  Spark, Trino,
//	datasets/<sums>/*.parquet ├──►  one table a Parquet table      DuckDB, pyiceberg
//	                         ──┘    one commit a table
//
// It is a module of its own, so that the gongkai command links nothing of
// Iceberg, Arrow and their cloud clients.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// version is set by the linker.
var version = "0.1.0"

// app is one run of the command.
type app struct {
	lang     lang
	out, err io.Writer
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run runs the command and returns its exit code.
func run(args []string, out, errs io.Writer) int {
	a := &app{chooseLang(args, os.Getenv), out, errs}
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	go func() {
		s := <-signals
		signal.Stop(signals) // the next one ends the process at once
		if s == syscall.SIGTERM {
			cancel(interrupted{exitTerminated})
		} else {
			cancel(interrupted{exitInterrupted})
		}
	}()
	root := a.root()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	var f *failure
	if !errors.As(err, &f) && !errors.As(err, new(interrupted)) {
		err = &failure{exit: exitUsage, text: err.Error(), hint: a.say("helphint")} // cobra's own: unknown command, unknown flag
	}
	if errors.As(err, &f) {
		fmt.Fprintf(errs, "gongkai-iceberg: %s: %s\n", a.say("error"), f.Error())
		if f.hint != "" {
			fmt.Fprintf(errs, "%s: %s\n", a.say("hint"), f.hint)
		}
	}
	return exitOf(err)
}

func (a *app) root() *cobra.Command {
	cmd := &cobra.Command{
		Use: "gongkai-iceberg", Short: a.say("short"), Long: a.say("long"), Version: version,
		SilenceErrors: true, SilenceUsage: true, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.CompletionOptions.DisableDefaultCmd = true
	cmd.SetHelpCommand(&cobra.Command{Hidden: true})
	cmd.PersistentFlags().String("lang", "", a.say("lang"))
	cmd.AddCommand(a.registerCmd(), a.statusCmd())
	return cmd
}
