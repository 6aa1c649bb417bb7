package normalize

import (
	"fmt"
	"strings"
)

// issue makes an issue from its code; the messages come from Meanings.
func issue(code, severity string, keys []Key, evidence string) Issue {
	i := Issue{Code: code, Severity: severity, Indicators: keys, Evidence: evidence}
	m, _ := Meaning(code)
	i.Zh, i.En = m.Zh, m.En
	if n := len(keys); n > 0 {
		i.Zh += fmt.Sprintf("（%d 处：%s）", n, firstKeys(keys))
		i.En += fmt.Sprintf(" (%d: %s)", n, firstKeys(keys))
	}
	if evidence != "" {
		i.Zh += "：" + evidence
		i.En += ": " + evidence
	}
	return i
}

func firstKeys(keys []Key) string {
	var s []string
	for i, k := range keys {
		if i == 3 {
			s = append(s, "…")
			break
		}
		s = append(s, strings.TrimSuffix(k.String(), "|"))
	}
	return strings.Join(s, ", ")
}
