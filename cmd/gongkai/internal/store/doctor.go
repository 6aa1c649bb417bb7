package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"sync"
)

// Step is one promise of a store, as Doctor found it.
type Step struct {
	Name string // create, read, range, absent, list, keep, race
	Err  error  // nil: it is kept
}

// Race is how the last step is run: by as many processes as there are names,
// each trying to create the same keys, and all at once. It returns for each
// process the keys that it was told it made.
type Race func(ctx context.Context, prefix string, keys int) (won [][]string, err error)

// Doctor proves that a store keeps its promises, with real keys below doctor/,
// which it removes again. It returns the steps in order; the first that fails
// ends it. keys is how many keys are raced for.
func Doctor(ctx context.Context, s Store, race Race, keys int) (steps []Step, err error) {
	var nonce [8]byte
	rand.Read(nonce[:]) // never fails
	d := &doctor{s: s, prefix: "doctor/" + hex.EncodeToString(nonce[:]) + "/", keys: keys, race: race}
	defer func() { err = errors.Join(err, d.clean(context.WithoutCancel(ctx))) }()
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{{"create", d.create}, {"read", d.read}, {"range", d.ranged}, {"absent", d.absent}, {"list", d.list}, {"keep", d.keep}, {"race", d.raced}} {
		err := step.do(ctx)
		if ctx.Err() != nil {
			return steps, context.Cause(ctx)
		}
		steps = append(steps, Step{step.name, err})
		if err != nil {
			return steps, nil
		}
	}
	return steps, nil
}

type doctor struct {
	s      Store
	prefix string
	keys   int
	race   Race
}

// content is what lies under key n: of several sizes, above those at which
// drivers cut an upload into parts.
func (d *doctor) content(n int) []byte {
	sizes := []int{0, 1, 70_000, 6 << 20}
	return bytes.Repeat([]byte{byte('a' + n)}, sizes[n%len(sizes)])
}

const probes = 4

func (d *doctor) probe(n int) string { return d.prefix + "probe/" + strconv.Itoa(n) }

func (d *doctor) create(ctx context.Context) error {
	for n := range probes {
		if won, err := d.s.Create(ctx, d.probe(n), d.content(n)); err != nil || !won {
			return errors.Join(err, told(won, "a new key was not created"))
		}
	}
	return nil
}

func told(ok bool, text string) error {
	if ok {
		return nil
	}
	return errors.New(text)
}

func (d *doctor) read(ctx context.Context) error {
	for n := range probes {
		b, err := d.s.ReadAt(ctx, d.probe(n), 0, -1)
		if err != nil {
			return err
		}
		if !bytes.Equal(b, d.content(n)) {
			return fmt.Errorf("%d bytes were written and %d others came back", len(d.content(n)), len(b))
		}
	}
	return nil
}

func (d *doctor) ranged(ctx context.Context) error {
	want := d.content(2)
	b, err := d.s.ReadAt(ctx, d.probe(2), 1000, 500)
	if err == nil && !bytes.Equal(b, want[1000:1500]) {
		err = errors.New("a part of a key came back as something else")
	}
	if err == nil {
		_, err = d.s.ReadAt(ctx, d.probe(2), 0, 0)
	}
	return err
}

func (d *doctor) absent(ctx context.Context) error {
	_, err := d.s.ReadAt(ctx, d.prefix+"probe/none", 0, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return errors.Join(err, errors.New("a key that is not there was not told as absent"))
}

func (d *doctor) list(ctx context.Context) error {
	keys, err := d.s.List(ctx, d.prefix)
	if err != nil {
		return err
	}
	var want []string
	for n := range probes {
		want = append(want, d.probe(n))
	}
	if !slices.Equal(keys, want) {
		return fmt.Errorf("%d keys were written and %d listed", len(want), len(keys))
	}
	return nil
}

// keep tries to replace what is there.
func (d *doctor) keep(ctx context.Context) error {
	for n := range probes {
		won, err := d.s.Create(ctx, d.probe(n), []byte("something else"))
		if err != nil {
			return err
		}
		if won {
			return errors.New("a key that was there was replaced: the service ignores conditional writes")
		}
	}
	return d.read(ctx)
}

// raced lets processes race for keys, and holds what they say against each other.
func (d *doctor) raced(ctx context.Context) error {
	prefix := d.prefix + "race/"
	won, err := d.race(ctx, prefix, d.keys)
	if err != nil {
		return err
	}
	winner := map[string]int{}
	for p, keys := range won {
		for _, key := range keys {
			if q, had := winner[key]; had {
				return fmt.Errorf("key %s was created by process %d and by process %d: many could commit at once", key, q, p)
			}
			winner[key] = p
		}
	}
	for n := range d.keys {
		key := raceKey(prefix, n)
		p, ok := winner[key]
		if !ok {
			return fmt.Errorf("key %s was created by none of %d processes", key, len(won))
		}
		b, err := d.s.ReadAt(ctx, key, 0, -1)
		if err != nil {
			return err
		}
		if !bytes.Equal(b, raceBytes(p, n)) {
			return fmt.Errorf("key %s does not hold what its winner wrote", key)
		}
	}
	return nil
}

func raceKey(prefix string, n int) string { return fmt.Sprintf("%s%06d", prefix, n) }

func raceBytes(process, n int) []byte {
	return bytes.Repeat(fmt.Appendf(nil, "%d %d\n", process, n), 200)
}

// RaceOnce is one process of a race: it tries to create every key and returns
// those that it made.
func RaceOnce(ctx context.Context, s Store, prefix string, keys, process int) (won []string, err error) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	next := make(chan int)
	var errs []error
	for range 4 {
		wg.Go(func() {
			for n := range next {
				ok, err := s.Create(ctx, raceKey(prefix, n), raceBytes(process, n))
				mu.Lock()
				if err != nil {
					errs = append(errs, err)
				} else if ok {
					won = append(won, raceKey(prefix, n))
				}
				mu.Unlock()
			}
		})
	}
	for n := range keys {
		next <- n
	}
	close(next)
	wg.Wait()
	slices.Sort(won)
	return won, errors.Join(errs...)
}

// clean removes what the doctor made.
func (d *doctor) clean(ctx context.Context) error {
	keys, err := d.s.List(ctx, d.prefix)
	for _, key := range keys {
		if e := d.s.Remove(ctx, key); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}
