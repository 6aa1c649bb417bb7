// Package worker reads untrusted bytes in child processes of the same program,
// so that a document can cost no more than itself.
//
//	parent: Pool.Do(ctx, request) ── frame ──> child: Serve(handle)
//	                              <── frame ── answer, and a sign of life each second
//	Pool.Batch is the same for several small documents in one frame
//
// What bounds a child:
//
//	[x] processor time of a document (ten times that by the clock); silence; memory in use: watched by the parent, which kills the process group
//	[x] address space, processor time, file size, open files, core dumps: set by the child on itself before it reads a byte (Linux)
//	[x] no new privileges; no sockets, no programs, no tracing, by a filter of system calls (Linux on amd64 and arm64)
//	[x] an empty folder to work in, an empty environment, nothing inherited but three pipes
//	[x] it ends with its parent: by a signal of the kernel (Linux) and by the end of its input (everywhere)
//	[x] a new child after so many documents or so much time
//	[ ] macOS, Windows: no limit of the system, only what the parent watches (time by the clock; memory is not)
//
// Frames are checked by both sides: kind, length, checksum. What is in them is
// checked by who uses it.
package worker
