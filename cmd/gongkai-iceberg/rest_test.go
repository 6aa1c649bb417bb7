package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/catalog"
	"github.com/apache/iceberg-go/table"
)

// restServer speaks the part of the Iceberg REST protocol that registering needs,
// on top of a SQL catalog. The first lost commits meet another that was first.
func restServer(t *testing.T, token string, lost *atomic.Int32) string {
	dir := t.TempDir()
	cat, done, err := openCatalog(t.Context(), filepath.Join(dir, "server.db"), "server", iceberg.Properties{"warehouse": "file://" + dir + "/chosen"}, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = done() })
	answer := func(w http.ResponseWriter, status int, v any) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(v)
	}
	fail := func(w http.ResponseWriter, err error) {
		status := http.StatusInternalServerError
		for is, code := range map[error]int{catalog.ErrNoSuchTable: 404, catalog.ErrNoSuchNamespace: 404, catalog.ErrTableAlreadyExists: 409, catalog.ErrNamespaceAlreadyExists: 409, table.ErrCommitFailed: 409} {
			if errors.Is(err, is) {
				status = code
			}
		}
		answer(w, status, map[string]any{"error": map[string]any{"message": err.Error(), "type": "Failed", "code": status}})
	}
	loaded := func(w http.ResponseWriter, tbl *table.Table, err error) {
		if err != nil {
			fail(w, err)
			return
		}
		answer(w, 200, map[string]any{"metadata-location": tbl.MetadataLocation(), "metadata": tbl.Metadata(), "config": map[string]string{}})
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/config", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, map[string]any{"defaults": map[string]string{}, "overrides": map[string]string{}})
	})
	mux.HandleFunc("POST /v1/namespaces", func(w http.ResponseWriter, r *http.Request) {
		var in struct{ Namespace table.Identifier }
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			fail(w, err)
		} else if err := cat.CreateNamespace(r.Context(), in.Namespace, nil); err != nil {
			fail(w, err)
		} else {
			answer(w, 200, map[string]any{"namespace": in.Namespace, "properties": map[string]string{}})
		}
	})
	mux.HandleFunc("GET /v1/namespaces/{ns}", func(w http.ResponseWriter, r *http.Request) {
		props, err := cat.LoadNamespaceProperties(r.Context(), table.Identifier{r.PathValue("ns")})
		if err != nil {
			fail(w, err)
			return
		}
		answer(w, 200, map[string]any{"namespace": []string{r.PathValue("ns")}, "properties": props})
	})
	mux.HandleFunc("GET /v1/namespaces/{ns}/tables", func(w http.ResponseWriter, r *http.Request) {
		found := []map[string]any{}
		for ident, err := range cat.ListTables(r.Context(), table.Identifier{r.PathValue("ns")}) {
			if err != nil {
				fail(w, err)
				return
			}
			found = append(found, map[string]any{"namespace": ident[:len(ident)-1], "name": ident[len(ident)-1]})
		}
		answer(w, 200, map[string]any{"identifiers": found})
	})
	mux.HandleFunc("POST /v1/namespaces/{ns}/tables", func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Name       string
			Schema     *iceberg.Schema
			Location   string
			Properties iceberg.Properties
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			fail(w, err)
			return
		}
		opts := []catalog.CreateTableOpt{catalog.WithProperties(in.Properties)}
		if in.Location != "" {
			opts = append(opts, catalog.WithLocation(in.Location))
		}
		tbl, err := cat.CreateTable(r.Context(), table.Identifier{r.PathValue("ns"), in.Name}, in.Schema, opts...)
		loaded(w, tbl, err)
	})
	mux.HandleFunc("GET /v1/namespaces/{ns}/tables/{name}", func(w http.ResponseWriter, r *http.Request) {
		tbl, err := cat.LoadTable(r.Context(), table.Identifier{r.PathValue("ns"), r.PathValue("name")})
		loaded(w, tbl, err)
	})
	mux.HandleFunc("POST /v1/namespaces/{ns}/tables/{name}", func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Requirements table.Requirements
			Updates      table.Updates
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			fail(w, err)
			return
		}
		if lost.Add(-1) >= 0 {
			fail(w, table.ErrCommitFailed)
			return
		}
		ident := table.Identifier{r.PathValue("ns"), r.PathValue("name")}
		if _, _, err := cat.CommitTable(r.Context(), ident, in.Requirements, in.Updates); err != nil {
			fail(w, err)
			return
		}
		tbl, err := cat.LoadTable(r.Context(), ident)
		loaded(w, tbl, err)
	})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+token {
			answer(w, 401, map[string]any{"error": map[string]any{"message": "who are you", "type": "NotAuthorizedException", "code": 401}})
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// TestREST registers through the REST protocol, into a warehouse that the server
// chooses, over commits that are rejected at first.
func TestREST(t *testing.T) {
	var lost atomic.Int32
	at := restServer(t, "of-the-test", &lost)
	m := &madeStore{t: t, dir: t.TempDir()}
	m.put(map[string][]byte{"facts.parquet": rows(t, "id:int", `[{"id": 1}]`), "reports.parquet": rows(t, "id:int", `[{"id": 1}]`)})
	p := newPlace(t, m.dir)
	p.catalog = at
	call := func(exit int, args ...string) string {
		t.Helper()
		var out, errs strings.Builder
		if got := run(append(args, m.dir, "--catalog", at, "--json", "--lang", "en"), &out, &errs); got != exit {
			t.Fatalf("exit %d: %s", got, errs.String())
		}
		return out.String()
	}
	call(exitFailed, "register") // without a token
	t.Setenv("ICEBERG_TOKEN", "of-the-test")
	for _, want := range []string{created, unchanged, replaced, unchanged} {
		if want == replaced {
			lost.Store(3)
			m.put(map[string][]byte{"facts.parquet": rows(t, "id:int extra:string", `[{"id": 2, "extra": "新"}]`), "reports.parquet": rows(t, "id:int", `[{"id": 2}]`)})
		}
		var r registered
		if err := json.Unmarshal([]byte(call(exitDone, "register")), &r); err != nil || actions(r) != want {
			t.Errorf("%v %s, not %s", err, actions(r), want)
		}
	}
	if lost.Load() >= 0 {
		t.Error("no commit was rejected")
	}
	var states []state
	if err := json.Unmarshal([]byte(call(exitDone, "status")), &states); err != nil || len(states) != 2 {
		t.Fatal(err, states)
	}
	for _, s := range states {
		if s.Snapshot != 2 || !*s.Current || !strings.Contains(s.Metadata, "/chosen/") {
			t.Errorf("%+v", s)
		}
	}
	cat, done, err := openCatalog(t.Context(), at, "gongkai", nil, false)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	tbl, err := cat.LoadTable(t.Context(), table.Identifier{"gongkai", "facts"})
	if err != nil {
		t.Fatal(err)
	}
	if _, n := content(t, tbl); n != 1 {
		t.Errorf("%d rows", n)
	}
	if got := tbl.Schema().NumFields(); got != 2 {
		t.Errorf("%d columns", got)
	}
}
