package main

import (
	"fmt"
	"strings"
)

// lang is a language of the interface.
type lang string

const (
	english lang = "en"
	chinese lang = "zh"
)

// phrase is one text in both languages.
type phrase struct{ En, Zh string }

// phrases is the message table of one command. Its keys are listed once for
// both languages, so none can be missing in one of them unnoticed.
type phrases map[string]phrase

// messages lists every message table by command; a test looks at each entry.
var messages = map[string]phrases{
	"main": mainText, "read": readText, "tables": tablesText, "convert": convertText,
	"explain": explainText, "second": secondText, "draw": drawText, "list": listText, "version": versionText, "worker": workerText, "workspace": workspaceText, "doctor": doctorText, "progress": progressText, "completion": completionText,
	"export": exportText, "sql": sqlText, "settings": settingsText, "inside": insideText, "ls": lsText, "why": whyText, "diff": diffText, "check": checkText, "fix": fixText, "source": sourceText, "sourceadd": sourceAddText,
	"archive": archiveText, "import": importText, "crawl": crawlText, "sync": syncText,
	"store": storeText, "plan": planText,
}

// say returns the text of key in language l, formatted with args.
func (p phrases) say(l lang, key string, args ...any) string {
	e, ok := p[key]
	if !ok {
		return key
	}
	s := e.En
	if l == chinese {
		s = e.Zh
	}
	if len(args) == 0 {
		return s
	}
	return fmt.Sprintf(s, args...)
}

// chooseLang reads --lang from the arguments before the command tree exists,
// because help texts are written in that language; else the locale decides.
func chooseLang(args []string, env func(string) string) lang {
	for i, a := range args {
		if a == "--" {
			break
		}
		v, ok := strings.CutPrefix(a, "--lang=")
		if a == "--lang" && i+1 < len(args) {
			v, ok = args[i+1], true
		}
		if ok && (v == string(english) || v == string(chinese)) {
			return lang(v)
		}
	}
	for _, k := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := env(k); v != "" {
			if strings.HasPrefix(strings.ToLower(v), "zh") {
				return chinese
			}
			return english
		}
	}
	return english
}
