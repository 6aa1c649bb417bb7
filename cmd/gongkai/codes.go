package main

import (
	"github.com/gongkai-data/gongkai/corpus/archive"
	"github.com/gongkai-data/gongkai/corpus/sources"
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/sinks"
)

// commandCodes are the errors of the command line itself.
var commandCodes = []extract.Meaning{
	{Code: "usage-command", Severity: extract.Err, En: "There is no such command.", Zh: "没有此命令。", NextEn: "gongkai --help lists the commands.", NextZh: "gongkai --help 列出全部命令。"},
	{Code: "usage-flag", Severity: extract.Err, En: "A flag is unknown or its value does not fit.", Zh: "选项不存在或取值无效。", NextEn: "Add --help to the command.", NextZh: "在命令后加 --help 查看说明。"},
	{Code: "usage-language", Severity: extract.Err, En: "The language is neither zh nor en.", Zh: "语言只能是 zh 或 en。", NextEn: "Use --lang zh or --lang en.", NextZh: "请用 --lang zh 或 --lang en。"},
	{Code: "usage-path", Severity: extract.Err, En: "A path is missing, not there, or of a kind that the command does not take. Nothing was read.", Zh: "缺少路径、路径不存在或类型不符。尚未读取任何文件。", NextEn: "Check the path; nothing has been changed.", NextZh: "请检查路径；未作任何改动。"},
	{Code: "usage-code", Severity: extract.Err, En: "The argument of explain is neither a file nor a known code.", Zh: "explain 的参数既不是文件，也不是已知代码。", NextEn: "gongkai list codes prints every code.", NextZh: "gongkai list codes 列出全部代码。"},
	{Code: "usage-cell", Severity: extract.Err, En: "The report or the cell is not in the dataset, or its name fits several.", Zh: "数据集中没有该年报或单元格，或名称对应多个。", NextEn: "The hint names what was meant; gongkai ls WORKSPACE lists the reports, gongkai list codes the indicators.", NextZh: "提示中给出可能的名称；gongkai ls 工作区 列出年报，gongkai list codes 列出指标。"},
	{Code: "datasets-differ", Severity: extract.Err, En: "The two datasets differ, and --exit-code was given. Exit status 4.", Zh: "两个数据集不同，且使用了 --exit-code。退出码 4。", NextEn: "Look at what was printed: each difference stands with its cause.", NextZh: "请查看输出：每处差异均附原因。"},
	{Code: "file-changed", Severity: extract.Err, En: "A file changed while it was read. Nothing was published; what was read is kept.", Zh: "读取期间文件发生变化。未发布；已读取的结果均已保留。", NextEn: "Run again when nothing writes to the folder.", NextZh: "请在无人写入该文件夹时重新运行。"},
	{Code: "workspace-missing", Severity: extract.Err, En: "There is no workspace at this path. Exit status 10.", Zh: "该路径处没有工作区。退出码 10。", NextEn: "gongkai convert PATH… --out WORKSPACE makes one.", NextZh: "gongkai convert PATH… --out WORKSPACE 可新建。"},
	{Code: "workspace-damaged", Severity: extract.Err, En: "Something in the workspace is not as it was written. Exit status 12.", Zh: "工作区中有内容与写入时不一致。退出码 12。", NextEn: "gongkai gc removes broken results; convert then makes them and the dataset anew. Check the disk.", NextZh: "gongkai gc 清除损坏的结果；随后 convert 会重新生成。请检查磁盘。"},
	{Code: "store-unusable", Severity: extract.Err, En: "The store cannot be opened, read or written.", Zh: "无法打开、读取或写入该存放处。", NextEn: "Check address and credentials; gongkai store doctor STORE tries every operation.", NextZh: "请检查地址与凭据；gongkai store doctor 可逐项检验。"},
	{Code: "store-promise", Severity: extract.Err, En: "The store lets two writers create the same key, or loses what was written. Exit status 12.", Zh: "该存放处允许两个写入者建立同一个键，或丢失已写入的内容。退出码 12。", NextEn: "Do not use it for results: choose a store with conditional writes.", NextZh: "请勿用来存放结果：请选择支持条件写入的存放处。"},
	{Code: "plan-engine", Severity: extract.Err, En: "The plan was frozen by another version of the program, or with other settings of reading. Exit status 42.", Zh: "该计划由其他程序版本或其他读取设置生成。退出码 42。", NextEn: "Use the same program and the same --password, --no-witness and --ocr as for gongkai plan.", NextZh: "请使用与 gongkai plan 相同的程序，以及相同的 --password、--no-witness、--ocr。"},
	{Code: "plan-unusable", Severity: extract.Err, En: "The plan is not in the store, or is not what its name says. Exit status 42.", Zh: "存放处没有该计划，或其内容与编号不符。退出码 42。", NextEn: "gongkai plan PATH… --store STORE freezes one and prints its name.", NextZh: "gongkai plan 路径… --store 存放处 可生成计划并给出编号。"},
	{Code: "plan-incomplete", Severity: extract.Err, En: "Some chunks of the plan have no receipt; no dataset was made.", Zh: "计划中部分数据块尚无回执，未生成数据集。", NextEn: "Run convert --plan for all shards, then commit again.", NextZh: "请为全部分片运行 convert --plan，再重新提交。"},
	{Code: "worker-start", Severity: extract.Err, En: "A worker process could not be started or ended before it was ready.", Zh: "无法启动读取进程，或其在就绪前即已终止。", NextEn: "gongkai doctor shows what the system allows; --in-process reads without workers.", NextZh: "gongkai doctor 可显示系统允许的限制；--in-process 可不用读取进程。"},
	{Code: "file-unreadable", Severity: extract.Err, En: "The system did not let the file be read.", Zh: "系统不允许读取该文件。", NextEn: "Check permissions and the disk, then run again.", NextZh: "请检查权限与磁盘后重试。"},
	{Code: "documents-unread", Severity: extract.Err, En: "Some documents could not be read; all others are in the result. Exit status 3.", Zh: "部分文件无法读取，其余均已处理。退出码 3。", NextEn: "gongkai ls WORKSPACE --outcome failed names them with their codes; gongkai explain CODE says what each means.", NextZh: "gongkai ls 工作区 --outcome failed 列出这些文件及代码；gongkai explain 代码 说明各代码的含义。"},
	{Code: "workspace-locked", Severity: extract.Err, En: "Another run holds the workspace. Exit status 11.", Zh: "另一进程正在使用该工作区。退出码 11。", NextEn: "Wait for it to end, or choose another --out.", NextZh: "请等待其结束，或另选 --out。"},
	{Code: "settings-invalid", Severity: extract.Err, En: "The settings of the workspace cannot be used. Nothing was read.", Zh: "工作区设置无效。尚未读取任何文件。", NextEn: "Correct gongkai.toml; the message names the line or the key.", NextZh: "请更正 gongkai.toml；信息中已指出行号或键名。"},
	{Code: "overrides-invalid", Severity: extract.Err, En: "A correction of the workspace cannot be used. Nothing was read.", Zh: "工作区中有无法使用的更正。尚未读取任何文件。", NextEn: "gongkai fix lint WORKSPACE names every mistake.", NextZh: "gongkai fix lint 可列出全部错误。"},
	{Code: "workspace-missing", Severity: extract.Err, En: "There is no dataset at the path. Exit status 10.", Zh: "该路径下没有数据集。退出码 10。", NextEn: "Make one with gongkai convert PATH… --out WORKSPACE.", NextZh: "请先用 gongkai convert 路径… --out 工作区 生成。"},
	{Code: "dataset-unreadable", Severity: extract.Err, En: "The dataset cannot be read: a file is missing, damaged, or of another version of the schema. Exit status 12.", Zh: "数据集无法读取：文件缺失、损坏，或结构版本不同。退出码 12。", NextEn: "Run convert again.", NextZh: "请重新运行 convert。"},
	{Code: "check-failed", Severity: extract.Err, En: "Something was found at or above --fail-on. Exit status 4.", Zh: "发现了达到 --fail-on 级别的问题。退出码 4。", NextEn: "Look at what was printed; gongkai explain describes every code.", NextZh: "请查看输出；gongkai explain 可说明各代码。"},
	{Code: "workspace-unusable", Severity: extract.Err, En: "The workspace cannot be made or written.", Zh: "无法创建或写入工作区。", NextEn: "Choose a folder that you may write to.", NextZh: "请选择可写的文件夹。"},
	{Code: "dataset-integrity", Severity: extract.Err, En: "The results contradict each other; nothing was published and the last dataset stands. Exit status 12.", Zh: "结果自相矛盾，未发布，原数据集保持不变。退出码 12。", NextEn: "Report the message: this is a defect of the program.", NextZh: "请反馈该信息：这是程序缺陷。"},
	{Code: "source-expectation", Severity: extract.Err, En: "A source lists fewer or more reports than its file expects. Nothing of it was fetched and nothing was published; the last dataset stands. Exit status 5.", Zh: "某来源列出的年报数量不符合其文件中的预期。未抓取其内容，未发布，原数据集保持不变。退出码 5。", NextEn: "Look at the site; where the change is right, mend expect: in its source file.", NextZh: "请核对网站；若变化属实，请修改来源文件中的 expect:。"},
	{Code: "nothing-fetched", Severity: extract.Err, En: "The workspace holds no fetch, or none of that source.", Zh: "工作区没有抓取记录，或没有该来源的记录。", NextEn: "gongkai crawl fetches what the sources list; gongkai import keeps saved pages.", NextZh: "gongkai crawl 按来源抓取；gongkai import 收入已保存的网页。"},
	{Code: "raw-damaged", Severity: extract.Err, En: "The original bytes of a fetch are missing or not what they were. Exit status 12.", Zh: "某次抓取的原始字节缺失或已改变。退出码 12。", NextEn: "Restore raw/ from a copy, or let crawl fetch the page again.", NextZh: "请从备份恢复 raw/，或由 crawl 重新抓取。"},
	{Code: "disk-full", Severity: extract.Err, En: "The disk, a quota or a file size limit is full; the last dataset stands. Exit status 13.", Zh: "磁盘空间、配额或文件大小已达上限，原数据集保持不变。退出码 13。", NextEn: "Make room and run again.", NextZh: "请腾出空间后重试。"},
	{Code: "disk-error", Severity: extract.Err, En: "The disk, or the connection to it, failed while the workspace was read or written; the last dataset stands. Exit status 1.", Zh: "读写工作区时磁盘或其连接出错，原数据集保持不变。退出码 1。", NextEn: "Look at the system's log, check the disk, then run again: it goes on where it was.", NextZh: "请查看系统日志并检查磁盘，然后重新运行，将从中断处继续。"},
	{Code: "export-exists", Severity: extract.Err, En: "Something is at the place of the export already. Nothing was changed.", Zh: "导出位置已有内容。未作任何改动。", NextEn: "--force replaces an older export; anything else is never replaced: choose another --out.", NextZh: "--force 可替换旧的导出；其他内容一概不替换，请另选 --out。"},
	{Code: "export-place", Severity: extract.Err, En: "The export cannot be written where it should go. Nothing was left behind.", Zh: "无法在指定位置写出导出。未留下任何内容。", NextEn: "Choose a folder that you may write to with --out.", NextZh: "请用 --out 另选可写的文件夹。"},
	{Code: "duckdb-missing", Severity: extract.Err, En: "gongkai sql needs the program duckdb in the PATH.", Zh: "gongkai sql 需要 PATH 中有 duckdb。", NextEn: "Get it from https://duckdb.org/install, or use gongkai export --to sqlite.", NextZh: "可从 https://duckdb.org/install 下载，或用 gongkai export --to sqlite。"},
	{Code: "ocr-missing", Severity: extract.Err, En: "Character recognition needs the program tesseract with its data for Chinese (chi_sim) and English (eng).", Zh: "文字识别需要安装 tesseract 及其中文（chi_sim）与英文（eng）数据。", NextEn: "Install it: apt install tesseract-ocr tesseract-ocr-chi-sim, or brew install tesseract tesseract-lang. Then run again with --ocr.", NextZh: "请先安装：apt install tesseract-ocr tesseract-ocr-chi-sim，或 brew install tesseract tesseract-lang；然后加 --ocr 重试。"},
	{Code: "ocr-failed", Severity: extract.Err, En: "The program tesseract ended with an error.", Zh: "tesseract 运行出错。", NextEn: "Run tesseract --list-langs: chi_sim must be listed. Report the message should it be.", NextZh: "请运行 tesseract --list-langs，确认其中有 chi_sim；若有，请反馈该信息。"},
	{Code: "ocr-deadline", Severity: extract.Err, En: "Recognising the pages took longer than a document may take.", Zh: "文字识别超时。", NextEn: "Run it again alone, on an idle machine.", NextZh: "请在空闲的机器上单独重试。"},
}

