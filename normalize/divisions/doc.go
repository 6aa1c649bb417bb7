// Package divisions names the administrative divisions of China down to
// townships, with the years in which a name was in force, and finds the chain
// of divisions at the start of a body's name.
//
// The codes are those of GB/T 2260 (6 digits, counties and above) and of the
// statistical division table (统计用区划代码, 9 digits, townships and
// subdistricts). Sources, licences and how to make the tables again are in
// DECISIONS.md.
//
// The tables are embedded compressed and decoded once, on first use: one table
// of some 4,000 counties and above for every lookup, and one for each province
// only where a township of it is asked for. sync.OnceValue holds what was
// decoded; it never changes afterwards, so the package has no state that a
// caller could see.
//
//   - [x] divisions of 2023, and those abolished since 2002 (townships: since 2016)
//   - [x] short forms: 包头, 恩施州, 内蒙古; 昆都仑 only where asked for by Find or followed by an organ
//   - [x] development zones of the statistical table, told apart as Level "zone"
//   - [ ] divisions abolished before 2002; villages and communities; Hong Kong, Macao and Taiwan below the first level
//
// Example:
//
//	r := divisions.Resolve("包头市昆都仑区卜尔汉图镇人民政府", 2024)
//	r.Division.Code // "150203102"
//	r.Rest          // "人民政府"
package divisions
