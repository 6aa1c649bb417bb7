// Package failpoint names the moments at which a run may break off, so that tests
// can break it off there. Outside tests nothing is set and nothing happens.
package failpoint

import "sync/atomic"

// The moments, in the order of a run.
const (
	PlanFrozen    = "plan.frozen"    // the plan is in place, nothing was read
	LedgerBegin   = "ledger.begin"   // before attempts are recorded
	ChunkWritten  = "chunk.written"  // the chunk is complete beside its place
	ChunkLinked   = "chunk.linked"   // the chunk is in place, without its receipt
	ReceiptLinked = "receipt.linked" // the receipt is in place, the ledger does not know
	LedgerCommit  = "ledger.commit"  // the ledger knows
	PublishBegin  = "publish.begin"  // everything was read, nothing was published
	PublishRow    = "publish.row"    // while the tables are written, each report
	PublishEnd    = "publish.end"    // the dataset was switched, the ledger does not know
)

// Names lists the moments.
var Names = []string{PlanFrozen, LedgerBegin, ChunkWritten, ChunkLinked, ReceiptLinked, LedgerCommit, PublishBegin, PublishRow, PublishEnd}

// The moments of a crawl.
const (
	FetchBegin  = "fetch.begin"  // before a site is asked, the ledger knows
	FetchEnd    = "fetch.end"    // the answer is kept, the ledger knows
	CrawlListed = "crawl.listed" // what a site lists is known
	CrawlRef    = "crawl.ref"    // what came of an article is known
	CrawlEnd    = "crawl.end"    // a site was asked for all
	SyncBefore  = "sync.before"  // the last dataset is put aside, to be compared
	SyncChanges = "sync.changes" // the dataset was switched, its changes were not told
	SyncTold    = "sync.told"    // the changes were told
)

// CrawlNames lists the moments of a crawl and what follows it.
var CrawlNames = []string{FetchBegin, FetchEnd, CrawlListed, CrawlRef, CrawlEnd, SyncBefore, SyncChanges, SyncTold}

var hook atomic.Pointer[func(name string) error]

// Set has f called at every moment; nil for nothing. Only tests call it.
func Set(f func(name string) error) {
	if f == nil {
		hook.Store(nil)
		return
	}
	hook.Store(&f)
}

var files atomic.Pointer[func(op string) error]

// SetFiles has f called before every operation by which results are kept: mkdir,
// create, write, sync, close, link, remove. Only tests call it.
func SetFiles(f func(op string) error) { files.Store(&f) }

// File says that an operation on files is about to happen.
func File(op string) error {
	if f := files.Load(); f != nil && *f != nil {
		return (*f)(op)
	}
	return nil
}

// Hit says that a moment has come. Whatever it returns is what the step failed with.
func Hit(name string) error {
	if f := hook.Load(); f != nil {
		return (*f)(name)
	}
	return nil
}
