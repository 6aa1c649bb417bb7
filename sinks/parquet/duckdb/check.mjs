// Opens every table of a dataset folder with DuckDB, runs views.sql and compares
// row counts and queries with what is expected.
//
//   node check.mjs DATASET EXPECTED.json
//   gongkai convert … --json | node check.mjs DATASET --summary
//
// Row counts come from EXPECTED.json, or from the summary of the run on stdin.
// It ends with 1 where something is wrong or nothing was expected.
// EXPECTED.json: {"rows": {"facts": 398}, "queries": [{"sql": "SELECT …", "want": 1}]}
// DUCKDB_MODULES names the folder that @duckdb/node-api is installed in.
import { createRequire } from "node:module";
import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { chdir, argv, env, exit } from "node:process";

const require = createRequire(resolve(env.DUCKDB_MODULES ?? ".", "node_modules") + "/");
const { DuckDBInstance, version } = require("@duckdb/node-api");

const [dataset, expectedPath] = argv.slice(2);
// ofSummary says what the summary of a run promises of the tables.
const ofSummary = (s) => ({
  rows: { documents: s.documents, reports: s.reports + s.superseded, coverage: s.reports, facts: s.facts },
  queries: [
    { sql: "SELECT count(*) FROM facts WHERE value IS NOT NULL", want: s.facts_with_value },
    { sql: "SELECT count(*) FROM reports WHERE superseded_by IS NOT NULL", want: s.superseded },
    { sql: "SELECT count(*) FROM facts JOIN reports USING (report_id) WHERE superseded_by IS NOT NULL", want: 0 },
    { sql: "SELECT (SELECT count(*) FROM panel) - count(*) FROM coverage WHERE generation IN ('B', 'C')", want: 0 },
    ...Object.entries(s.outcomes).map(([o, n]) => ({ sql: `SELECT count(*) FROM documents WHERE outcome = '${o}'`, want: n })),
  ],
});
if (!expectedPath) {
  console.error("usage: node check.mjs DATASET EXPECTED.json | --summary");
  exit(2);
}
const expected = expectedPath === "--summary" ? ofSummary(JSON.parse(readFileSync(0, "utf8"))) : JSON.parse(readFileSync(expectedPath, "utf8"));
chdir(dataset);
const connection = await (await DuckDBInstance.create(":memory:")).connect();
const one = async (sql) => {
  const reader = await connection.runAndReadAll(sql);
  const value = reader.getRows()[0]?.[0];
  return typeof value === "bigint" ? Number(value) : typeof value === "object" && value !== null ? Number(value.toString()) : value;
};

let wrong = 0, compared = 0;
const compare = (what, got, want) => {
  compared++;
  if (got === want || (typeof got === "number" && Math.abs(got - want) < 1e-6)) return;
  wrong++;
  console.error(`${what}: ${got}, want ${want}`);
};

await connection.run(readFileSync("views.sql", "utf8"));
const resources = JSON.parse(readFileSync("datapackage.json", "utf8")).resources;
for (const file of readdirSync(".").filter((f) => f.endsWith(".parquet")).sort()) {
  const table = file.slice(0, -".parquet".length);
  const rows = await one(`SELECT count(*) FROM read_parquet('${file}')`);
  // every value of every column is decoded, so that a page that cannot be read shows
  await connection.run(`CREATE TABLE "all_${table}" AS SELECT * FROM read_parquet('${file}')`);
  compare(`${table}: rows of the copy`, await one(`SELECT count(*) FROM "all_${table}"`), rows);
  const described = await connection.runAndReadAll(`DESCRIBE "all_${table}"`);
  const fields = resources.find((r) => r.path === file).schema.fields.map((f) => f.name);
  compare(`${table}: columns`, described.getRows().map((r) => r[0]).join(" "), fields.join(" "));
  for (const key of ["schema_version", "dataset_version", "generator"]) {
    compare(`${table}: ${key}`, await one(`SELECT count(*) FROM parquet_kv_metadata('${file}') WHERE decode(key) = '${key}' AND len(decode(value)) > 0`), 1);
  }
  if (table in expected.rows) compare(`${table}: rows`, rows, expected.rows[table]);
  console.log(`${table.padEnd(13)} ${String(rows).padStart(8)} rows ${String(fields.length).padStart(4)} columns`);
}
const views = (await connection.runAndReadAll("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1")).getRows();
for (const [view] of views) {
  const rows = await one(`SELECT count(*) FROM (SELECT * FROM "${view}")`);
  if (view in expected.rows) compare(`view ${view}: rows`, rows, expected.rows[view]);
}
for (const { sql, want } of expected.queries) compare(sql, await one(sql), want);
console.log(`DuckDB ${version()}: ${views.length} views, ${Object.keys(expected.rows).length} row counts and ${expected.queries.length} queries expected, ${compared} comparisons, ${wrong} wrong`);
exit(wrong || !Object.keys(expected.rows).length ? 1 : 0);
