// Measures @firecrawl/anydoc over many files in this process, which stays warm:
// node batch.mjs MODULES FORMAT try|time, with the names of the files on standard input.
// try: a line a file, 1 where it is taken and 0 where not, then nothing else.
// time: milliseconds of CPU a document, all threads included, the least of several batches.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

const [modules, format, task] = process.argv.slice(2)
const require = createRequire(join(resolve(modules), 'here.cjs'))
const { toDocument } = require('@firecrawl/anydoc')
const files = readFileSync(0, 'utf8').split('\n').filter(Boolean)
const batches = 5
const batchMs = 250
const warmMs = 3000
const enoughMs = 20000

async function taken(bytes) {
  try {
    await toDocument(bytes, format)
    return 1
  } catch {
    return 0
  }
}

async function passes(n, all) {
  const before = process.cpuUsage()
  for (let i = 0; i < n; i++) for (const bytes of all) await toDocument(bytes, format)
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1000 / n
}

if (task === 'try') {
  for (const f of files) process.stdout.write((await taken(readFileSync(f))) + '\n')
} else {
  const all = files.map((f) => readFileSync(f))
  let once = await passes(1, all)
  for (const start = Date.now(); Date.now() - start < warmMs; ) once = await passes(1, all)
  const n = Math.max(1, Math.ceil(batchMs / once))
  let best = Infinity
  const start = Date.now()
  for (let i = 0; i < batches && (i < 2 || Date.now() - start < enoughMs); i++) best = Math.min(best, await passes(n, all))
  console.log(best / all.length)
}
