// Measures an npm package over many files in this process, which stays warm:
// node batch.mjs MODULES PROGRAM FORMAT try|time|cells, with the names of the files on standard input.
// try: a line a file, 1 where it is taken and 0 where not, then nothing else.
// time: milliseconds of CPU a document, all threads included, the least of several batches.
// cells: how many cells of tables come out of all files.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

const [modules, program, format, task] = process.argv.slice(2)
const require = createRequire(join(resolve(modules), 'here.cjs'))
const files = readFileSync(0, 'utf8').split('\n').filter(Boolean)
const batches = 5
const batchMs = 250
const warmMs = 3000
const enoughMs = 20000

// Each program is a function from bytes to what comes out; cells counts in that.
const programs = {
  anydoc() {
    const { toDocument, toMarkdownBytes } = require('@firecrawl/anydoc')
    return format === 'pdf' ? (bytes) => toMarkdownBytes(bytes, format) : (bytes) => toDocument(bytes, format)
  },
  'pdf-inspector'() {
    const { processPdf } = require('@firecrawl/pdf-inspector')
    return (bytes) => processPdf(bytes).markdown ?? ''
  },
  liteparse() {
    const { LiteParse } = require('@llamaindex/liteparse')
    const parser = new LiteParse({ ocrEnabled: false, quiet: true, extractBlocks: true, outputFormat: 'markdown' })
    return (bytes) => parser.parse(bytes)
  },
}
const read = programs[program]()

function cells(out) {
  if (typeof out !== 'string') {
    const tables = (out.pages ?? []).flatMap((p) => p.blocks ?? []).filter((b) => b.kind === 'table')
    return tables.reduce((n, t) => n + [t.header ?? [], ...(t.rows ?? [])].reduce((m, r) => m + r.length, 0), 0)
  }
  const rows = out.split('\n').filter((l) => /^\s*\|.*\|\s*$/.test(l) && !/^[\s|:-]*$/.test(l))
  return rows.reduce((n, l) => n + l.replaceAll('\\|', '').split('|').length - 2, 0) + (out.match(/<t[dh][ >]/g) ?? []).length
}

async function taken(bytes) {
  try {
    await read(bytes)
    return 1
  } catch {
    return 0
  }
}

async function passes(n, all) {
  const before = process.cpuUsage()
  for (let i = 0; i < n; i++) for (const bytes of all) await read(bytes)
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1000 / n
}

if (task === 'try') {
  for (const f of files) process.stdout.write((await taken(readFileSync(f))) + '\n')
} else if (task === 'cells') {
  let n = 0
  for (const f of files) n += cells(await read(readFileSync(f)))
  console.log(n)
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