// sourceCodes are what is to be said of sources.
var sourceCodes = []extract.Meaning{
	{Code: "source-invalid", Severity: extract.Err, En: "A source file holds a mistake. Nothing was asked of any site.", Zh: "来源文件有误。未访问任何网站。", NextEn: "gongkai source lint WORKSPACE names every mistake with its line.", NextZh: "gongkai source lint 工作区 按行列出全部错误。"},
	{Code: "source-unseen", Severity: extract.Err, En: "The site did not give the page.", Zh: "网站未给出该页。", NextEn: "Look at the address in a browser; a page saved there can be given with --page.", NextZh: "请在浏览器中核对网址；保存的网页可用 --page 给出。"},
	{Code: "source-unknown-kind", Severity: extract.Err, En: "The page is of no kind of site that is known, or of several.", Zh: "该页不属于任何已知网站类型，或同时符合多种。", NextEn: "gongkai source families lists the kinds; --portal chooses one.", NextZh: "gongkai source families 列出类型；--portal 选定其一。"},
	{Code: "source-exists", Severity: extract.Err, En: "A source file of this name is there already. Nothing was written.", Zh: "同名来源文件已存在。未写任何文件。", NextEn: "Change it by hand, or choose another --id or -o.", NextZh: "请手工修改，或另选 --id、-o。"},
	{Code: extract.Code(sources.NoExpect), Severity: extract.Info, En: "The source does not say how many reports it must list.", Zh: "来源未写明应列出多少年报。", NextEn: "Add expect: {refs: N}: a listing that breaks is then noticed before anything is published.", NextZh: "请加 expect: {refs: N}：栏目失常时可在发布前发现。"},
	{Code: extract.Code(sources.NoBodies), Severity: extract.Info, En: "The source does not say which bodies report there.", Zh: "来源未写明由哪些机关发布年报。", NextEn: "Add bodies: what is missing or late can be told only of bodies that are named.", NextZh: "请加 bodies：只有列明的机关才能判断缺报与迟报。"},
	{Code: extract.Code(sources.Impolite), Severity: extract.Warn, En: "The delay is below three seconds.", Zh: "请求间隔不足三秒。", NextEn: "Leave it at three seconds or more unless the site has agreed.", NextZh: "除非网站同意，请设为三秒以上。"},
	{Code: extract.Code(sources.AllHours), Severity: extract.Info, En: "The site is asked at every hour.", Zh: "全天都会访问该网站。", NextEn: "hours: \"01:00-06:00\" leaves it alone by day.", NextZh: "hours: \"01:00-06:00\" 可避开白天。"},
	{Code: extract.Code(sources.WeakTLS), Severity: extract.Warn, En: "Old or unverified TLS is put up with: somebody between could change what is read.", Zh: "允许旧版或未验证的 TLS：内容可能被中途篡改。", NextEn: "Remove tls once the site is renewed.", NextZh: "网站更新后请删去 tls。"},
	{Code: extract.Code(sources.PlainHTTP), Severity: extract.Info, En: "The site is asked without TLS.", Zh: "以无加密的 http 访问该网站。", NextEn: "Use https where the site has it.", NextZh: "网站支持时请改用 https。"},
	{Code: extract.Code(sources.WideTitles), Severity: extract.Warn, En: "Every title is taken for that of a report.", Zh: "所有标题都被当作年报。", NextEn: "Name what titles of reports have in common, unless the channel holds nothing else.", NextZh: "请写明年报标题的共同特征，除非该栏目只有年报。"},
	{Code: extract.Code(sources.UnknownBody), Severity: extract.Warn, En: "A listing belongs to a body that bodies does not name.", Zh: "某栏目所属机关未列入 bodies。", NextEn: "Write the name in the same way in both places.", NextZh: "请使两处名称一致。"},
}

