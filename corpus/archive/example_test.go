package archive_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"

	"github.com/gongkai-data/gongkai/corpus/archive"
)

// Every file of an archive, those of archives in it included.
func ExampleWalk() {
	var inner, outer bytes.Buffer
	for _, z := range []struct {
		to   *bytes.Buffer
		name string
		text *bytes.Buffer
	}{{&inner, "甲.txt", bytes.NewBufferString("甲")}, {&outer, "2023/里.zip", &inner}} {
		w := zip.NewWriter(z.to)
		f, err := w.Create(z.name)
		if err != nil {
			log.Fatal(err)
		}
		if _, err := io.Copy(f, z.text); err != nil {
			log.Fatal(err)
		}
		if err := w.Close(); err != nil {
			log.Fatal(err)
		}
	}
	r := bytes.NewReader(outer.Bytes())
	err := archive.Walk(context.Background(), r, r.Size(), archive.Options{}, func(m *archive.Member) error {
		if m.Err != nil {
			fmt.Println(m.Name, m.Err)
			return nil
		}
		text, err := io.ReadAll(m.Body)
		fmt.Println(m.Name, string(text))
		return err
	})
	var damage *archive.Error
	if errors.As(err, &damage) {
		fmt.Println("damaged:", damage)
	} else if err != nil {
		log.Fatal(err)
	}
	// Output:
	// 2023/里.zip!/甲.txt 甲
}
