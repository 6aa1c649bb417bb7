// Package unpack lists and reads what lies in archives (corpus/archive), in a child
// process like every other untrusted byte, or in this one.
//
//	List  one pass: name, size and digest of every file, or why it cannot be read
//	Read  one pass: the bytes of the files that are asked for, in the order of the archive
//
// Nothing is written. A child is handed the open archive, or its bytes where they
// are few, and answers in parts; what it says is checked like any input.
package unpack
