package parquet

import (
	"fmt"
	"strings"

	"github.com/gongkai-data/gongkai/sinks"
)

// readme explains the folder to whoever receives it without the program.
func readme(m metadata) []byte {
	var zh, en strings.Builder
	for _, t := range sinks.Tables() {
		key := strings.Join(t.Key, ", ")
		fmt.Fprintf(&zh, "| `%s.parquet` | %s | %s |\n", t.Name, t.Zh, key)
		fmt.Fprintf(&en, "| `%s.parquet` | %s | %s |\n", t.Name, t.En, key)
	}
	var states, statesZh strings.Builder
	for _, w := range meanings {
		if w.kind == "status" {
			fmt.Fprintf(&states, "| `%s` | %s | %s |\n", w.code, w.zh, w.en)
			fmt.Fprintf(&statesZh, "| `%s` | %s |\n", w.code, w.zh)
		}
	}
	return []byte(strings.NewReplacer(
		"{{version}}", m.dataset, "{{schema}}", m.schema, "{{generator}}", m.generator,
		"{{tables_zh}}", zh.String(), "{{tables_en}}", en.String(), "{{states}}", states.String(), "{{states_zh}}", statesZh.String(), "~~~", "```", "~", "`",
	).Replace(readmeText))
}

// readmeText is written with ~ for the backquote.
const readmeText = `# 政府信息公开工作年度报告数据集

数据集版本 ~{{version}}~ · 结构版本 ~{{schema}}~ · 生成程序 ~{{generator}}~。 English below.

每个印出的数字占一行，并带有出处：文件散列、表、行、列、页码、原文。空白不是零；没有印出的，数值为空，~status~ 说明原因。

| 文件 | 一行是什么 | 键 |
|---|---|---|
{{tables_zh}}
另有：~dictionary.csv~（与 dictionary.parquet 相同）、~crosswalk.csv~（各代指标可比性）、~datapackage.json~（各列类型与说明）、
~views.sql~（DuckDB 视图）、~SHA256SUMS~（用 ~sha256sum -c SHA256SUMS~ 校验）。

## 状态

| status | 含义 |
|---|---|
{{states_zh}}
## 使用要点
- ~value~ 只含印出（或经人工更正）的数。~inferred_value~ 是格式自身勾稽关系所能留下的唯一数值，~inferred_by~ 为依据；
  分析者自行选择：~coalesce(value, inferred_value)~。
- ~flags~ 非空即有疑问，需核对；要无疑问的数，取 ~value~ 非空且 ~flags~ 为空者（视图 ~facts_certain~）。
- 同一年报有多份文件时只计一份：其余在 ~reports~ 中标明 ~superseded_by~，其单元格、章节与问题仍作为证据保留；
  ~facts~、~panel~、~applications~、~proactive~、~litigation~、~checks~ 只含有效年报，不会重复计数。
- ~checks~ 除表内勾稽外，还有跨年与监督规则：~other_report_id~ 为另一份年报，其运算项写作 ~report_id/indicator|applicant~。不符者连同机关与年度见视图
  ~failed_checks~，说明见 ~issues~；是原文有误（~published_error~）还是可能读错（~suspect_extraction~），亦见 ~issues~。
- 跨代比较之前请看 ~crosswalk.csv~：~exact~ 可直接比较，~approx~ 须加说明，~none~ 不可比。
- ~（三）（四）（五）~ 等分组在表上没有数字；视图 ~group_sums~ 按其明细求和。
- ~path~ 如 ~2023.zip!/年报/甲.doc~ 者是压缩包中的文件：~!/~ 之前为压缩包，之后为其中的名称（同名者末尾加波浪号与序号）。
  完整读取的压缩包自身不占一行；未能读完者占一行，~outcome~ 为 failed。
- 无法确定行政区划代码时，~division_code~ 为空字符串而非 NULL。

## 读取示例

~~~sql
-- DuckDB，在本文件夹中执行：duckdb -init views.sql
SELECT body_name, report_year, coalesce(value, inferred_value) AS 新收申请
FROM facts WHERE indicator = 'applications.new' AND applicant = 'total' ORDER BY 1, 2;

-- 每份年报的公开率
SELECT body_name, report_year, grant_rate FROM rates ORDER BY 1, 2;
~~~

~~~python
import pandas as pd
facts = pd.read_parquet("facts.parquet")
new = facts[(facts.indicator == "applications.new") & (facts.applicant == "total")]
new = new.assign(requests=new.value.fillna(new.inferred_value))

import polars as pl
pl.scan_parquet("facts.parquet").filter(pl.col("indicator") == "applications.new").with_columns(
    requests=pl.coalesce("value", "inferred_value")).collect()
~~~

~~~r
library(arrow); library(dplyr)
read_parquet("facts.parquet") |> filter(indicator == "applications.new", applicant == "total") |>
  mutate(requests = coalesce(value, inferred_value))
~~~

Excel、SQLite、CSV、Stata：~gongkai export 数据集 --to xlsx~（或 ~sqlite~、~csv~、~jsonl~、~stata~）。没有该程序时，Stata 用的宽表可在 R 中生成：
~haven::write_dta(arrow::read_parquet("panel.parquet"), "panel.dta")~。

# Annual reports on the disclosure of government information

Dataset version ~{{version}}~ · schema version ~{{schema}}~ · written by ~{{generator}}~.

A row for every number that a report prints, with its address in the source: hash of the document, table, row, column, page, raw
text. A blank is never a zero: what is not printed has no value, and ~status~ says why.

| file | one row is | key |
|---|---|---|
{{tables_en}}
Beside them: ~dictionary.csv~ (dictionary.parquet as text), ~crosswalk.csv~ (what compares across generations of the form),
~datapackage.json~ (type and description of every column), ~views.sql~ (views for DuckDB), ~SHA256SUMS~ (check with ~sha256sum -c SHA256SUMS~).

## Status

| status | 含义 | meaning |
|---|---|---|
{{states}}
## What to know first
- ~value~ holds what is printed (or corrected by a person) and nothing else. ~inferred_value~ holds the only number that the form's
  own rules leave for a cell without one, ~inferred_by~ the rule. You choose: ~coalesce(value, inferred_value)~.
- A fact with ~flags~ is in doubt. For numbers without doubt take those with a value and no flags (view ~facts_certain~).
- Where several documents carry one report, one of them counts. The others are in ~reports~ with ~superseded_by~; their cells, sections
  and issues stay as evidence. ~facts~, ~panel~, ~applications~, ~proactive~, ~litigation~ and ~checks~ hold only reports that
  stand: no number is counted twice.
- ~checks~ holds the form's own rules, rules across years and watchdog checks. A rule across years names the other report in ~other_report_id~ and its cells
  as ~report_id/indicator|applicant~. The view ~failed_checks~ adds body and year; ~issues~ says what each failure means, and whose error it is
  (~published_error~, ~suspect_extraction~).
- Before comparing years look at ~crosswalk.csv~: ~exact~ compares, ~approx~ needs a caveat, ~none~ does not compare.
- The form prints no number for groups such as （三）不予公开. The view ~group_sums~ sums their parts.
- A ~path~ like ~2023.zip!/年报/甲.doc~ is a file in an archive: before ~!/~ the archive, behind it the name in it (a second equal name
  ends with a tilde and a number). An archive that was read to its end has no row of its own; one that was not has one, with ~outcome~ failed.
- Where no division code fits, ~division_code~ is empty text, not NULL.

## Reading it

~~~sql
-- DuckDB, in this folder:  duckdb -init views.sql
SELECT body_name, report_year, coalesce(value, inferred_value) AS requests
FROM facts WHERE indicator = 'applications.new' AND applicant = 'total' ORDER BY 1, 2;
~~~

~~~python
import pandas as pd
facts = pd.read_parquet("facts.parquet")
new = facts[(facts.indicator == "applications.new") & (facts.applicant == "total")]
new = new.assign(requests=new.value.fillna(new.inferred_value))

import polars as pl
pl.scan_parquet("facts.parquet").filter(pl.col("indicator") == "applications.new").with_columns(
    requests=pl.coalesce("value", "inferred_value")).collect()
~~~

~~~r
library(arrow); library(dplyr)
read_parquet("facts.parquet") |> filter(indicator == "applications.new", applicant == "total") |>
  mutate(requests = coalesce(value, inferred_value))
~~~

Excel, SQLite, CSV, Stata: ~gongkai export DATASET --to xlsx~ (or ~sqlite~, ~csv~, ~jsonl~, ~stata~). Without the program, the wide table for Stata in R:
~haven::write_dta(arrow::read_parquet("panel.parquet"), "panel.dta")~.
`
