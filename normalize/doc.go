// Package normalize understands what a reader saw: it finds the tables of an
// annual report on the disclosure of government information
// (政府信息公开工作年度报告) by their printed labels, puts every printed number into
// one schema and says where it is in doubt.
//
// The package is pure: the same document gives the same report.
package normalize
