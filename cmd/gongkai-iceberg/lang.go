package main

import (
	"fmt"
	"strings"
)

// lang is a language of the interface.
type lang string

const (
	english lang = "en"
	chinese lang = "zh"
)

// phrases holds every text for people in both languages.
var phrases = map[string]struct{ En, Zh string }{
	"short":           {"register datasets of a gongkai store in Apache Iceberg tables", "把 gongkai 存放处的数据集登记为 Apache Iceberg 表"},
	"long":            {"Registers the Parquet files of a committed snapshot in Iceberg tables, one table each, without copying them.", "把已提交快照的 Parquet 文件登记为 Iceberg 表，一种一表，不复制数据。"},
	"registershort":   {"put a snapshot of a store into Iceberg tables", "把存放处的一个快照登记到 Iceberg 表"},
	"registerlong":    {"Each table gets the files of the snapshot as its whole content, in one commit a table. Tables are committed one by one, facts last:\nmeanwhile some hold the new snapshot and others the former one (status tells). Run it again after a failure: what is done is left\nalone, done twice it changes nothing. Files are verified first, and nothing is changed where a table would have to be refused.", "每张表以该快照的文件为全部内容，一表一次提交。各表依次提交，facts 最后：\n其间部分表为新快照、部分为旧快照（status 可查看）。失败后重新运行即可：已完成的不再改动，重复执行不改变任何内容。\n先校验文件；只要有一张表应被拒绝，就不改动任何表。"},
	"registerexample": {"  gongkai-iceberg register /srv/foi --catalog sqlite:///srv/catalog.db --warehouse /srv/iceberg\n  gongkai-iceberg register s3://foi/2026 --catalog https://catalog.example/api --warehouse s3://foi/iceberg\n  gongkai-iceberg register /srv/foi --catalog postgres://reader@db/iceberg --warehouse /srv/iceberg --dry-run", "  gongkai-iceberg register /srv/foi --catalog sqlite:///srv/catalog.db --warehouse /srv/iceberg\n  gongkai-iceberg register s3://foi/2026 --catalog https://catalog.example/api --warehouse s3://foi/iceberg\n  gongkai-iceberg register /srv/foi --catalog postgres://reader@db/iceberg --warehouse /srv/iceberg --dry-run"},
	"statusshort":     {"say which snapshot each table holds", "查看每张表所登记的快照"},
	"statuslong":      {"Lists the tables of the namespace that were made here. With a store also whether they hold its snapshot in force.", "列出命名空间内由本程序建立的表。给出存放处时，同时说明是否为其现行快照。"},
	"statusexample":   {"  gongkai-iceberg status --catalog sqlite:///srv/catalog.db\n  gongkai-iceberg status /srv/foi --catalog sqlite:///srv/catalog.db --json", "  gongkai-iceberg status --catalog sqlite:///srv/catalog.db\n  gongkai-iceberg status /srv/foi --catalog sqlite:///srv/catalog.db --json"},
	"catalog":         {"catalog: a SQLite file, postgres://…, or a REST catalog https://…", "目录服务：SQLite 文件、postgres://… 或 REST 目录 https://…"},
	"catalogname":     {"name of the catalog in a SQL database", "SQL 数据库中的目录名"},
	"warehouse":       {"where the metadata of new tables is put: a folder, s3://, gs://, azblob://; a REST catalog may choose by itself", "新表元数据的存放位置：文件夹、s3://、gs://、azblob://；REST 目录可自行决定"},
	"namespace":       {"namespace of the tables", "表的命名空间"},
	"snapshot":        {"number of the snapshot, or latest", "快照编号，或 latest"},
	"dryrun":          {"only say what would be done", "只说明将做什么"},
	"force":           {"also put an older snapshot, or that of another store, into the tables", "也允许登记更旧的快照或其他存放处的快照"},
	"verify":          {"read all files whole to check their digests (those in a folder and small ones always are)", "完整读取全部文件以校验摘要（文件夹中的文件与小文件总会校验）"},
	"json":            {"print the result as JSON", "以 JSON 输出结果"},
	"lang":            {"language of messages: zh or en", "信息的语言：zh 或 en"},
	"error":           {"error", "错误"},
	"hint":            {"hint", "提示"},
	"helphint":        {"gongkai-iceberg --help", "gongkai-iceberg --help"},
	"onestore":        {"give one store", "请给出一个存放处"},
	"nocatalog":       {"no catalog given", "未给出目录服务"},
	"nocatalogfix":    {"add --catalog CATALOG", "请加 --catalog 目录服务"},
	"nowarehouse":     {"no warehouse given: new tables need a place for their metadata", "未给出 --warehouse：新表的元数据需要存放位置"},
	"nowarehousefix":  {"add --warehouse LOCATION", "请加 --warehouse 位置"},
	"badwarehouse":    {"engines do not agree on how this is written in metadata: use letters, digits and -._~/", "各引擎对此写法的理解不一：请只用字母、数字和 -._~/"},
	"badnamespace":    {"namespace %q is no name", "命名空间 %q 不是有效名称"},
	"badsnapshot":     {"snapshot %q is neither a number nor latest", "快照 %q 既非编号也非 latest"},
	"badlang":         {"language %q is neither zh nor en", "语言 %q 既非 zh 也非 en"},
	"nosnapshot":      {"there is no such snapshot", "没有该快照"},
	"nosnapshotfix":   {"gongkai commit --plan P --store STORE makes one", "gongkai commit --plan P --store 存放处 可生成"},
	"badaddress":      {"cannot use this address", "无法使用该地址"},
	"integrity":       {"the store is not what its snapshot says; no table was changed", "存放处的内容与快照不符；未改动任何表"},
	"integrityfix":    {"see what changed the files; gongkai check STORE reads them too", "请查明文件为何改变；gongkai check 存放处 也可读取"},
	"older":           {"a later snapshot is registered", "已登记更新的快照"},
	"olderfix":        {"--force goes back to the older one", "使用 --force 可退回旧快照"},
	"foreign":         {"the name is taken by a table of other origin", "该名称已被其他来源的表占用"},
	"foreignfix":      {"use another --namespace; --force takes over tables that another store filled", "请换用其他 --namespace；若表由另一存放处登记，可用 --force 接管"},
	"schema":          {"the columns of the dataset do not fit the table; no table was changed", "数据集的列与表不符；未改动任何表"},
	"schemafix":       {"register into a new --namespace: queries on the old tables go on", "请登记到新的 --namespace：原有的表可继续查询"},
	"failed":          {"this did not come to its end", "未能完成"},
	"again":           {"run it again: what is done is left alone", "请重新运行：已完成的不再改动"},
	"created":         {"created", "新建"},
	"replaced":        {"replaced", "替换"},
	"unchanged":       {"unchanged", "未变"},
	"wouldcreate":     {"would be created", "将新建"},
	"wouldreplace":    {"would be replaced", "将替换"},
	"restored":        {"others had changed its rows", "其他程序曾改动其内容"},
	"newcolumns":      {"new columns: %s", "新增列：%s"},
	"rows":            {"%d rows in %d files", "%d 行，%d 个文件"},
	"files":           {"%d files", "%d 个文件"},
	"empty":           {"empty", "空"},
	"none":            {"no tables of gongkai in %s", "%s 中没有 gongkai 的表"},
	"holds":           {"snapshot %06d", "快照 %06d"},
	"changed":         {"changed since by others", "此后被其他程序改动"},
	"current":         {"in force", "现行"},
	"behind":          {"in force is %06d", "现行为 %06d"},
}

// say returns a text in the language of the user.
func (a *app) say(key string, args ...any) string {
	s := phrases[key].En
	if a.lang == chinese {
		s = phrases[key].Zh
	}
	if len(args) == 0 {
		return s
	}
	return fmt.Sprintf(s, args...)
}

// chooseLang reads --lang before the command tree exists, because help is written
// in that language; else the locale decides.
func chooseLang(args []string, env func(string) string) lang {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		v, ok := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			v, ok = args[i+1], true
		}
		if ok && (v == string(english) || v == string(chinese)) {
			return lang(v)
		}
	}
	for _, k := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := env(k); v != "" {
			if strings.HasPrefix(strings.ToLower(v), "zh") {
				return chinese
			}
			return english
		}
	}
	return english
}
