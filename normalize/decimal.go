package normalize

import (
	"strconv"
	"strings"
)

// Decimal is an exact decimal number: Coef × 10^−Scale. It keeps the printed
// number of decimals, so 0.50 stays 0.50.
type Decimal struct {
	Coef  int64
	Scale int
}

// Int returns the decimal of a whole number.
func Int(n int64) Decimal { return Decimal{Coef: n} }

// Float returns the nearest float64, exact to 15 significant digits.
func (d Decimal) Float() float64 {
	if d.Scale == 0 {
		return float64(d.Coef)
	}
	f, _ := strconv.ParseFloat(d.String(), 64)
	return f
}

// IsInt reports whether the decimal part is zero.
func (d Decimal) IsInt() bool { return d.trim().Scale == 0 }

// String prints the number with its decimals.
func (d Decimal) String() string {
	if d.Scale == 0 {
		return strconv.FormatInt(d.Coef, 10)
	}
	s := strconv.FormatInt(abs(d.Coef), 10)
	if len(s) <= d.Scale {
		s = strings.Repeat("0", d.Scale-len(s)+1) + s
	}
	s = s[:len(s)-d.Scale] + "." + s[len(s)-d.Scale:]
	if d.Coef < 0 {
		return "-" + s
	}
	return s
}

// Add returns d + e.
func (d Decimal) Add(e Decimal) Decimal {
	d, e = align(d, e)
	return Decimal{d.Coef + e.Coef, d.Scale}
}

// Sub returns d − e.
func (d Decimal) Sub(e Decimal) Decimal {
	e.Coef = -e.Coef
	return d.Add(e)
}

// Cmp compares by value: −1, 0 or 1.
func (d Decimal) Cmp(e Decimal) int {
	d, e = align(d, e)
	switch {
	case d.Coef < e.Coef:
		return -1
	case d.Coef > e.Coef:
		return 1
	}
	return 0
}

// IsZero reports whether the value is 0.
func (d Decimal) IsZero() bool { return d.Coef == 0 }

// align brings both to one scale. Trailing zeros go first, so that two printed
// numbers of at most 15 digits overflow only where no float64 could hold both;
// there the smaller scale wins and the other is cut.
func align(d, e Decimal) (Decimal, Decimal) {
	if d.Scale == e.Scale {
		return d, e
	}
	d, e = d.trim(), e.trim()
	for d.Scale < e.Scale && abs(d.Coef) < 1e17 {
		d.Coef, d.Scale = d.Coef*10, d.Scale+1
	}
	for e.Scale < d.Scale && abs(e.Coef) < 1e17 {
		e.Coef, e.Scale = e.Coef*10, e.Scale+1
	}
	for d.Scale > e.Scale {
		d.Coef, d.Scale = d.Coef/10, d.Scale-1
	}
	for e.Scale > d.Scale {
		e.Coef, e.Scale = e.Coef/10, e.Scale-1
	}
	return d, e
}

func (d Decimal) trim() Decimal {
	for d.Scale > 0 && d.Coef%10 == 0 {
		d.Coef, d.Scale = d.Coef/10, d.Scale-1
	}
	return d
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}
