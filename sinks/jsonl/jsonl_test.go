package jsonl

import (
	"bufio"
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/parquet/parquettest"
	"github.com/gongkai-data/gongkai/sinks/sinktest"
)

// back reads the lines with encoding/json; the keys must stand in order.
func back(t *testing.T, out string, tables []sinks.Table) map[string][][]sinks.Value {
	got := map[string][][]sinks.Value{}
	for _, table := range tables {
		b, err := os.ReadFile(filepath.Join(out, table.Name+".jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(bytes.NewReader(b))
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			got[table.Name] = append(got[table.Name], object(t, lines.Bytes(), table.Columns))
		}
	}
	return got
}

func object(t *testing.T, line []byte, columns []sinks.Column) (row []sinks.Value) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(line))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	for _, c := range columns {
		key, err := d.Token()
		if err != nil || key != c.Name {
			t.Fatalf("key %v %v, want %s", key, err, c.Name)
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			t.Fatal(err)
		}
		row = append(row, value(t, c, raw))
	}
	return row
}

func value(t *testing.T, c sinks.Column, raw json.RawMessage) sinks.Value {
	t.Helper()
	if string(raw) == "null" {
		return sinks.Value{}
	}
	v := sinks.Value{Kind: sinks.KindOf(c.Type)}
	var err error
	switch v.Kind {
	case sinks.Text:
		err = json.Unmarshal(raw, &v.Text)
	case sinks.Integer:
		v.Int, err = strconv.ParseInt(string(raw), 10, 64)
	case sinks.Double:
		err = json.Unmarshal(raw, &v.Double)
	case sinks.Bool:
		if string(raw) == "true" {
			v.Int = 1
		}
	case sinks.Texts:
		err = json.Unmarshal(raw, &v.Texts)
	case sinks.Floats:
		err = json.Unmarshal(raw, &v.Floats)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestExport(t *testing.T) {
	sinktest.RunExport(t, Export, map[string]sinks.Source{
		"hostile": sinktest.HostileSource(), "published": parquettest.Published(t, sinktest.Results()), "empty": parquettest.Published(t, nil),
	}, back, nil)
}

// Text is the JSON of the standard library, byte for byte where both escape alike.
func FuzzString(f *testing.F) {
	for _, s := range sinktest.Hostile {
		f.Add(s)
	}
	f.Add("\x00\x1f\x7f\xff\xed\xa0\x80")
	f.Fuzz(func(t *testing.T, s string) {
		got := sinks.AppendString(nil, s)
		var back string
		if err := json.Unmarshal(got, &back); err != nil || back != strings.ToValidUTF8(s, "\ufffd") && back != string([]rune(s)) {
			t.Errorf("%q became %s, %v", s, got, err)
		}
		if bytes.ContainsAny(got, "\n\r\u2028\u2029") {
			t.Errorf("%q has a line end", got)
		}
	})
}

func TestNumbersThatJSONCannotSay(t *testing.T) {
	for _, f := range []float64{math.NaN(), math.Inf(1)} {
		v := sinks.Value{Kind: sinks.Double, Double: f}
		if got := string(v.AppendJSON(nil)); got != "null" {
			t.Errorf("%v became %s", f, got)
		}
	}
}
