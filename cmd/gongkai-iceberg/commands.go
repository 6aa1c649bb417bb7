package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/catalog"
	"github.com/apache/iceberg-go/table"
	"github.com/spf13/cobra"
)

// tables names the tables of a namespace in a catalog.
type tables struct {
	*app
	catalog, name, namespace string
	json                     bool
}

func (t *tables) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&t.catalog, "catalog", "", t.say("catalog"))
	cmd.Flags().StringVar(&t.name, "catalog-name", "gongkai", t.say("catalogname"))
	cmd.Flags().StringVar(&t.namespace, "namespace", "gongkai", t.say("namespace"))
	cmd.Flags().BoolVar(&t.json, "json", false, t.say("json"))
}

// check returns the namespace, and refuses flags that mean nothing.
func (t *tables) check(cmd *cobra.Command) (table.Identifier, error) {
	if v, _ := cmd.Flags().GetString("lang"); v != "" && v != string(english) && v != string(chinese) {
		return nil, &failure{exit: exitUsage, text: t.say("badlang", v), hint: t.say("helphint")}
	}
	if t.catalog == "" {
		return nil, &failure{exit: exitUsage, text: t.say("nocatalog"), hint: t.say("nocatalogfix")}
	}
	ns := table.Identifier(strings.Split(t.namespace, "."))
	for _, part := range ns {
		if part == "" || strings.Trim(part, nameLetters) != "" {
			return nil, &failure{exit: exitUsage, text: t.say("badnamespace", t.namespace), hint: t.say("helphint")}
		}
	}
	return ns, nil
}

// nameLetters are what all catalogs and engines take in names without quotes;
// pathLetters what all of them write alike in addresses.
const (
	nameLetters = "abcdefghijklmnopqrstuvwxyz0123456789_"
	pathLetters = nameLetters + "ABCDEFGHIJKLMNOPQRSTUVWXYZ-.~/:"
)

// registered is what `register` prints.
type registered struct {
	Store     string    `json:"store"`
	Snapshot  int       `json:"snapshot"`
	Plan      string    `json:"plan"`
	Sums      string    `json:"sums_sha256"`
	Namespace string    `json:"namespace"`
	DryRun    bool      `json:"dry_run"`
	Tables    []outcome `json:"tables"`
}

func (a *app) registerCmd() *cobra.Command {
	t := tables{app: a}
	var warehouse, number string
	var dry, force, whole bool
	cmd := &cobra.Command{
		Use: "register STORE --catalog CATALOG --warehouse LOCATION [--namespace NAME] [--snapshot N] [--dry-run] [--verify] [--force] [--json]", DisableFlagsInUseLine: true,
		Short: a.say("registershort"), Long: a.say("registerlong"), Example: a.say("registerexample"), Args: a.stores(1, 1),
	}
	t.flags(cmd)
	cmd.Flags().StringVar(&warehouse, "warehouse", "", a.say("warehouse"))
	cmd.Flags().StringVar(&number, "snapshot", "latest", a.say("snapshot"))
	cmd.Flags().BoolVar(&dry, "dry-run", false, a.say("dryrun"))
	cmd.Flags().BoolVar(&force, "force", false, a.say("force"))
	cmd.Flags().BoolVar(&whole, "verify", false, a.say("verify"))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		ns, err := t.check(cmd)
		if err != nil {
			return err
		}
		n := 0
		if number != "latest" {
			if n, err = strconv.Atoi(number); err != nil || n < 1 {
				return &failure{exit: exitUsage, text: a.say("badsnapshot", number), hint: a.say("helphint")}
			}
		}
		r := registration{namespace: ns, force: force, whole: whole}
		props := iceberg.Properties{}
		if warehouse != "" {
			var more iceberg.Properties
			if r.warehouse, more, err = locate(warehouse); err != nil {
				return a.explain(err)
			}
			if strings.Trim(strings.Replace(r.warehouse, "@", "", 1), pathLetters) != "" {
				return &failure{exit: exitUsage, text: a.say("badwarehouse"), hint: a.say("helphint"), err: errors.New(r.warehouse)}
			}
			maps.Copy(props, more)
		} else if !strings.HasPrefix(t.catalog, "http") {
			return &failure{exit: exitUsage, text: a.say("nowarehouse"), hint: a.say("nowarehousefix")}
		}
		if r.store, err = openStore(ctx, args[0]); err != nil {
			return a.explain(err)
		}
		defer r.store.Close()
		if r.files, err = r.store.io(ctx); err != nil {
			return a.explain(err)
		}
		if r.shot, err = readSnapshot(r.store, n); err != nil {
			return a.explain(err)
		}
		maps.Copy(props, r.store.props)
		cat, done, err := openCatalog(ctx, t.catalog, t.name, props, !dry)
		switch {
		case err == nil:
			r.cat = cat
			defer done()
		case !dry || !errors.Is(err, fs.ErrNotExist):
			return a.explain(err)
		}
		if !t.json {
			r.told = func(o outcome) { fmt.Fprintln(a.out, a.line(o, dry)) }
		}
		made, err := r.run(ctx, dry)
		if t.json {
			result := registered{r.store.location, r.shot.Number, r.shot.Plan, r.shot.Sums, t.namespace, dry, made}
			err = errors.Join(a.explain(err), a.print(result))
		}
		return a.explain(err)
	}
	return cmd
}

