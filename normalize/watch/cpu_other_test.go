//go:build !unix

package watch

// cpu is not known here.
func cpu() float64 { return 0 }
