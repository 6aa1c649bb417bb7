package nightly

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ledger"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/sources"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/watch"
)

// SlotState is what is known of the report of a body on a year.
type SlotState string

// States of a slot.
const (
	Published  SlotState = "published"
	Late       SlotState = "late" // published after its last day
	Missing    SlotState = "missing"
	GoneSlot   SlotState = "gone" // was published, and the site says that it has it no more
	BlockedOut SlotState = "blocked"
	Unreadable SlotState = "unreadable" // had, and nothing of it can be read
	NotDue     SlotState = "not_due"
	Unknown    SlotState = "unknown" // the listing was not read to its end, or the article could not be had yet
)

// SlotStates lists them.
var SlotStates = []SlotState{Published, Late, Missing, GoneSlot, BlockedOut, Unreadable, NotDue, Unknown}

// A Slot is one body and year of a source.
type Slot struct {
	Source    string    `json:"source"`
	Body      string    `json:"body"`
	Division  string    `json:"division"`
	Type      string    `json:"type"`
	Year      int       `json:"year"`
	State     SlotState `json:"state"`
	Deadline  string    `json:"deadline"`
	Published string    `json:"published"`
	URL       string    `json:"url"`
}

// Slots is what is known of every body that a source names, for every year that it
// reports on. Outcomes are those of the documents that were read, night the summary
// of this one.
func Slots(src *sources.Source, refs []ledger.Ref, outcomes map[record.Digest]string, night *Summary, listed bool, settings *watch.Settings, now time.Time) []Slot {
	t := table{src: src, refs: map[string]map[int][]*ledger.Ref{}, files: map[string][]*ledger.Ref{}, outcomes: outcomes, night: night, listed: listed, settings: settings, today: now.In(beijing).Format(time.DateOnly)}
	last := now.In(beijing).Year() - 1
	first := last
	for i := range refs {
		r := &refs[i]
		if r.Parent != "" {
			t.files[r.Parent] = append(t.files[r.Parent], r)
			continue
		}
		b, ok := src.BodyOf(corpus.Ref{Title: r.Title, Body: r.Body, Channels: r.Channels})
		if !ok || r.Year == 0 {
			continue
		}
		if t.refs[b.Name] == nil {
			t.refs[b.Name] = map[int][]*ledger.Ref{}
		}
		t.refs[b.Name][r.Year] = append(t.refs[b.Name][r.Year], r)
		first = min(first, r.Year)
	}
	var slots []Slot
	for _, b := range src.Bodies {
		to := last
		if b.To != 0 {
			to = min(to, b.To)
		}
		for y := cmp.Or(b.From, first); y <= to; y++ {
			slots = append(slots, t.slot(b, y))
		}
	}
	return slots
}

// table is what slots are told from.
type table struct {
	src      *sources.Source
	refs     map[string]map[int][]*ledger.Ref // articles by body and year
	files    map[string][]*ledger.Ref         // by article
	outcomes map[record.Digest]string
	night    *Summary
	listed   bool // every listing was read to its end, this night or before
	settings *watch.Settings
	today    string
}

func (t *table) slot(b sources.Body, year int) Slot {
	s := Slot{Source: t.src.ID, Body: b.Name, Division: b.Division, Type: b.Type, Year: year, Deadline: t.deadline(b, year)}
	for _, r := range t.refs[b.Name][year] {
		state := t.of(r)
		if state != "" && s.State == "" || state != "" && rank(state) < rank(s.State) {
			s.State, s.URL, s.Published = state, r.URL, r.Published
		}
	}
	switch {
	case s.State == Published && s.Published > s.Deadline:
		s.State = Late
	case s.State != "":
	case t.night.Wall != "":
		s.State = BlockedOut
	case !t.listed || !t.night.Complete:
		s.State = Unknown
	case t.today <= s.Deadline:
		s.State = NotDue
	default:
		s.State = Missing
	}
	return s
}

// rank orders what several articles say of one slot: what is there counts before
// what is not known, and that before what is gone.
func rank(s SlotState) int {
	return slices.Index([]SlotState{Published, Unreadable, BlockedOut, Unknown, GoneSlot}, s)
}

// of is what one article says.
func (t *table) of(r *ledger.Ref) SlotState {
	switch r.State {
	case ledger.Gone:
		if r.Digest == (corpus.Digest{}) {
			return "" // it never was
		}
		return GoneSlot
	case ledger.Blocked:
		return BlockedOut
	case ledger.Had:
	default:
		return Unknown
	}
	var unread, read, waiting, blocked bool
	for _, d := range append([]*ledger.Ref{r}, t.files[r.Key]...) {
		switch d.State {
		case ledger.Blocked:
			blocked = true
			continue
		case ledger.New, ledger.Unread:
			waiting = true
			continue
		}
		switch t.outcomes[record.Digest(d.Digest)] {
		case "failed", "not_a_report":
			unread = true
		case "ok", "partial", "duplicate":
			read = true
		}
	}
	switch { // where nothing that was had is a report, it may be the file that was not
	case read || !unread:
		return Published
	case blocked:
		return BlockedOut
	case waiting:
		return Unknown
	}
	return Unreadable
}

// deadline is the last day of publication, by local notice or by law.
func (t *table) deadline(b sources.Body, year int) string {
	r := &normalize.Report{Year: year}
	r.Body.Type, r.Body.Division = b.Type, b.Division
	if day, _ := t.settings.DeadlineOf(r); day != "" {
		return day
	}
	return normalize.Deadline(year, b.Type)
}

// ReadSlots reads what WriteSlots wrote.
func ReadSlots(r io.Reader) (slots []Slot, err error) {
	rows, err := csv.NewReader(r).ReadAll()
	for i, row := range rows {
		if i == 0 {
			continue
		}
		if len(row) != 9 {
			return nil, fmt.Errorf("slots: line %d has %d columns", i+1, len(row))
		}
		year, err := strconv.Atoi(row[4])
		if err != nil {
			return nil, fmt.Errorf("slots: line %d: %w", i+1, err)
		}
		slots = append(slots, Slot{row[0], row[1], row[2], row[3], year, SlotState(row[5]), row[6], row[7], row[8]})
	}
	return slots, err
}

// WriteSlots writes slots as CSV, in the order given.
func WriteSlots(w io.Writer, slots []Slot) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"source", "body", "division", "type", "year", "state", "deadline", "published", "url"}}
	for _, s := range slots {
		rows = append(rows, []string{s.Source, s.Body, s.Division, s.Type, strconv.Itoa(s.Year), string(s.State), s.Deadline, s.Published, s.URL})
	}
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}