// stores takes so many addresses of stores.
func (a *app) stores(least, most int) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return &failure{exit: exitUsage, text: a.say("onestore"), hint: a.say("helphint")}
		}
		return nil
	}
}

// print writes a result as JSON.
func (a *app) print(v any) error {
	e := json.NewEncoder(a.out)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// line is an outcome for people.
func (a *app) line(o outcome, dry bool) string {
	action := o.Action
	if would := map[string]string{created: "wouldcreate", replaced: "wouldreplace"}[action]; dry && would != "" {
		action = would
	}
	parts := []string{a.say(action)}
	if o.Rows > 0 {
		parts = append(parts, a.say("rows", o.Rows, o.Files))
	}
	if len(o.Added) > 0 {
		parts = append(parts, a.say("newcolumns", strings.Join(o.Added, ", ")))
	}
	if o.Restored {
		parts = append(parts, a.say("restored"))
	}
	return fmt.Sprintf("%-14s %s", o.Table, strings.Join(parts, "; "))
}

// state is what `status` tells of one table.
type state struct {
	Table    string `json:"table"`
	Snapshot int    `json:"snapshot"`    // of the store; 0: none yet
	Sums     string `json:"sums_sha256"` // of its SHA256SUMS
	Changed  bool   `json:"changed"`     // others changed its rows since
	Current  *bool  `json:"current"`     // holds what is in force in the store; null without a store
	Iceberg  int64  `json:"iceberg_snapshot"`
	Metadata string `json:"metadata"` // file that engines without a catalog open
	Store    string `json:"store"`
}

func (a *app) statusCmd() *cobra.Command {
	t := tables{app: a}
	cmd := &cobra.Command{
		Use: "status [STORE] --catalog CATALOG [--namespace NAME] [--json]", DisableFlagsInUseLine: true,
		Short: a.say("statusshort"), Long: a.say("statuslong"), Example: a.say("statusexample"), Args: a.stores(0, 1),
	}
	t.flags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ns, err := t.check(cmd)
		if err != nil {
			return err
		}
		states, latest, err := t.states(cmd.Context(), ns, args)
		if err != nil {
			return a.explain(err)
		}
		if t.json {
			return a.print(states)
		}
		if len(states) == 0 {
			fmt.Fprintln(a.out, a.say("none", t.namespace))
		}
		for _, s := range states {
			parts := []string{a.say("empty")}
			if s.Snapshot > 0 {
				parts[0] = a.say("holds", s.Snapshot)
			}
			if s.Changed {
				parts = append(parts, a.say("changed"))
			}
			if s.Current != nil && *s.Current {
				parts = append(parts, a.say("current"))
			} else if s.Current != nil {
				parts = append(parts, a.say("behind", latest.Number))
			}
			fmt.Fprintf(a.out, "%-14s %s\n", s.Table, strings.Join(parts, "; "))
		}
		return nil
	}
	return cmd
}

// states looks at all tables of a namespace that were made here.
func (t *tables) states(ctx context.Context, ns table.Identifier, stores []string) ([]state, *snapshot, error) {
	props := iceberg.Properties{}
	var latest *snapshot
	for _, at := range stores {
		s, err := openStore(ctx, at)
		if err != nil {
			return nil, nil, err
		}
		defer s.Close()
		if latest, err = readSnapshot(s, 0); err != nil {
			return nil, nil, err
		}
		props = s.props
	}
	cat, done, err := openCatalog(ctx, t.catalog, t.name, props, false)
	if err != nil {
		return nil, nil, err
	}
	defer done()
	states := []state{}
	for ident, err := range cat.ListTables(ctx, ns) {
		if errors.Is(err, catalog.ErrNoSuchNamespace) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		tbl, err := cat.LoadTable(ctx, ident)
		if errors.Is(err, catalog.ErrNoSuchTable) {
			continue // dropped meanwhile
		}
		if err != nil {
			return nil, nil, err
		}
		if tbl.Properties()[keyTable] == "" {
			continue
		}
		h := holds(tbl)
		s := state{Table: ident[len(ident)-1], Snapshot: h.Number, Sums: h.Sums, Changed: h.Number > 0 && !h.Intact, Store: tbl.Properties()[keyStore], Metadata: tbl.MetadataLocation()}
		if now := tbl.CurrentSnapshot(); now != nil {
			s.Iceberg = now.SnapshotID
		}
		if latest != nil {
			is := h.Intact && h.Sums == latest.Sums
			s.Current = &is
		}
		states = append(states, s)
	}
	slices.SortFunc(states, func(a, b state) int { return strings.Compare(a.Table, b.Table) })
	return states, latest, nil
}
