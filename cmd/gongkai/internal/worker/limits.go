package worker

import "time"

// Limits bound a child. The zero value means DefaultLimits.
type Limits struct {
	Time     time.Duration // of one document, of the processor (clock.go)
	Slow     time.Duration // of one document whose format takes longer (pages)
	Stall    time.Duration // without a sign of life
	Start    time.Duration // until a child is ready
	Resident int64         // bytes in use, above which the child is killed
	Soft     int64         // bytes above which the child collects garbage all the time
	Address  int64         // bytes of address space
	CPU      time.Duration // of a child in all its life
	Files    int           // open files
	Served   int           // documents before a new child
	Age      time.Duration // before a new child
}

// DefaultLimits are sized for reports, which are read in milliseconds. A child is
// started for some thousand documents: a start costs as much as reading ten of them,
// and what a child holds is watched all the time. Address space is far above what a child
// may use: the Go runtime and the sandbox of the second reader reserve much more than they touch.
var DefaultLimits = Limits{
	Time: 12 * time.Second, Slow: 32 * time.Second, Stall: 10 * time.Second, Start: 10 * time.Second,
	Resident: 1 << 30, Soft: 512 << 20, Address: 8 << 30, CPU: 20 * time.Minute, Files: 64,
	Served: 5000, Age: 10 * time.Minute,
}

// WithDefaults returns l with every zero field taken from DefaultLimits.
func (l Limits) WithDefaults() Limits {
	d := DefaultLimits
	for _, f := range []struct{ v, def *time.Duration }{{&l.Time, &d.Time}, {&l.Slow, &d.Slow}, {&l.Stall, &d.Stall}, {&l.Start, &d.Start}, {&l.CPU, &d.CPU}, {&l.Age, &d.Age}} {
		if *f.v == 0 {
			*f.v = *f.def
		}
	}
	for _, f := range []struct{ v, def *int64 }{{&l.Resident, &d.Resident}, {&l.Soft, &d.Soft}, {&l.Address, &d.Address}} {
		if *f.v == 0 {
			*f.v = *f.def
		}
	}
	if l.Files == 0 {
		l.Files = d.Files
	}
	if l.Served == 0 {
		l.Served = d.Served
	}
	return l
}
