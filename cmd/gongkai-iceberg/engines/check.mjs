// Reads every registered table with icebird, an Iceberg reader that shares no code
// with the one that wrote the metadata, and compares all rows and columns with what
// DuckDB reads from the Parquet files of the dataset, without Iceberg.
//
//   gongkai-iceberg status STORE --catalog CATALOG --json | node check.mjs DATASET
//
// It ends with 1 where something differs or no table was given. ENGINE_MODULES
// names the folder that the packages are installed in.
import { createRequire } from "node:module";
import { open, readFile, stat } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { argv, env, exit } from "node:process";
import { pathToFileURL } from "node:url";
import { inflateRawSync } from "node:zlib";

const modules = resolve(env.ENGINE_MODULES ?? ".", "node_modules");
const { DuckDBInstance } = createRequire(modules + "/")("@duckdb/node-api");
const { icebergRead } = await import(pathToFileURL(join(modules, "icebird/src/index.js")));

// inflated is an Avro file with its blocks unpacked: the inflate of icebird 0.3.1
// fails on blocks below 1 KB (it looks for another gzip member behind them).
const inflated = (b) => {
  let at = 4; // after "Obj\x01"
  const long = () => {
    let n = 0, shift = 0, x;
    do { x = b[at++]; n += (x & 127) * 2 ** shift; shift += 7; } while (x & 128);
    return n % 2 ? -(n + 1) / 2 : n / 2;
  };
  const written = (n) => { // n >= 0
    const out = [];
    for (n *= 2; n > 127; n = Math.floor(n / 128)) out.push((n % 128) | 128);
    return Buffer.from([...out, n]);
  };
  for (let pairs = long(); pairs !== 0; pairs = long()) {
    if (pairs < 0) { pairs = -pairs; long(); }
    for (let i = 0; i < 2 * pairs; i++) { const n = long(); at += n; }
  }
  const header = b.subarray(0, at).toString("latin1");
  if (!header.includes("avro.codec\x0edeflate")) return b;
  const sync = b.subarray(at, (at += 16));
  const out = [Buffer.from(header.replace("avro.codec\x0edeflate", "avro.codec\x08null"), "latin1"), sync];
  while (at < b.length) {
    const count = long(), size = long(), data = inflateRawSync(b.subarray(at, at + size));
    at += size + 16;
    out.push(written(count), written(data.length), data, sync);
  }
  return Buffer.concat(out);
};

// icebird fetches what metadata names; here these are files, not on a server.
globalThis.fetch = async (url, { method = "GET", headers = {} } = {}) => {
  const name = String(url).replace(/^file:\/\//, "");
  const range = /bytes=(\d+)-(\d*)/.exec(new Headers(headers).get("range") ?? "");
  const { size } = await stat(name);
  if (method === "HEAD") return new Response(null, { headers: { "content-length": size, "accept-ranges": "bytes" } });
  if (!range) return new Response(name.endsWith(".avro") ? inflated(await readFile(name)) : await readFile(name));
  const from = Number(range[1]), to = range[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  const file = await open(name);
  try {
    const { buffer } = await file.read(Buffer.alloc(to - from + 1), 0, to - from + 1, from);
    return new Response(buffer, { status: 206, headers: { "content-range": `bytes ${from}-${to}/${size}` } });
  } finally {
    await file.close();
  }
};

// plain writes a value of either reader in one way.
const plain = (v) => {
  if (v === null || v === undefined) return null;
  if (v instanceof Date) return v.toISOString().slice(0, 10);
  if (typeof v === "bigint") return String(v);
  if (typeof v === "number") return Number.isInteger(v) ? String(v) : String(Math.fround(v) === v ? v : Number(v.toPrecision(15)));
  if (Array.isArray(v)) return v.map(plain);
  if (typeof v === "object" && Array.isArray(v.items)) return v.items.map(plain); // DuckDB lists
  if (typeof v === "object" && typeof v.days === "number") return new Date(v.days * 864e5).toISOString().slice(0, 10); // DuckDB dates
  return String(v);
};

const [dataset] = argv.slice(2);
const tables = JSON.parse(readFileSync(0, "utf8"));
const duckdb = await (await DuckDBInstance.create(":memory:")).connect();
let failed = tables.length === 0, rowsInAll = 0;
for (const { table, metadata: at } of tables) {
  const metadata = JSON.parse(await readFile(at.replace(/^file:\/\//, ""), "utf8"));
  const got = await icebergRead({ tableUrl: metadata.location, metadata });
  const read = await duckdb.runAndReadAll(`SELECT * FROM read_parquet('${join(dataset, table).replaceAll("'", "''")}.parquet')`);
  const columns = read.columnNames();
  const want = read.getRows().map((row) => Object.fromEntries(columns.map((c, i) => [c, plain(row[i])])));
  const have = got.map((row) => Object.fromEntries(Object.entries(row).map(([c, v]) => [c, plain(v)])));
  let wrong = have.length === want.length ? -1 : Math.min(have.length, want.length);
  for (let i = 0; i < want.length && wrong < 0; i++) {
    if (columns.some((c) => JSON.stringify(have[i][c]) !== JSON.stringify(want[i][c])) || Object.keys(have[i]).length !== columns.length) wrong = i;
  }
  rowsInAll += want.length;
  if (wrong >= 0) {
    failed = true;
    const odd = columns.filter((c) => JSON.stringify(have[wrong]?.[c]) !== JSON.stringify(want[wrong]?.[c]));
    console.log(`${table}: ${have.length} rows, expected ${want.length}; row ${wrong} differs in ${odd.map((c) => `${c}: ${JSON.stringify(have[wrong]?.[c])} / ${JSON.stringify(want[wrong]?.[c])}`).join("; ")}`);
  } else {
    console.log(`${table}: ${want.length} rows × ${columns.length} columns are equal`);
  }
}
console.log(`${tables.length} tables, ${rowsInAll} rows: ${failed ? "DIFFERENT" : "equal"}`);
exit(failed ? 1 : 0);
