package watch

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
)

// Settings are what a workspace may say of its own. The zero value has no
// expected reports, no local deadlines, and the thresholds as documented.
type Settings struct {
	AsOf       string             // ISO 8601: expected reports that were due by then are missed; "" misses none
	Deadlines  []Deadline         // local notices; the first that fits holds
	Expected   []Expected         // bodies that report
	Thresholds map[string]float64 // by name, in the place of the documented values
}

// Deadline is a local rule for the last day of publication. Empty fields fit
// every report.
type Deadline struct {
	Division string   // first digits of the division code
	Types    []string // of the body: department, township …
	Levels   []string // of the body: county, township …
	From, To int      // report years
	Day      string   // "01-28": month and day of the year after
	Basis    string   // the notice, told with the issue
}

// Expected is a body that publishes a report every year.
type Expected struct {
	Body     string // body_id
	Name     string // for people
	Parent   string // body_id of the government that reports for it, "" where none
	From, To int    // report years; To 0 means as long as AsOf says
}

// Threshold is one number that decides when a rule raises its voice.
type Threshold struct {
	Name   string
	Value  float64
	En, Zh string
}

// Thresholds documents every threshold with its value.
var Thresholds = []Threshold{
	{"reuse_alarm", 0.80, "W8, W9: Jaccard similarity of the texts from which reuse is told", "W8、W9：正文 Jaccard 相似度达到此值即提示"},
	{"reuse_min_shingles", 200, "W8, W9: shorter texts are not compared, in shingles of 5 characters", "W8、W9：正文少于此数目的 5 字片段者不比较"},
	{"outlier_min_group", 20, "W13, W14: least number of bodies of a level and year", "W13、W14：同级同年度机关的最少数目"},
	{"outlier_z", 3.5, "W13, W14: robust z (0.6745 × distance from the median / MAD) from which a share stands out", "W13、W14：稳健 z 值（0.6745×与中位数之差÷MAD）达到此值即为离群"},
	{"outlier_min_count", 10, "W13: least number of handled requests of the body", "W13：该机关办理申请的最少件数"},
	{"outlier_min_distance", 0.20, "W13, W14: least distance of the share from the median", "W13、W14：占比与中位数的最小差距"},
	{"outlier_chance", 3, "W13, W14: least distance from the median in standard errors of the body's own count, so that few cases do not stand out", "W13、W14：以该机关自身件数的标准误计，与中位数的最小距离"},
	{"loss_min_count", 5, "W14: least number of decided reviews or suits of the body", "W14：该机关已审结复议或诉讼的最少件数"},
	{"identical_min_numbers", 10, "W7: least number of cells that are not zero, stocks aside", "W7：非零单元格（存量除外）的最少数目"},
	{"unit_jump_low", 3000, "W18: ratio of fees from which 元 and 万元 may be mixed up", "W18：收费金额之比的下界"},
	{"unit_jump_high", 30000, "W18: ratio of fees above which it is another matter", "W18：收费金额之比的上界"},
	{"catalogue_min_items", 20, "R9: least number of items in the catalogue", "R9：项目数的最小值"},
	{"template_generic", 3, "W17: sentences about 一些地区 and the like in a text without a number of its own", "W17：无自身数字的正文中“一些地区”类句子的数目"},
}

// ThresholdMeanings explains the thresholds with the values in force.
func ThresholdMeanings(s Settings) []extract.Meaning {
	var ms []extract.Meaning
	for _, t := range Thresholds {
		v := strconv.FormatFloat(s.threshold(t.Name), 'f', -1, 64)
		ms = append(ms, meaning(t.Name, extract.Info, t.En+": "+v, t.Zh+"："+v))
	}
	return ms
}

// threshold returns the value in force; names are those of Thresholds.
func (s *Settings) threshold(name string) float64 {
	if v, ok := s.Thresholds[name]; ok {
		return v
	}
	for _, t := range Thresholds {
		if t.Name == name {
			return t.Value
		}
	}
	return 0
}

