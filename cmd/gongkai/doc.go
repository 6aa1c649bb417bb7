// Command gongkai turns published annual reports on the disclosure of
// government information (政府信息公开工作年度报告) into one dataset: every printed
// number with the address of the cell that it stands in.
//
// # Stages
//
//	bytes ── extract/formats ──> Document ── normalize ──> Report ── sinks ──> Parquet
//	         what is in the file            what it means            rows of the dataset
//
// This command is the only package that knows all stages; none of them knows
// another beyond the type that it is handed. Packages extract and normalize are
// pure: files, clock, network, terminal and goroutines live here, in corpus and
// in sinks. layers_test.go fails where an import breaks this.
//
// # The walk of one document
//
//  1. pipeline.Gather turns arguments into sources; pipeline.load reads the
//     bytes and their SHA-256.
//  2. formats.Detect asks the readers by content, in order; the file name is
//     never consulted. The reader returns blocks: headings, paragraphs, tables
//     with spans, each with its place in the source.
//  3. normalize.Normalize finds the form by its printed labels, fills the whole
//     grid of that form with a status for every cell, applies the form's own
//     rules and says what they leave as the only number.
//  4. pipeline gives the document one outcome: ok, partial, failed,
//     not_a_report or duplicate. A document that panics or takes too long
//     fails alone.
//  5. pipeline.Choose lets one document of several speak for a report;
//     pipeline.Series applies corrections and holds the reports against each
//     other (normalize/watch); the sink switches the dataset folder as a whole.
//
// convert takes many documents this way (internal/bulk): files are hashed, what
// was not read before is read by children of this program (internal/worker) in
// chunks with receipts (internal/chunk), and two passes over the chunks publish.
// Killed at any moment, the next run goes on.
//
// sync is convert over what was crawled: every source lists refs
// (corpus/portals), a client asks for them (corpus), each exchange is a row of
// the ledger and each body a file of raw/ before the next; then the documents that
// were had are converted, and the dataset is held against the last
// (internal/changes). Expectations of a source stop it before anything is published.
//
// # Files
//
//	main.go       command tree, signals, languages of help texts
//	exit.go       exit codes and the error that carries one
//	lang.go       message tables in English and Chinese
//	ls.go why*.go diff*.go   what a published dataset holds, where a number comes from, what differs and why
//	inside.go internal/unpack   what lies in archives (corpus/archive)
//	report        the same for Go programs
//	settings.go   gongkai.toml · check*.go fix.go   what a published dataset contradicts, and corrections
//	export.go sql.go   a published dataset in another form, or asked with SQL
//	read.go tables.go convert.go explain.go list.go version.go completion.go   one subcommand each
//	meaning.go codes.go codes_dataset.go   every code in words
//	forms.go      the forms as list and README show them
//	internal/pipeline   the walk above; choosing; comparing
//	second.go draw.go internal/second internal/ocr   a second reader of PDF, pictures of pages, recognition
//	source.go source_add.go   the sites that are crawled: recognised, proposed, checked
//	crawl.go sync.go internal/nightly internal/changes   what sites list, night by night, and what changed since
//	archive.go import.go internal/archive   what was fetched as a web archive, and what others saved
//	worker.go workspace.go doctor.go progress.go   how convert reads, what looks after a workspace
//	internal/bulk internal/chunk internal/record internal/ledger internal/worker internal/failpoint   runs over many documents
//	internal/overrides  corrections as YAML
//	internal/term       untrusted text and tables on a terminal
//
// # Where additions go
//
//   - a file format: a package below extract, and a line in extract/formats; its
//     text in Chinese in list.go
//   - a generation of the form: data in normalize/forms
//   - a kind of portal: a package below corpus/portals, a line in portals.All, a look
//     in portaltest, its text in source.go; one more site of a known kind is a YAML file
//   - a form of export: a package below sinks, and a line in sinks/targets
//   - a code: both meanings in codes.go of the package that tells it
//   - a rule across reports: normalize/watch
//
// stdout carries the result and nothing else; stderr carries progress,
// warnings and hints.
package main
