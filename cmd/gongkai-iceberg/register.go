package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/catalog"
	icebergio "github.com/apache/iceberg-go/io"
	"github.com/apache/iceberg-go/table"
)

// What is kept in the summary of each Iceberg snapshot that was made here.
const (
	keySnapshot = "gongkai.snapshot"
	keyPlan     = "gongkai.plan"
	keySums     = "gongkai.sums_sha256"
)

// What is kept in the properties of each table that was made here.
const (
	keyTable = "gongkai.table"
	keyStore = "gongkai.store"
)

var (
	errOlder   = errors.New("the table holds a later snapshot")
	errForeign = errors.New("the table was not made from this store")
	errBusy    = errors.New("others kept changing the table")
)

// held is the snapshot of a store that a table holds.
type held struct {
	Number int    // 0: none
	Sums   string // digest of its SHA256SUMS
	Intact bool   // nobody has changed rows since
}

// holds reads from the history of a table what it holds. Snapshots that only put
// the same rows into other files (compaction) are passed over.
func holds(tbl *table.Table) held {
	h := held{Intact: true}
	for s := tbl.CurrentSnapshot(); s != nil; {
		if s.Summary != nil {
			if n, err := strconv.Atoi(s.Summary.Properties[keySnapshot]); err == nil && n > 0 {
				h.Number, h.Sums = n, s.Summary.Properties[keySums]
				return h
			}
		}
		if s.Summary == nil || s.Summary.Operation != table.OpReplace {
			h.Intact = false
		}
		if s.ParentSnapshotID == nil {
			break
		}
		s = tbl.SnapshotByID(*s.ParentSnapshotID)
	}
	return held{}
}

// What became of a table.
const (
	created   = "created"
	replaced  = "replaced"
	unchanged = "unchanged"
)

// outcome is what `register` did, or would do, with one table.
type outcome struct {
	Table    string   `json:"table"`
	Action   string   `json:"action"`
	Before   int      `json:"snapshot_before,omitempty"` // of the store
	Restored bool     `json:"restored,omitempty"`        // others had changed its rows
	Added    []string `json:"columns_added,omitempty"`
	Iceberg  int64    `json:"iceberg_snapshot,omitempty"`
	Files    int      `json:"files"`
	Rows     int64    `json:"rows,omitempty"`
}

// registration puts one snapshot of a store into the tables of a namespace.
type registration struct {
	cat       catalog.Catalog // nil: there is none yet
	store     *store
	files     icebergio.IO
	shot      *snapshot
	namespace table.Identifier
	warehouse string // "" leaves the place of new tables to the catalog
	force     bool
	whole     bool // read whole files to verify them
	told      func(outcome)
}

// location is where the files of the dataset lie, as tables name them.
func (r *registration) location() string {
	return r.store.location + "/" + strings.TrimSuffix(r.shot.Dataset, "/")
}

// ident names a table in the catalog.
func (r *registration) ident(name string) table.Identifier {
	return append(slices.Clone(r.namespace), name)
}

// load loads a table, nil where there is none.
func (r *registration) load(ctx context.Context, name string) (*table.Table, error) {
	if r.cat == nil {
		return nil, nil
	}
	tbl, err := r.cat.LoadTable(ctx, r.ident(name))
	if errors.Is(err, catalog.ErrNoSuchTable) || errors.Is(err, catalog.ErrNoSuchNamespace) {
		return nil, nil
	}
	return tbl, err
}

