package formats_test

import (
	"context"
	"fmt"
	"log"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/formats"
)

// Any document: its kind is told by its bytes, its tables come with their spans.
func ExampleRead() {
	page := []byte(`<h1>年报</h1><table><tr><td rowspan=2>申请</td><td>新收</td><td>50</td></tr><tr><td>结转</td><td>2</td></tr></table>`)
	doc, err := formats.Read(context.Background(), page, extract.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(doc.Format)
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case *extract.Heading:
			fmt.Println("heading", b.Level, b.Text)
		case *extract.Table:
			fmt.Println("table", b.Grid.Rows, "×", b.Grid.Cols)
			for _, c := range b.Grid.Cells {
				fmt.Println(c.Row, c.Col, c.RowSpan, c.ColSpan, c.Text)
			}
		}
	}
	// Output:
	// html
	// heading 1 年报
	// table 2 × 3
	// 0 0 2 1 申请
	// 0 1 1 1 新收
	// 0 2 1 1 50
	// 1 1 1 1 结转
	// 1 2 1 1 2
}