// Check returns what is wrong with the settings, nil where nothing is.
func (s *Settings) Check() error {
	if s.AsOf != "" && !isDate(s.AsOf) {
		return fmt.Errorf("as_of %q is not a date like 2026-04-01", s.AsOf)
	}
	for _, d := range s.Deadlines {
		if !isDate("2023-" + d.Day) {
			return fmt.Errorf("deadline %q is not a day like 01-31", d.Day)
		}
		if d.To != 0 && d.To < d.From {
			return fmt.Errorf("deadline %s: from %d to %d", d.Day, d.From, d.To)
		}
		if i := slices.IndexFunc(d.Types, func(t string) bool { return !slices.Contains(bodyTypes, t) }); i >= 0 {
			return fmt.Errorf("deadline %s: no body type %q (%s)", d.Day, d.Types[i], strings.Join(bodyTypes, ", "))
		}
		if i := slices.IndexFunc(d.Levels, func(t string) bool { return !slices.Contains(levels, t) }); i >= 0 {
			return fmt.Errorf("deadline %s: no level %q (%s)", d.Day, d.Levels[i], strings.Join(levels, ", "))
		}
	}
	seen := map[string]bool{}
	for _, e := range s.Expected {
		switch {
		case e.Body == "":
			return fmt.Errorf("expected %q: no body", e.Name)
		case seen[e.Body]:
			return fmt.Errorf("expected %q: twice", e.Body)
		case e.To != 0 && e.To < e.From:
			return fmt.Errorf("expected %q: from %d to %d", e.Body, e.From, e.To)
		case e.From < firstYear:
			return fmt.Errorf("expected %q: from %d is before the first reports, on %d", e.Body, e.From, firstYear)
		}
		seen[e.Body] = true
	}
	for name, v := range s.Thresholds {
		if !slices.ContainsFunc(Thresholds, func(t Threshold) bool { return t.Name == name }) {
			return fmt.Errorf("no threshold %q", name)
		}
		if v < 0 || v != v {
			return fmt.Errorf("threshold %s = %v", name, v)
		}
	}
	return nil
}

var (
	bodyTypes = []string{"government", "department", "township", "subdistrict", "dispatched", "vertical"}
	levels    = []string{"national", "province", "prefecture", "county", "township"}
)

// firstYear is the first year that anybody reported on (国令492号).
const firstYear = 2008

// DeadlineOf returns the last day of publication that a local notice sets for a
// report, with the notice; "" where none does.
func (s *Settings) DeadlineOf(r *normalize.Report) (day, basis string) {
	for _, d := range s.Deadlines {
		if r.Year > 0 && d.fits(r) {
			return fmt.Sprintf("%04d-%s", r.Year+1, d.Day), d.Basis
		}
	}
	return "", ""
}

func (d *Deadline) fits(r *normalize.Report) bool {
	return strings.HasPrefix(r.Body.Division, d.Division) &&
		(len(d.Types) == 0 || slices.Contains(d.Types, r.Body.Type)) &&
		(len(d.Levels) == 0 || slices.Contains(d.Levels, r.Body.Level)) &&
		r.Year >= d.From && (d.To == 0 || r.Year <= d.To)
}

// isDate reports an ISO 8601 date that exists.
func isDate(s string) bool {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return false
	}
	y, err1 := strconv.Atoi(s[:4])
	m, err2 := strconv.Atoi(s[5:7])
	d, err3 := strconv.Atoi(s[8:])
	if err1 != nil || err2 != nil || err3 != nil || m < 1 || m > 12 || d < 1 {
		return false
	}
	days := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m-1]
	if m == 2 && y%4 == 0 && (y%100 != 0 || y%400 == 0) {
		days = 29
	}
	return d <= days
}

// dayNumber counts days, for differences only.
func dayNumber(iso string) int {
	y, _ := strconv.Atoi(iso[:4])
	m, _ := strconv.Atoi(iso[5:7])
	d, _ := strconv.Atoi(iso[8:10])
	if m <= 2 {
		y, m = y-1, m+12
	}
	return 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d
}
