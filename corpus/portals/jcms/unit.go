package jcms

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/gongkai-data/gongkai/corpus/portals/internal/listing"
)

// Later versions (jpaas) fill a listing from a unit of its page: the page holds
// queryData="{'webId':'2945','tplSetId':'…','tagId':'…','pageId':'1487002',…}", the unit answers
// {"success":true,"data":{"html":"<ul>…<div class=\"pagination\" rows=\"15\" count=\"92\">"}} and turns
// pages by paramJson={"pageNo":2,"pageSize":15}.
const unitPath = "/api-gateway/jpaas-publish-server/front/page/build/unit"

var (
	queryData = regexp.MustCompile(`queryData\s*=\s*"(\{[^"]{10,1000}\})"|queryData\s*=\s*'(\{[^']{10,1000}\})'`)
	queryPair = regexp.MustCompile(`['"](parseType|webId|tplSetId|pageType|tagId|editType|pageId)['"]\s*:\s*['"]([^'"]{0,200})['"]`)
	unitRows  = regexp.MustCompile(`\brows="(\d{1,4})"`)
	unitCount = regexp.MustCompile(`\bcount="(\d{1,7})"`)
)

// unitHTML is the markup in the answer of a unit, "" for other pages.
func unitHTML(p *listing.Parsed) string {
	if !strings.HasSuffix(p.URL.Path, unitPath) || !strings.HasPrefix(strings.TrimSpace(p.Source), "{") {
		return ""
	}
	var answer struct {
		Data struct {
			HTML string `json:"html"`
		} `json:"data"`
	}
	if json.Unmarshal([]byte(p.Source), &answer) != nil {
		return ""
	}
	return answer.Data.HTML
}

// followUnit is where the next articles of a unit are, "" where there are none.
func followUnit(p *listing.Parsed) string {
	if markup := unitHTML(p); markup != "" {
		q := p.URL.Query()
		var at struct {
			No   int `json:"pageNo"`
			Size int `json:"pageSize"`
		}
		at.No = 1
		_ = json.Unmarshal([]byte(q.Get("paramJson")), &at) // the first has none
		return turn(p.URL, q, markup, at.No)
	}
	m := queryData.FindStringSubmatch(p.Source)
	if m == nil {
		return ""
	}
	q := url.Values{}
	for _, pair := range queryPair.FindAllStringSubmatch(m[1]+m[2], 20) {
		q.Set(pair[1], pair[2])
	}
	u, err := p.URL.Parse(unitPath)
	if err != nil || q.Get("pageId") == "" {
		return ""
	}
	if unitCount.MatchString(p.Source) && unitRows.MatchString(p.Source) { // its first page stands in the page itself
		return turn(u, q, p.Source, 1)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// turn is the page after the one with a number, as far as its pager counts.
func turn(unit *url.URL, q url.Values, markup string, no int) string {
	rows, count := unitRows.FindStringSubmatch(markup), unitCount.FindStringSubmatch(markup)
	if rows == nil || count == nil {
		return ""
	}
	size, _ := strconv.Atoi(rows[1])
	all, _ := strconv.Atoi(count[1])
	if size < 1 || no < 1 || no > all/size+1 || no*size >= all {
		return ""
	}
	q.Set("paramJson", `{"pageNo":`+strconv.Itoa(no+1)+`,"pageSize":`+strconv.Itoa(size)+`}`)
	u := *unit
	u.RawQuery = q.Encode()
	return u.String()
}
