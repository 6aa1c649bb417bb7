//go:build unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/gongkai-data/gongkai/cmd/gongkai/peers/pdffile"
	"github.com/gongkai-data/gongkai/normalize/forms/mutate"
)

// withPrinted returns the made reports at hand, others that are printed here, so
// that there are enough, and the files of the contest. Documents of all kinds
// would hold every program up with files that are broken on purpose.
func withPrinted(files []string, dir string) ([]string, error) {
	n := 0
	for n < len(files) && isMade(files[n]) {
		n++
	}
	folder := filepath.Join(dir, filepath.FromSlash(made))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	var more []string
	for i := range enough - min(n, enough) {
		r := mutate.New(mutate.NewRand(1, uint64(i)))
		style := pdffile.Style{Encoding: pdffile.Mapped, Digits: pdffile.Digits(i % 2), Rules: pdffile.Rules(i % 3), Running: i%2 == 0} // some programs refuse fonts without ToUnicode
		name := filepath.Join(folder, fmt.Sprintf("printed-%03d.pdf", i))
		if err := os.WriteFile(name, pdffile.Layout(r.Document(), style).Save(), 0o600); err != nil {
			return nil, err
		}
		more = append(more, name)
	}
	rest := slices.DeleteFunc(slices.Clone(files[n:]), func(f string) bool { return !ofContest(f) })
	return slices.Concat(files[:n], more, rest), nil
}