// archiveCodes are why an archive, or a file in one, is not read (corpus/archive).
var archiveCodes = []extract.Meaning{
	{Code: archive.Damaged, Severity: extract.Err, En: "The archive, or the file in it, is damaged. What could be read before the damage is in the result.", Zh: "压缩包或其中的文件已损坏。损坏处之前的内容均已读取。", NextEn: "Get the archive again, or repair it with the program that made it.", NextZh: "请重新获取该压缩包，或用原压缩软件修复。"},
	{Code: archive.Encrypted, Severity: extract.Err, En: "The archive, or the file in it, needs a password.", Zh: "压缩包或其中的文件已加密。", NextEn: "Unpack it with its password and name the folder.", NextZh: "请用密码解压后指定该文件夹。"},
	{Code: archive.Limit, Severity: extract.Err, En: "The archive holds more than it may: entries, bytes, or bytes for each of its own; or its entries overlap. It may be a bomb. What was read before the limit is in the result.", Zh: "压缩包超出限制（条目数、字节数、压缩比）或条目相互重叠，可能是压缩炸弹。此前的内容均已读取。", NextEn: "If it is honest, unpack it and name the folder.", NextZh: "若内容可信，请解压后指定该文件夹。"},
	{Code: archive.Depth, Severity: extract.Err, En: "An archive lies in archives that are nested too deep: twice at most.", Zh: "压缩包嵌套过深（最多两层嵌套）。", NextEn: "Unpack the outer archive and name the folder.", NextZh: "请先解开外层压缩包，再指定该文件夹。"},
	{Code: archive.Method, Severity: extract.Err, En: "The file in the archive is packed by a method that is not read here.", Zh: "压缩包中的文件采用了不支持的压缩方法。", NextEn: "Unpack it with the program that made it and name the folder.", NextZh: "请用原压缩软件解压后指定该文件夹。"},
	{Code: archive.Volume, Severity: extract.Err, En: "The archive is one part of several.", Zh: "这是分卷压缩包的一卷。", NextEn: "Unpack all parts together and name the folder.", NextZh: "请将各分卷一并解压后指定该文件夹。"},
	{Code: archive.Empty, Severity: extract.Err, En: "The archive holds no file; hidden names and links are passed over.", Zh: "压缩包中没有文件；隐藏文件与链接不读取。"},
	{Code: "archive-member", Severity: extract.Err, En: "The archive has no file of this name.", Zh: "压缩包中没有此文件。", NextEn: "gongkai read ARCHIVE names them all.", NextZh: "gongkai read 压缩包 可列出全部文件。"},
}

// exportCodes are what an export could not hold.
var exportCodes = []extract.Meaning{
	{Code: sinks.RemarkSplit, Severity: extract.Info, En: "A table has more rows than a sheet of a workbook holds (1,048,576). It goes on in the next sheets; no row is lost.", Zh: "表的行数超过工作簿单页上限（1,048,576），续于后续各页；没有丢失任何行。", NextEn: "For tables of this size CSV, SQLite or Parquet are handier.", NextZh: "如此规模的表更宜用 CSV、SQLite 或 Parquet。"},
	{Code: sinks.RemarkCut, Severity: extract.Warn, En: "A cell of a workbook holds 32,767 characters. Longer texts were cut and end with ….", Zh: "工作簿单元格至多 32,767 个字符。更长的文字已截断，末尾为 …。", NextEn: "The whole text is in the dataset and in every other form of export.", NextZh: "完整文字见数据集及其他形式的导出。"},
	{Code: sinks.RemarkReplaced, Severity: extract.Warn, En: "A workbook cannot hold control characters. They are U+FFFD there.", Zh: "工作簿不能保存控制字符，已换为 U+FFFD。", NextEn: "The text as it is is in the dataset and in every other form of export.", NextZh: "原文见数据集及其他形式的导出。"},
}
