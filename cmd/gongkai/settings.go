package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/normalize/watch"
)

var settingsText = phrases{
	"unreadable": {"cannot use %s", "无法使用 %s"},
	"unknown":    {"unknown key %s", "没有此键：%s"},
	"fix":        {"gongkai explain settings-invalid", "gongkai explain settings-invalid"},
}

// settingsName is the file of settings in a workspace; it may be missing.
const settingsName = "gongkai.toml"

// maxSettings bounds the file: a list of 100,000 expected bodies takes some 10 MB.
const maxSettings = 64 << 20

// settingsFile is gongkai.toml. Keys that are not here are errors.
type settingsFile struct {
	Watch struct {
		AsOf       string             `toml:"as_of"`
		Thresholds map[string]float64 `toml:"thresholds"`
		Deadline   []struct {
			Division string   `toml:"division"`
			Types    []string `toml:"types"`
			Levels   []string `toml:"levels"`
			From     int      `toml:"from"`
			To       int      `toml:"to"`
			Day      string   `toml:"day"`
			Basis    string   `toml:"basis"`
		} `toml:"deadline"`
		Expected []struct {
			Body   string `toml:"body"`
			Name   string `toml:"name"`
			Parent string `toml:"parent"`
			From   int    `toml:"from"`
			To     int    `toml:"to"`
		} `toml:"expected"`
	} `toml:"watch"`
}

// settings reads the settings of a workspace; without a file there are none.
func (a *app) settings(workspace string) (watch.Settings, error) {
	file := filepath.Join(workspace, settingsName)
	bad := func(err error) (watch.Settings, error) {
		return watch.Settings{}, &failure{exit: exitUsage, code: "settings-invalid", text: settingsText.say(a.lang, "unreadable", screen.Quote(file)), hint: settingsText.say(a.lang, "fix"), err: err}
	}
	b, err := readBounded(file, maxSettings)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return watch.Settings{}, nil
	case err != nil:
		return bad(err)
	}
	var f settingsFile
	meta, err := toml.Decode(string(b), &f)
	if err != nil {
		return bad(err)
	}
	if left := meta.Undecoded(); len(left) > 0 {
		var keys []string
		for _, k := range left {
			keys = append(keys, k.String())
		}
		slices.Sort(keys)
		return bad(errors.New(settingsText.say(a.lang, "unknown", strings.Join(slices.Compact(keys), ", "))))
	}
	s := watch.Settings{AsOf: f.Watch.AsOf, Thresholds: f.Watch.Thresholds}
	for _, d := range f.Watch.Deadline {
		s.Deadlines = append(s.Deadlines, watch.Deadline(d))
	}
	for _, e := range f.Watch.Expected {
		s.Expected = append(s.Expected, watch.Expected(e))
	}
	if err := s.Check(); err != nil {
		return bad(err)
	}
	return s, nil
}

// readBounded reads a regular file of at most limit bytes.
func readBounded(file string, limit int64) ([]byte, error) {
	st, err := os.Stat(file)
	if err == nil && !st.Mode().IsRegular() {
		err = errors.New("not a regular file")
	}
	if err != nil {
		var p *fs.PathError
		if errors.As(err, &p) {
			err = p.Err
		}
		return nil, err
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(b)) > limit {
		err = errors.New("too large")
	}
	return b, err
}
