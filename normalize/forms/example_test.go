package forms_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/formats"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
)

// What a reader saw becomes a report: the form is told by its labels, and every
// cell of it has a status.
func Example() {
	b, err := os.ReadFile("../../corpus/samples/qinghe-2024.html")
	if err != nil {
		log.Fatal(err)
	}
	doc, err := formats.Read(context.Background(), b, extract.Options{})
	if err != nil {
		log.Fatal(err)
	}
	r, err := normalize.Normalize(doc, forms.All)
	if errors.Is(err, normalize.ErrNoForm) {
		log.Fatal("not a report")
	}
	if err != nil {
		log.Fatal(err)
	}
	by := map[normalize.Status]int{}
	for i := range r.Facts {
		by[r.Facts[i].Status]++
	}
	fmt.Println(r.Generation, r.Year, len(r.Facts), "cells:", by[normalize.Reported], "reported,", by[normalize.Blank], "blank")
	// Output:
	// C 2024 200 cells: 175 reported, 25 blank
}
