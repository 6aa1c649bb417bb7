package parquet

import (
	"github.com/parquet-go/parquet-go"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
)

// ordered is a group whose columns stand in their own order: parquet.Group
// sorts them by name.
type ordered struct {
	parquet.Group
	names []string
}

// Fields returns the columns in order.
func (o ordered) Fields() []parquet.Field {
	by := map[string]parquet.Field{}
	for _, f := range o.Group.Fields() {
		by[f.Name()] = f
	}
	fields := make([]parquet.Field, len(o.names))
	for i, name := range o.names {
		fields[i] = by[name]
	}
	return fields
}

// panelSchema has a column for each cell of forms B and C.
func panelSchema() *parquet.Schema {
	g := ordered{Group: parquet.Group{}}
	add := func(name string, n parquet.Node) {
		g.Group[name] = n
		g.names = append(g.names, name)
	}
	for _, c := range sinks.ColumnsOf[sinks.PanelHead]() {
		if c.Type == "int16" {
			add(c.Name, parquet.Int(16))
			continue
		}
		add(c.Name, parquet.Encoded(parquet.String(), &parquet.RLEDictionary))
	}
	for _, c := range sinks.PanelColumns {
		if c.Amount {
			add(c.Name, parquet.Optional(parquet.Leaf(parquet.DoubleType)))
			continue
		}
		add(c.Name, parquet.Optional(parquet.Int(64)))
	}
	return parquet.NewSchema("panel", g)
}

// panelRow builds the row of a report in buf.
func panelRow(buf parquet.Row, r *normalize.Report) (parquet.Row, bool) {
	head, values, ok := sinks.Panel(r)
	if !ok {
		return buf, false
	}
	buf = buf[:0]
	for _, s := range []string{head.ReportID, head.BodyID, head.BodyName, head.DivisionCode, head.AdminLevel} {
		buf = append(buf, parquet.ByteArrayValue([]byte(s)).Level(0, 0, len(buf)))
	}
	buf = append(buf, parquet.Int32Value(int32(head.ReportYear)).Level(0, 0, len(buf)))
	buf = append(buf, parquet.ByteArrayValue([]byte(head.Generation)).Level(0, 0, len(buf)))
	for _, v := range values {
		switch {
		case v.Count != nil:
			buf = append(buf, parquet.Int64Value(*v.Count).Level(0, 1, len(buf)))
		case v.Amount != nil:
			buf = append(buf, parquet.DoubleValue(*v.Amount).Level(0, 1, len(buf)))
		default:
			buf = append(buf, parquet.NullValue().Level(0, 0, len(buf)))
		}
	}
	return buf, true
}
