// Measures @firecrawl/anydoc in this process: node anydoc.mjs MODULES FILES…
// One line of JSON a file: CPU in milliseconds a document, all threads of the
// process included, and the tables and cells that come out.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

const [modules, ...files] = process.argv.slice(2)
const require = createRequire(join(resolve(modules), 'here.cjs'))
const { toDocument, toMarkdownBytes } = require('@firecrawl/anydoc')
const batches = 5
const batchMs = 120

async function rounds(n, work) {
  const before = process.cpuUsage()
  for (let i = 0; i < n; i++) await work()
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1000
}

// least is the cheapest of some batches after warming up.
async function least(work) {
  await rounds(20, work)
  const n = Math.max(5, Math.round(batchMs / ((await rounds(20, work)) / 20)))
  let best = Infinity
  for (let i = 0; i < batches; i++) best = Math.min(best, (await rounds(n, work)) / n)
  return best
}

function count(blocks, seen) {
  for (const b of blocks ?? []) {
    for (const { cell } of b.table?.grid.flat() ?? []) {
      if (!cell) continue // covered by another
      seen.cells++
      if (cell.colSpan > 1 || cell.rowSpan > 1) seen.spanned++
      count(cell.blocks, seen)
    }
    if (b.table) seen.tables++
    count(b.blocks, seen)
  }
  return seen
}

for (const file of files) {
  const bytes = readFileSync(file)
  const seen = count((await toDocument(bytes, 'docx')).blocks, { tables: 0, cells: 0, spanned: 0 })
  const document = await least(() => toDocument(bytes, 'docx'))
  const markdown = await least(() => toMarkdownBytes(bytes, 'docx'))
  console.log(JSON.stringify({ file, document, markdown, ...seen }))
}