// run registers all tables, or with dry only says what it would do. Everything
// that can be refused is refused before the first table is changed.
func (r *registration) run(ctx context.Context, dry bool) ([]outcome, error) {
	var todo []source
	schemas := map[string]*iceberg.Schema{}
	plan := map[string]outcome{}
	all := r.shot.tables()
	if len(all) == 0 {
		return nil, fmt.Errorf("snapshot %d: %w: no tables", r.shot.Number, errIntegrity)
	}
	for _, src := range all {
		tbl, err := r.load(ctx, src.Table)
		if err != nil {
			return nil, err
		}
		o, err := r.decide(src, tbl, nil)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", src.Table, err)
		}
		if o.Action != unchanged {
			for _, f := range src.Files {
				if err := r.shot.verify(ctx, r.store, f, r.whole); err != nil {
					return nil, err
				}
			}
			if schemas[src.Table], err = schemaOf(r.files, r.location(), src); err != nil {
				return nil, err
			}
			if o, err = r.decide(src, tbl, schemas[src.Table]); err != nil {
				return nil, fmt.Errorf("%s: %w", src.Table, err)
			}
			todo = append(todo, src)
		}
		plan[src.Table] = o
	}
	if !dry && len(todo) > 0 {
		err := r.cat.CreateNamespace(ctx, r.namespace, nil)
		if err != nil && !errors.Is(err, catalog.ErrNamespaceAlreadyExists) {
			if is, e := r.cat.CheckNamespaceExists(ctx, r.namespace); e != nil || !is { // another made it meanwhile
				return nil, err
			}
		}
	}
	var done []outcome
	for _, src := range all {
		o := plan[src.Table]
		if !dry && schemas[src.Table] != nil {
			var err error
			if o, err = r.table(ctx, src, schemas[src.Table]); err != nil {
				return done, fmt.Errorf("%s: %w", src.Table, err)
			}
		}
		done = append(done, o)
		if r.told != nil {
			r.told(o)
		}
	}
	return done, nil
}

// decide says what is to be done with a table; columns may be nil where they are
// not known yet.
func (r *registration) decide(src source, tbl *table.Table, columns *iceberg.Schema) (outcome, error) {
	o := outcome{Table: src.Table, Action: created, Files: len(src.Files)}
	if tbl == nil {
		return o, nil
	}
	props := tbl.Properties()
	if props[keyTable] != src.Table || props[keyStore] != r.store.location && !r.force {
		return o, fmt.Errorf("%w: %s", errForeign, strings.Join(tbl.Identifier(), "."))
	}
	h := holds(tbl)
	o.Before = h.Number
	if h.Number > 0 {
		o.Action, o.Restored = replaced, !h.Intact
	}
	if s := tbl.CurrentSnapshot(); s != nil {
		o.Iceberg = s.SnapshotID
	}
	if h.Sums == r.shot.Sums && h.Intact {
		o.Action = unchanged
		return o, nil
	}
	if h.Number > r.shot.Number && !r.force {
		return o, fmt.Errorf("%w: %d, not %d", errOlder, h.Number, r.shot.Number)
	}
	if columns != nil {
		var err error
		if o.Added, err = change(tbl.Schema(), columns); err != nil {
			return o, err
		}
	}
	return o, nil
}

// attempts is how often a table is tried that others change at the same time.
const attempts = 8

// table brings one table to the snapshot, in one commit. Where another commits
// first what is to be done is decided anew from what that left.
func (r *registration) table(ctx context.Context, src source, columns *iceberg.Schema) (outcome, error) {
	made := false
	for range attempts {
		tbl, err := r.load(ctx, src.Table)
		if err != nil {
			return outcome{}, err
		}
		if tbl == nil {
			tbl, err = r.create(ctx, src.Table, columns)
			if errors.Is(err, catalog.ErrTableAlreadyExists) {
				continue
			}
			if err != nil {
				return outcome{}, err
			}
			made = true
		}
		o, err := r.decide(src, tbl, columns)
		if err != nil || o.Action == unchanged {
			return o, err
		}
		if made {
			o.Action = created
		}
		after, rows, err := r.replace(ctx, src, tbl, columns, len(o.Added) > 0)
		if err != nil && ctx.Err() == nil && (errors.Is(err, table.ErrCommitFailed) || r.moved(ctx, tbl)) {
			continue
		}
		if err != nil {
			return o, err
		}
		o.Rows, o.Iceberg = rows, after.CurrentSnapshot().SnapshotID
		return o, nil
	}
	return outcome{}, errBusy
}

// moved reports that a table is no longer what was loaded. Catalogs do not agree on
// how they say that another was first, nor always know whether a commit took place.
func (r *registration) moved(ctx context.Context, was *table.Table) bool {
	now, err := r.cat.LoadTable(ctx, was.Identifier())
	return err == nil && now.MetadataLocation() != was.MetadataLocation()
}

