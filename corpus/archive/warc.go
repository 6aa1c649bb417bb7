package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gongkai-data/gongkai/corpus/warc"
)

// warc goes through a web archive (ISO 28500): its members are the bodies that
// sites answered with 200, under their addresses. What a page only loads to look
// well is passed over: no report is in it.
func (l *level) warc(r io.Reader) error {
	in := warc.NewReader(r)
	for i := 0; ; i++ {
		rec, err := in.Next()
		switch {
		case l.fatal != nil:
			return l.fatal
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, warc.ErrLarge):
			return &Error{Limit, fmt.Sprintf("limit record = %d", warc.MaxBlock), err}
		case err != nil:
			return asError(err)
		}
		if err := l.count(); err != nil {
			return err
		}
		if !strings.HasPrefix(rec.Target, "http://") && !strings.HasPrefix(rec.Target, "https://") {
			continue
		}
		body, status, err := rec.Payload()
		if err == nil && (status != 200 || len(body) == 0 || decoration(rec.PayloadMedia())) {
			continue
		}
		err = l.named(i, visible(rec.Target, l.lim.Name), func() (io.Reader, error) { return bytes.NewReader(body), err })
		if err != nil {
			return err
		}
	}
}

// decoration reports that a media type is of what pages load besides text.
func decoration(media string) bool {
	kind, sub, _ := strings.Cut(strings.ToLower(strings.TrimSpace(media)), "/")
	switch kind {
	case "image", "audio", "video", "font":
		return true
	}
	sub, _, _ = strings.Cut(sub, ";")
	switch strings.TrimSpace(sub) {
	case "css", "javascript", "x-javascript", "json", "wasm", "font-woff", "font-woff2":
		return true
	}
	return false
}
