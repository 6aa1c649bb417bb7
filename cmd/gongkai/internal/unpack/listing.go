package unpack

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/corpus/archive"
)

// Listing is what an archive holds.
type Listing struct {
	Kind    string // zip, tar, gzip, 7z, rar; "" for a document, or anything else that is no archive
	Entries []Entry
	Code    string // why the archive itself could not be read to its end, "" if it was
	Message string
	Passing bool // the next try may end otherwise: it was ended from outside
}

// nameless stands for the name of every archive: the same bytes have the same
// listing, whichever of their files is opened first. No other name becomes told of it
// but one that is this control character.
const (
	nameless       = "\x01"
	namelessMember = `\x01`
)

// Called is the name of a file in an archive that lies under path: one that is only
// packed with gzip may be called after it.
func (l *Listing) Called(e *Entry, path string) string {
	if l.Kind != "gzip" || e.Name != namelessMember && !strings.HasPrefix(e.Name, namelessMember+"!/") {
		return e.Name
	}
	return archive.Inner(path) + strings.TrimPrefix(e.Name, namelessMember)
}

// Entry is one file of an archive.
type Entry struct {
	At      []int  // its place
	Name    string // no two of a listing are equal
	Size    int64
	Digest  record.Digest
	Code    string // why it could not be read, "" if it was
	Message string
}

// line is an Entry as a child tells it.
type line struct {
	At      []int  `json:"at"`
	Name    string `json:"name"`
	Size    int64  `json:"size,omitempty"`
	SHA256  string `json:"sha256,omitempty"`
	Link    string `json:"link,omitempty"`
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
}

// ending is the answer of a child after its parts.
type ending struct {
	Kind    string `json:"kind,omitempty"`
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
}

// codes are what may be wrong with an archive, or a member of one.
var codes = []string{archive.Damaged, archive.Encrypted, archive.Limit, archive.Depth, archive.Method, archive.Volume, archive.Empty}

var errAnswer = errors.New("not what was asked for")

// take adds a line to the listing.
func (l *Listing) take(text []byte, names Names) error {
	var e line
	if err := json.Unmarshal(text, &e); err != nil {
		return fmt.Errorf("%w: %w", errAnswer, err)
	}
	switch {
	case len(e.At) == 0 || len(e.At) > 2+archive.DefaultLimits.Depth || e.Name == "" || !utf8.ValidString(e.Name) || len(e.Name) > 5*archive.DefaultLimits.Name:
		return fmt.Errorf("%w: a member called %.40q", errAnswer, e.Name)
	case e.Code != "" && !slices.Contains(codes, e.Code):
		return fmt.Errorf("%w: code %.40q", errAnswer, e.Code)
	case e.Size < 0 || len(e.Message) > 1000 || len(l.Entries) > archive.DefaultLimits.Entries:
		return fmt.Errorf("%w: too much of %.40q", errAnswer, e.Name)
	}
	if e.Link != "" { // another name of one before it
		if i, ok := names[e.Link]; ok {
			o := &l.Entries[i]
			l.add(Entry{e.At, e.Name, o.Size, o.Digest, o.Code, o.Message}, names)
			return nil
		}
	}
	if e.Code != "" && e.Message == "" {
		e.Message = e.Code
	}
	x := Entry{At: e.At, Name: e.Name, Size: e.Size, Code: e.Code, Message: e.Message}
	if e.Code == "" {
		sum, err := hex.DecodeString(e.SHA256)
		if err != nil || len(sum) != len(x.Digest) {
			return fmt.Errorf("%w: digest %.80q", errAnswer, e.SHA256)
		}
		x.Digest = record.Digest(sum)
	}
	l.add(x, names)
	return nil
}

// add keeps names apart: the second a.doc is a.doc~2.
func (l *Listing) add(e Entry, names Names) {
	e.Name = names.Add(e.Name)
	l.Entries = append(l.Entries, e)
}

// Names are the names of an archive so far, with their places: of those that it
// calls the same, the place of the latest.
type Names map[string]int

// Add makes a name the next one, and returns it with what keeps it apart.
func (n Names) Add(name string) string {
	for k, first := 2, name; ; k++ {
		if _, had := n[name]; !had {
			n[name] = len(n)
			n[first] = n[name] // a link means the latest that is called so
			return name
		}
		name = fmt.Sprintf("%s~%d", first, k)
	}
}

// finish takes the answer that ends a listing.
func (l *Listing) finish(answer []byte) error {
	var e ending
	if err := json.Unmarshal(answer, &e); err != nil {
		return fmt.Errorf("%w: %w", errAnswer, err)
	}
	if !slices.Contains([]string{"", "zip", "tar", "gzip", "7z", "rar", "warc"}, e.Kind) {
		return fmt.Errorf("%w: kind %.20q", errAnswer, e.Kind)
	}
	if e.Code != "" && (!slices.Contains(codes, e.Code) || e.Kind == "" || e.Message == "" || len(e.Message) > 1000) {
		return fmt.Errorf("%w: code %.40q", errAnswer, e.Code)
	}
	l.Kind, l.Code, l.Message = e.Kind, e.Code, strings.ToValidUTF8(e.Message, "?")
	return nil
}
