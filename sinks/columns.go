package sinks

import (
	"reflect"
	"strings"
)

// Column describes one column of a table.
type Column struct {
	Name     string
	Type     string // string, int16, int32, int64, double, bool, list<string>, list<float>
	Nullable bool
	Zh, En   string
}

// Table describes one table of the dataset.
type Table struct {
	Name    string
	Key     []string // columns that name a row, in the order of the file
	Zh, En  string   // what a row is
	Columns []Column
}

// Tables lists every table of the dataset.
func Tables() []Table {
	return []Table{
		{"facts", []string{"report_id", "indicator", "applicant"}, "每份有效年报、每个指标、每类申请人一行；其余各表由此派生或为其证据", "a cell of the form of a report that stands; the truth, everything else is a view or evidence", ColumnsOf[FactRow]()},
		{"reports", []string{"report_id"}, "每份年报一行；被取代者亦在内，见 superseded_by", "a report: a body, a year, a version; superseded ones too", ColumnsOf[ReportRow]()},
		{"documents", []string{"path", "url", "document_sha256"}, "每个输入文件一行，含其结果", "a file seen, whatever became of it", ColumnsOf[DocumentRow]()},
		{"cells", []string{"report_id", "table_no", "row_no", "col_no"}, "年报表格的每个单元格一行", "a physical cell of a table of a report, enough to redraw the original", ColumnsOf[CellRow]()},
		{"sections", []string{"report_id", "section_no"}, "年报的每个章节一行", "a chapter of a report, with its text", ColumnsOf[SectionRow]()},
		{"checks", []string{"report_id", "rule", "scope", "other_report_id"}, "有效年报每条勾稽关系的每次检验一行", "a rule applied to one scope of a report that stands", ColumnsOf[CheckRow]()},
		{"issues", []string{"fingerprint"}, "每个需要人工查看的问题一行", "something that a person should look at", ColumnsOf[IssueRow]()},
		{"panel", []string{"report_id"}, "每份有效年报一行，B、C 两代格式的每个单元格一列", "a report that stands, with a column for each cell of forms B and C", panelTable()},
		{"applications", []string{"report_id", "indicator"}, "依申请公开表的每行一行", "a row of the applications table, a column for each applicant", ColumnsOf[ApplicationRow]()},
		{"proactive", []string{"report_id", "indicator"}, "主动公开表的每个单元格一行", "a cell of the table of proactive disclosure", ColumnsOf[ProactiveRow]()},
		{"litigation", []string{"report_id", "procedure"}, "复议诉讼表的每个程序一行", "a block of the table of reconsideration and litigation", ColumnsOf[LitigationRow]()},
		{"dictionary", []string{"kind", "table_name", "code"}, "各列与各代码的说明", "what each column and each code means", ColumnsOf[DictionaryRow]()},
	}
}

// ColumnsOf reads the columns of a row from its tags.
func ColumnsOf[T any]() []Column {
	t := reflect.TypeFor[T]()
	cols := make([]Column, t.NumField())
	for i := range cols {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		cols[i] = Column{Name: name, Zh: f.Tag.Get("zh"), En: f.Tag.Get("en")}
		cols[i].Type, cols[i].Nullable = typeName(f.Type)
		if strings.Contains(f.Tag.Get("parquet"), "list,optional") {
			cols[i].Nullable = true
		}
	}
	return cols
}

func typeName(t reflect.Type) (name string, nullable bool) {
	switch t.Kind() {
	case reflect.Pointer:
		name, _ = typeName(t.Elem())
		return name, true
	case reflect.Slice:
		name, _ = typeName(t.Elem())
		return "list<" + name + ">", false
	case reflect.Float64:
		return "double", false
	case reflect.Float32:
		return "float", false
	}
	return t.Kind().String(), false
}