// create makes an empty table. Its files belong to the store: gc.enabled keeps
// engines from deleting them (DROP … PURGE, expire_snapshots, remove_orphan_files).
func (r *registration) create(ctx context.Context, name string, columns *iceberg.Schema) (*table.Table, error) {
	opts := []catalog.CreateTableOpt{catalog.WithProperties(iceberg.Properties{
		"format-version": "2", "gc.enabled": "false", keyTable: name, keyStore: r.store.location,
	})}
	if r.warehouse != "" {
		opts = append(opts, catalog.WithLocation(r.warehouse+"/"+strings.Join(r.namespace, "/")+"/"+name))
	}
	return r.cat.CreateTable(ctx, r.ident(name), columns, opts...)
}

// replace makes the files of the snapshot the whole content of a table. It fails
// where the table is no longer what was loaded.
func (r *registration) replace(ctx context.Context, src source, tbl *table.Table, columns *iceberg.Schema, evolve bool) (*table.Table, int64, error) {
	tx := tbl.NewTransaction()
	if err := tx.AssertRefSnapshotID(table.MainBranch); err != nil {
		return nil, 0, err
	}
	if evolve {
		if err := tx.UpdateSchema(true, false).UnionByNameWith(columns).Commit(); err != nil {
			return nil, 0, fmt.Errorf("%w: %w", errSchema, err)
		}
	}
	staged, err := tx.StagedTable()
	if err != nil {
		return nil, 0, err
	}
	// Files have no field ids: columns are found by name, the new ones too.
	props := iceberg.Properties{}
	mapping, err := json.Marshal(staged.Schema().NameMapping())
	if err != nil {
		return nil, 0, err
	}
	for k, v := range map[string]string{table.DefaultNameMappingKey: string(mapping), keyStore: r.store.location} {
		if tbl.Properties()[k] != v {
			props[k] = v
		}
	}
	if err := tx.SetProperties(props); err != nil {
		return nil, 0, err
	}
	if staged, err = tx.StagedTable(); err != nil {
		return nil, 0, err
	}
	want, err := describe(ctx, r.files, r.location(), src, staged.Table)
	if err != nil {
		return nil, 0, err
	}
	var rows int64
	add := map[string]iceberg.DataFile{}
	for _, d := range want {
		add[d.FilePath()] = d
		rows += d.Count()
	}
	remove, deletes, err := live(ctx, tbl)
	if err != nil {
		return nil, 0, err
	}
	remove = slices.DeleteFunc(remove, func(d iceberg.DataFile) bool {
		_, kept := add[d.FilePath()]
		delete(add, d.FilePath())
		return kept
	})
	fresh := slices.Collect(maps.Values(add))
	slices.SortFunc(fresh, func(a, b iceberg.DataFile) int { return strings.Compare(a.FilePath(), b.FilePath()) })
	err = tx.ReplaceFiles(ctx, remove, fresh, deletes, iceberg.Properties{
		keySnapshot: strconv.Itoa(r.shot.Number), keyPlan: r.shot.Plan, keySums: r.shot.Sums,
	})
	if err != nil {
		return nil, 0, err
	}
	after, err := tx.Commit(ctx)
	return after, rows, err
}

// live lists the data files of a table, and the files that delete rows of them.
func live(ctx context.Context, tbl *table.Table) (content, deletes []iceberg.DataFile, err error) {
	s := tbl.CurrentSnapshot()
	if s == nil {
		return nil, nil, nil
	}
	files, err := tbl.FS(ctx)
	if err != nil {
		return nil, nil, err
	}
	manifests, err := s.Manifests(files)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range manifests {
		entries, err := m.FetchEntries(files, true)
		if err != nil {
			return nil, nil, err
		}
		for _, e := range entries {
			if d := e.DataFile(); d.ContentType() == iceberg.EntryContentData {
				content = append(content, d)
			} else {
				deletes = append(deletes, d)
			}
		}
	}
	return content, deletes, nil
}
