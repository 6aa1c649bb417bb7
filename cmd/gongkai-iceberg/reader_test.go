package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hamba/avro/v2/ocf"
	"github.com/parquet-go/parquet-go"
)

// avroRows decodes an Avro file with a library that iceberg-go does not use.
func avroRows(t *testing.T, name string) []map[string]any {
	t.Helper()
	f, err := os.Open(strings.TrimPrefix(name, "file://"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d, err := ocf.NewDecoder(f)
	if err != nil {
		t.Fatal(name, err)
	}
	var all []map[string]any
	for d.HasNext() {
		var row map[string]any
		if err := d.Decode(&row); err != nil {
			t.Fatal(name, err)
		}
		all = append(all, row)
	}
	if err := d.Error(); err != nil {
		t.Fatal(name, err)
	}
	return all
}

// TestMetadata follows the metadata of each table from its JSON through manifest list
// and manifests by other libraries than those that wrote them: it names exactly
// the files of the snapshot, with their sizes and rows, and maps each column by name.
func TestMetadata(t *testing.T) {
	p := newPlace(t, sampleStore(t))
	p.register(exitDone, "--snapshot", "1")
	p.register(exitDone, "--snapshot", "2")
	s, err := openStore(t.Context(), p.store)
	if err != nil {
		t.Fatal(err)
	}
	shot, err := readSnapshot(s, 2)
	if err != nil {
		t.Fatal(err)
	}
	states := p.status()
	if len(states) != len(shot.tables()) {
		t.Fatalf("%d tables, not %d", len(states), len(shot.tables()))
	}
	for _, state := range states {
		b, err := os.ReadFile(strings.TrimPrefix(state.Metadata, "file://"))
		if err != nil {
			t.Fatal(err)
		}
		var m struct {
			FormatVersion int               `json:"format-version"`
			Current       int64             `json:"current-snapshot-id"`
			SchemaID      int               `json:"current-schema-id"`
			Properties    map[string]string `json:"properties"`
			Schemas       []struct {
				ID     int `json:"schema-id"`
				Fields []struct {
					ID   int    `json:"id"`
					Name string `json:"name"`
				} `json:"fields"`
			} `json:"schemas"`
			Snapshots []struct {
				ID      int64             `json:"snapshot-id"`
				List    string            `json:"manifest-list"`
				Summary map[string]string `json:"summary"`
			} `json:"snapshots"`
		}
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(m.Snapshots, func(s struct {
			ID      int64             `json:"snapshot-id"`
			List    string            `json:"manifest-list"`
			Summary map[string]string `json:"summary"`
		}) bool {
			return s.ID == m.Current
		})
		if m.FormatVersion != 2 || len(m.Snapshots) != 2 || i < 0 || m.Snapshots[i].Summary["operation"] != "overwrite" || m.Snapshots[i].Summary["gongkai.snapshot"] != "2" {
			t.Fatalf("%s: %s", state.Table, b)
		}
		live := map[string]map[string]any{}
		gone := 0
		for _, manifest := range avroRows(t, m.Snapshots[i].List) {
			for _, entry := range avroRows(t, manifest["manifest_path"].(string)) {
				file := entry["data_file"].(map[string]any)
				if entry["status"].(int) == 2 {
					gone++
					continue
				}
				live[file["file_path"].(string)] = file
			}
		}
		name := state.Table + ".parquet"
		want := shot.Files[slices.IndexFunc(shot.Files, func(f snapshotFile) bool { return f.Name == name })]
		at := filepath.Join(p.store, shot.Dataset, name)
		f, err := os.Open(at)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		pf, err := parquet.OpenFile(f, want.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		got := live["file://"+at]
		if len(live) != 1 || gone != 1 || fmt.Sprint(got["record_count"]) != fmt.Sprint(pf.NumRows()) || fmt.Sprint(got["file_size_in_bytes"]) != fmt.Sprint(want.Bytes) {
			t.Errorf("%s: %d live, %d deleted: %v; the file has %d rows, %d bytes", state.Table, len(live), gone, got, pf.NumRows(), want.Bytes)
		}
		var mapping []struct {
			ID    int      `json:"field-id"`
			Names []string `json:"names"`
		}
		if err := json.Unmarshal([]byte(m.Properties["schema.name-mapping.default"]), &mapping); err != nil {
			t.Fatal(err)
		}
		ids := map[string]int{}
		for _, e := range mapping {
			for _, n := range e.Names {
				ids[n] = e.ID
			}
		}
		var columns []string
		for _, s := range m.Schemas {
			for _, c := range s.Fields {
				if s.ID == m.SchemaID {
					columns = append(columns, c.Name)
					if ids[c.Name] != c.ID {
						t.Errorf("%s.%s: id %d, mapped to %d", state.Table, c.Name, c.ID, ids[c.Name])
					}
				}
			}
		}
		var has []string
		for _, c := range pf.Schema().Fields() {
			has = append(has, c.Name())
		}
		slices.Sort(columns)
		slices.Sort(has)
		if !slices.Equal(columns, has) {
			t.Errorf("%s: columns %q, the file has %q", state.Table, columns, has)
		}
	}
}

// TestEngines has icebird (JavaScript, an implementation of its own) read all
// tables, and DuckDB the Parquet files: all rows and columns are equal. `make
// iceberg-engines` installs them; GONGKAI_ENGINE_MODULES names their folder.
func TestEngines(t *testing.T) {
	modules := os.Getenv("GONGKAI_ENGINE_MODULES")
	if modules == "" {
		t.Skip("GONGKAI_ENGINE_MODULES names no other engines: make iceberg-engines")
	}
	p := newPlace(t, sampleStore(t))
	for number := 1; number <= 2; number++ {
		p.register(exitDone, "--snapshot", fmt.Sprint(number))
		states, err := json.Marshal(p.status())
		if err != nil {
			t.Fatal(err)
		}
		for against := 1; against <= 2; against++ {
			s, err := openStore(t.Context(), p.store)
			if err != nil {
				t.Fatal(err)
			}
			shot, err := readSnapshot(s, against)
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("node", "engines/check.mjs", filepath.Join(p.store, shot.Dataset))
			cmd.Env = append(os.Environ(), "ENGINE_MODULES="+modules)
			cmd.Stdin = bytes.NewReader(states)
			out, err := cmd.CombinedOutput()
			if (err == nil) != (against == number) || !bytes.Contains(out, []byte("12 tables")) {
				t.Errorf("tables of snapshot %d against files of %d: %v\n%s", number, against, err, out)
			}
			if against == number {
				t.Logf("snapshot %d:\n%s", number, out)
			}
		}
	}
}
