package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// readmeText are the headings of the tables.
var readmeText = phrases{
	"format": {"format", "格式"}, "form": {"form", "格式"}, "years": {"report years", "报告年度"},
	"basis": {"set by", "依据"}, "cells": {"cells", "指标数"}, "state": {"state", "状态"},
}

// readmeTables writes the tables of formats and forms as `gongkai list` knows
// them.
func readmeTables(l lang) map[string]string {
	a := &app{lang: l}
	list, err := a.listing(nil)
	if err != nil {
		panic(err)
	}
	say := func(key string) string {
		if _, ok := readmeText[key]; ok {
			return readmeText.say(l, key)
		}
		return listText.say(l, key)
	}
	formats := fmt.Sprintf("| %s | %s | %s |\n|---|---|---|\n", say("format"), say("reads"), say("skips"))
	for _, f := range list.Formats {
		reads, skips := a.formatText(f)
		formats += fmt.Sprintf("| `%s` | %s | %s |\n", f.Name, reads, skips)
	}
	forms := fmt.Sprintf("| %s | %s | %s | %s | %s |\n|---|---|---|---|---|\n", say("form"), say("years"), say("basis"), say("cells"), say("state"))
	for _, f := range list.Forms {
		cells, state := fmt.Sprint(f.Cells), say("notyet")
		if f.Cells == 0 {
			cells = "–"
		}
		if f.Read {
			state = say("complete")
		}
		forms += fmt.Sprintf("| %s | %s | %s | %s | %s |\n", f.Name, f.Years, f.Basis, cells, state)
	}
	return map[string]string{"formats": formats, "forms": forms}
}

// TestReadmeTables fails where a README differs from `gongkai list`; UPDATE=1
// rewrites its tables.
func TestReadmeTables(t *testing.T) {
	for file, l := range map[string]lang{"../../README.md": english, "../../README.zh-CN.md": chinese} {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := string(b)
		for name, table := range readmeTables(l) {
			begin, end := fmt.Sprintf("<!-- list %s -->\n", name), "<!-- end -->"
			before, rest, ok := strings.Cut(text, begin)
			old, after, ok2 := strings.Cut(rest, end)
			if !ok || !ok2 {
				t.Errorf("%s has no place for the table of %s", file, name)
				continue
			}
			if os.Getenv("UPDATE") != "" {
				text = before + begin + table + end + after
			} else if diff := cmp.Diff(table, old); diff != "" {
				t.Errorf("%s: %s (-list +README):\n%s", file, name, diff)
			}
		}
		if text != string(b) {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestReadmeNamesTheGoOfTheModule holds the READMEs against go.mod.
func TestReadmeNamesTheGoOfTheModule(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(mod), "\ngo ")
	version, _, _ := strings.Cut(rest, "\n")
	version = strings.TrimSuffix(version, ".0")
	for _, file := range []string{"../../README.md", "../../README.zh-CN.md"} {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(b), "Go "+version+" ") {
			t.Errorf("%s does not ask for Go %s", file, version)
		}
	}
}

// TestFormatsHaveChineseText wants a translation for every format of the list.
func TestFormatsHaveChineseText(t *testing.T) {
	list, err := (&app{}).listing(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list.Formats {
		if formatsZh[f.Name].reads == "" || f.Reads == "" {
			t.Errorf("%s lacks a language", f.Name)
		}
	}
	if len(formatsZh) != len(list.Formats) {
		t.Errorf("%d formats, %d translations", len(list.Formats), len(formatsZh))
	}
}
