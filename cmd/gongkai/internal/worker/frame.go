package worker

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// A frame is a kind, the length of its payload, a checksum of both and of the
// payload (CRC-32C), and the payload.
const (
	kindHello   = 'H' // parent: settings, once
	kindReady   = 'R' // child: limits are set
	kindRequest = 'Q' // parent: a document
	kindBatch   = 'B' // parent: a list of documents
	kindAnswer  = 'A' // child: what became of it, or of the rest of the list
	kindPart    = 'P' // child: part of what became of it, or of the first of the list
	kindAlive   = 'L' // child: still at it
)

const headSize = 12

// maxFrame is the most a payload may hold: a document of the largest size that
// is read, and something around it.
const maxFrame = 72 << 20

// errFrame says that what came is no frame.
var errFrame = errors.New("broken frame")

func isFrame(err error) bool { return errors.Is(err, errFrame) }

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(head, payload []byte) uint32 {
	return crc32.Update(crc32.Checksum(head, castagnoli), castagnoli, payload)
}

// writeFrame sends one frame. The payload is not copied.
func writeFrame(w io.Writer, kind byte, payload []byte) error {
	if len(payload) > maxFrame {
		return fmt.Errorf("%w: limit frame = %d, needed >= %d", errFrame, maxFrame, len(payload))
	}
	var head [headSize]byte
	head[0], head[1], head[2], head[3] = 'g', 'k', '1', kind
	binary.LittleEndian.PutUint32(head[4:], uint32(len(payload)))
	binary.LittleEndian.PutUint32(head[8:], checksum(head[:8], payload))
	if len(payload) <= 1<<12 { // one write for what is small
		payload = append(head[:], payload...)
		_, err := w.Write(payload)
		return err
	}
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.Write(payload)
	return err
}

// readFrame takes one frame. A length is believed only as far as bytes follow.
// io.EOF is the end before a frame; anything else that is wrong is errFrame or
// the error of r.
func readFrame(r io.Reader, limit int) (kind byte, payload []byte, err error) {
	var head [headSize]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return 0, nil, fmt.Errorf("%w: it ends early", errFrame)
		}
		return 0, nil, err
	}
	if head[0] != 'g' || head[1] != 'k' || head[2] != '1' {
		return 0, nil, fmt.Errorf("%w: it begins with %q", errFrame, head[:3])
	}
	n := int(binary.LittleEndian.Uint32(head[4:]))
	if n > limit {
		return 0, nil, fmt.Errorf("%w: limit frame = %d, needed >= %d", errFrame, limit, n)
	}
	if payload, err = readExactly(r, n); err != nil {
		return 0, nil, fmt.Errorf("%w: %w", errFrame, err)
	}
	if binary.LittleEndian.Uint32(head[8:]) != checksum(head[:8], payload) {
		return 0, nil, fmt.Errorf("%w: checksum", errFrame)
	}
	return head[3], payload, nil
}

// believed is how much room a length alone is given.
const believed = 1 << 20

func readExactly(r io.Reader, n int) ([]byte, error) {
	b := make([]byte, min(n, believed))
	for at := 0; ; {
		k, err := io.ReadFull(r, b[at:])
		if err != nil {
			return nil, err
		}
		if at += k; at == n {
			return b, nil
		}
		b = append(b, make([]byte, min(n-at, len(b)))...)
	}
}
