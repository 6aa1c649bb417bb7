package sinks

// The rows of the dataset's tables: the only definition of the columns. The
// parquet tag gives name and layout, the json tag the same name, zh and en what
// the column holds. A pointer or a nil list is NULL. Changing anything here
// changes testdata/schema.golden and needs a new SchemaVersion.

// SchemaVersion is the version of the columns below: major.minor, the minor
// raised when a nullable column is added, the major for any other change.
const SchemaVersion = "1.1"

// FactRow is one cell of a report's form.
type FactRow struct {
	ReportID       string    `parquet:"report_id,dict" json:"report_id" zh:"年报编号" en:"Report, stable over runs"`
	BodyID         string    `parquet:"body_id,dict" json:"body_id" zh:"机关编号" en:"Reporting body, stable over years"`
	BodyName       string    `parquet:"body_name,dict" json:"body_name" zh:"机关名称（规范化）" en:"Normalised name of the reporting body"`
	DivisionCode   string    `parquet:"division_code,dict" json:"division_code" zh:"行政区划代码" en:"GB/T 2260 or statistical code of the division; empty where none fits"`
	AdminLevel     string    `parquet:"admin_level,dict" json:"admin_level" zh:"行政层级" en:"national, province, prefecture, county, township; empty where not known"`
	ReportYear     int16     `parquet:"report_year" json:"report_year" zh:"报告年度" en:"Year reported on; 0 where the report does not tell it"`
	Generation     string    `parquet:"generation,dict" json:"generation" zh:"格式代次" en:"Generation of the form, told by its labels: A1, A2, B, C"`
	FormTable      string    `parquet:"form_table,dict" json:"form_table" zh:"表" en:"Table of the form: proactive, applications, litigation, a1, a2, nonstandard"`
	Indicator      string    `parquet:"indicator,dict" json:"indicator" zh:"指标" en:"Row of the form, see dictionary"`
	Applicant      *string   `parquet:"applicant,dict" json:"applicant" zh:"申请人类型" en:"Column of the applications table; null in the other tables"`
	Value          *float64  `parquet:"value" json:"value" zh:"数值（仅限印出者）" en:"Printed or corrected number; null unless status is reported or corrected"`
	Unit           string    `parquet:"unit,dict" json:"unit" zh:"单位" en:"piece, cny_10k, cny, person"`
	Status         string    `parquet:"status,dict" json:"status" zh:"状态" en:"What stands in the cell, see dictionary"`
	RawText        *string   `parquet:"raw_text,dict" json:"raw_text" zh:"原文" en:"Cell as printed; null where there is no cell"`
	InferredValue  *float64  `parquet:"inferred_value" json:"inferred_value" zh:"推得数值" en:"The only number that the form's own rules leave for a cell without one"`
	InferredBy     *string   `parquet:"inferred_by,dict" json:"inferred_by" zh:"推得依据" en:"Rule that leaves inferred_value"`
	Flags          []string  `parquet:"flags,list" parquet-element:",dict" json:"flags" zh:"标记" en:"Reasons for doubt and notable treatment, see dictionary; an empty list is no doubt"`
	RowMatch       string    `parquet:"row_match,dict" json:"row_match" zh:"行标识方式" en:"How the row label was recognised: exact, alias, fuzzy, assumed; empty where no cell was found"`
	ColMatch       string    `parquet:"col_match,dict" json:"col_match" zh:"列标识方式" en:"How the column label was recognised: exact, alias, fuzzy, assumed; empty where no cell was found"`
	DocumentSHA256 string    `parquet:"document_sha256,dict" json:"document_sha256" zh:"文件散列" en:"SHA-256 of the document, hex"`
	TableNo        *int32    `parquet:"table_no" json:"table_no" zh:"表序号" en:"Table in the document, from 1"`
	RowNo          *int32    `parquet:"row_no" json:"row_no" zh:"行序号" en:"Row in the table, from 1"`
	ColNo          *int32    `parquet:"col_no" json:"col_no" zh:"列序号" en:"Column in the table, from 1"`
	Page           *int32    `parquet:"page" json:"page" zh:"页码" en:"Page, from 1; null for formats without pages"`
	Box            []float32 `parquet:"box,list,optional" json:"box" zh:"位置" en:"x0, y0, x1, y1 in points from the top left of the page"`
	OverrideID     *string   `parquet:"override_id,dict" json:"override_id" zh:"更正编号" en:"Correction that set the value, or took it away"`
}

// ReportRow is one report: a body, a year, a version.
type ReportRow struct {
	ReportID           string   `parquet:"report_id" json:"report_id" zh:"年报编号" en:"Report, stable over runs"`
	BodyID             string   `parquet:"body_id,dict" json:"body_id" zh:"机关编号" en:"Reporting body, stable over years"`
	BodyName           string   `parquet:"body_name,dict" json:"body_name" zh:"机关名称（规范化）" en:"Normalised name of the reporting body"`
	BodyNamePrinted    string   `parquet:"body_name_printed,dict" json:"body_name_printed" zh:"机关名称（原文）" en:"Name of the reporting body as printed"`
	BodyType           string   `parquet:"body_type,dict" json:"body_type" zh:"机关类型" en:"government, department, township, subdistrict, dispatched, vertical; empty where not known"`
	DivisionCode       string   `parquet:"division_code,dict" json:"division_code" zh:"行政区划代码" en:"GB/T 2260 or statistical code of the division; empty where none fits"`
	AdminLevel         string   `parquet:"admin_level,dict" json:"admin_level" zh:"行政层级" en:"national, province, prefecture, county, township; empty where not known"`
	ParentCode         *string  `parquet:"parent_code,dict" json:"parent_code" zh:"上级行政区划代码" en:"Division that the body answers to: its own for a department, the next above for a government; null where not known and for vertical organs"`
	ReportYear         int16    `parquet:"report_year" json:"report_year" zh:"报告年度" en:"Year reported on; 0 where the report does not tell it"`
	Generation         string   `parquet:"generation,dict" json:"generation" zh:"格式代次" en:"Generation of the form, told by its labels; empty where no form was found"`
	GenerationExpected string   `parquet:"generation_expected,dict" json:"generation_expected" zh:"应用格式代次" en:"Generation in force for the year"`
	Title              *string  `parquet:"title" json:"title" zh:"标题" en:"Title as printed"`
	PeriodStart        *string  `parquet:"period_start,dict" json:"period_start" zh:"统计期起" en:"First day reported on, ISO 8601"`
	PeriodEnd          *string  `parquet:"period_end,dict" json:"period_end" zh:"统计期止" en:"Last day reported on, ISO 8601"`
	PublishedAt        *string  `parquet:"published_at,dict" json:"published_at" zh:"公布日期" en:"Day of publication, ISO 8601"`
	PublishedFrom      *string  `parquet:"published_from,dict" json:"published_from" zh:"公布日期出处" en:"Where published_at was read: meta, page, url"`
	WrittenAt          *string  `parquet:"written_at,dict" json:"written_at" zh:"成文日期" en:"Day of writing, ISO 8601"`
	Deadline           *string  `parquet:"deadline,dict" json:"deadline" zh:"法定期限" en:"Last day for publication, ISO 8601"`
	DaysLate           *int32   `parquet:"days_late" json:"days_late" zh:"逾期天数" en:"Days from deadline to published_at; zero or negative is in time"`
	IndexNumber        *string  `parquet:"index_number" json:"index_number" zh:"索引号" en:"Index number of the page as printed"`
	ContactUnit        *string  `parquet:"contact_unit" json:"contact_unit" zh:"联系单位" en:"Contact unit as printed"`
	Address            *string  `parquet:"address" json:"address" zh:"地址" en:"Address as printed"`
	Postcode           *string  `parquet:"postcode" json:"postcode" zh:"邮编" en:"Postcode as printed"`
	Phone              *string  `parquet:"phone" json:"phone" zh:"电话" en:"Phone as printed"`
	Email              *string  `parquet:"email" json:"email" zh:"电子邮箱" en:"E-mail as printed"`
	SourceURL          *string  `parquet:"source_url" json:"source_url" zh:"来源网址" en:"Address that the report was published at"`
	BasisDocuments     []string `parquet:"basis_documents,list" json:"basis_documents" zh:"依据文件" en:"Documents that the report names as its basis"`
	FeeCharged         *bool    `parquet:"fee_charged" json:"fee_charged" zh:"是否收取信息处理费" en:"Whether a processing fee was charged; null where not said"`
	FeeAmountCNY       *float64 `parquet:"fee_amount_cny" json:"fee_amount_cny" zh:"信息处理费（元）" en:"Processing fee in yuan"`
	Facts              int32    `parquet:"facts" json:"facts" zh:"指标数" en:"Facts of the report; the table facts holds them where superseded_by is null"`
	FactsReported      int32    `parquet:"facts_reported" json:"facts_reported" zh:"有数值" en:"Facts with status reported"`
	FactsBlank         int32    `parquet:"facts_blank" json:"facts_blank" zh:"空白" en:"Facts with status blank"`
	FactsDash          int32    `parquet:"facts_dash" json:"facts_dash" zh:"横线" en:"Facts with status dash"`
	FactsSlash         int32    `parquet:"facts_slash" json:"facts_slash" zh:"斜线" en:"Facts with status slash"`
	FactsNone          int32    `parquet:"facts_none" json:"facts_none" zh:"写“无”" en:"Facts with status none"`
	FactsText          int32    `parquet:"facts_text" json:"facts_text" zh:"文字" en:"Facts with status text"`
	FactsRowAbsent     int32    `parquet:"facts_row_absent" json:"facts_row_absent" zh:"缺行" en:"Facts with status row_absent"`
	FactsColumnAbsent  int32    `parquet:"facts_column_absent" json:"facts_column_absent" zh:"缺列" en:"Facts with status column_absent"`
	FactsTableAbsent   int32    `parquet:"facts_table_absent" json:"facts_table_absent" zh:"缺表" en:"Facts with status table_absent"`
	FactsImageOnly     int32    `parquet:"facts_image_only" json:"facts_image_only" zh:"仅有图片" en:"Facts with status image_only"`
	FactsUnreadable    int32    `parquet:"facts_unreadable" json:"facts_unreadable" zh:"无法辨认" en:"Facts with status unreadable"`
	FactsAmbiguous     int32    `parquet:"facts_ambiguous" json:"facts_ambiguous" zh:"两可" en:"Facts with status ambiguous"`
	FactsCorrected     int32    `parquet:"facts_corrected" json:"facts_corrected" zh:"经更正" en:"Facts with status corrected"`
	FactsInferred      int32    `parquet:"facts_inferred" json:"facts_inferred" zh:"推得" en:"Facts with an inferred value"`
	FactsFlagged       int32    `parquet:"facts_flagged" json:"facts_flagged" zh:"有标记" en:"Facts with at least one flag"`
	ChecksPass         int32    `parquet:"checks_pass" json:"checks_pass" zh:"勾稽通过" en:"Checks that pass"`
	ChecksPassBlank    int32    `parquet:"checks_pass_if_blank_zero" json:"checks_pass_if_blank_zero" zh:"空白视零则通过" en:"Checks that pass with blanks as zero"`
	ChecksFail         int32    `parquet:"checks_fail" json:"checks_fail" zh:"勾稽不符" en:"Checks that fail"`
	ChecksNotEvaluable int32    `parquet:"checks_not_evaluable" json:"checks_not_evaluable" zh:"无法勾稽" en:"Checks that lack an operand"`
	IssuesError        int32    `parquet:"issues_error" json:"issues_error" zh:"错误" en:"Issues of severity error"`
	IssuesWarning      int32    `parquet:"issues_warning" json:"issues_warning" zh:"警告" en:"Issues of severity warning"`
	IssuesInfo         int32    `parquet:"issues_info" json:"issues_info" zh:"提示" en:"Issues of severity info"`
	SourceKind         string   `parquet:"source_kind,dict" json:"source_kind" zh:"数据来源类型" en:"table, narrative, ocr, mixed"`
	DocumentFormat     string   `parquet:"document_format,dict" json:"document_format" zh:"文件格式" en:"Format that the document was read as"`
	DocumentSHA256     string   `parquet:"document_sha256" json:"document_sha256" zh:"文件散列" en:"SHA-256 of the document, hex"`
	SupersededBy       *string  `parquet:"superseded_by" json:"superseded_by" zh:"被取代于" en:"Report that supplies the numbers instead: this one is in no table that is counted"`
}

// DocumentRow is one file seen, whatever became of it. It is also how the
// caller hands the outcome of a document to a sink.
type DocumentRow struct {
	DocumentSHA256 string  `parquet:"document_sha256" json:"document_sha256" zh:"文件散列" en:"SHA-256 of the bytes, hex; empty where the system gave none"`
	Path           *string `parquet:"path" json:"path" zh:"路径" en:"Path as given, relative to the input folder"`
	URL            *string `parquet:"url" json:"url" zh:"网址" en:"Address that the file was fetched from"`
	ClaimedType    *string `parquet:"claimed_type,dict" json:"claimed_type" zh:"声称的类型" en:"Type by file name or server header"`
	SniffedType    *string `parquet:"sniffed_type,dict" json:"sniffed_type" zh:"实际类型" en:"Type by content"`
	Bytes          int64   `parquet:"bytes" json:"bytes" zh:"字节数" en:"Size in bytes"`
	Pages          *int32  `parquet:"pages" json:"pages" zh:"页数" en:"Pages; null for formats without pages"`
	Tables         *int32  `parquet:"tables" json:"tables" zh:"表格数" en:"Tables; null where the file was not read"`
	Outcome        string  `parquet:"outcome,dict" json:"outcome" zh:"结果" en:"ok, partial, failed, not_a_report, duplicate"`
	ErrorCode      *string `parquet:"error_code,dict" json:"error_code" zh:"错误代码" en:"Why the outcome is not ok"`
	ErrorMessage   *string `parquet:"error_message" json:"error_message" zh:"错误信息" en:"What was met and where"`
	ReportID       *string `parquet:"report_id" json:"report_id" zh:"年报编号" en:"Report that the document gave or repeats"`
	Reader         *string `parquet:"reader,dict" json:"reader" zh:"读取器" en:"Reader of the file"`
	ReaderVersion  *int32  `parquet:"reader_version" json:"reader_version" zh:"读取器版本" en:"Version of the reader"`
}

// Outcomes of a document.
const (
	OK         = "ok"
	Partial    = "partial"
	Failed     = "failed"
	NotAReport = "not_a_report"
	Duplicate  = "duplicate"
)

// CellRow is one physical cell of a table of a report.
type CellRow struct {
	ReportID       string    `parquet:"report_id,dict" json:"report_id" zh:"年报编号" en:"Report, stable over runs"`
	DocumentSHA256 string    `parquet:"document_sha256,dict" json:"document_sha256" zh:"文件散列" en:"SHA-256 of the document, hex"`
	TableNo        int32     `parquet:"table_no" json:"table_no" zh:"表序号" en:"Table in the document, from 1"`
	RowNo          int32     `parquet:"row_no" json:"row_no" zh:"行序号" en:"Row in the table, from 1"`
	ColNo          int32     `parquet:"col_no" json:"col_no" zh:"列序号" en:"Column in the table, from 1"`
	RowSpan        int32     `parquet:"row_span" json:"row_span" zh:"跨行数" en:"Rows that the cell covers"`
	ColSpan        int32     `parquet:"col_span" json:"col_span" zh:"跨列数" en:"Columns that the cell covers"`
	Text           string    `parquet:"text,dict" json:"text" zh:"原文" en:"Text as printed"`
	Page           *int32    `parquet:"page" json:"page" zh:"页码" en:"Page, from 1; null for formats without pages"`
	Box            []float32 `parquet:"box,list,optional" json:"box" zh:"位置" en:"x0, y0, x1, y1 in points from the top left of the page"`
	Role           string    `parquet:"role,dict" json:"role" zh:"角色" en:"What the cell was taken for: value, label, header, extra, furniture, other"`
	Indicator      *string   `parquet:"indicator,dict" json:"indicator" zh:"指标" en:"Fact that the cell became"`
	Applicant      *string   `parquet:"applicant,dict" json:"applicant" zh:"申请人类型" en:"Applicant of the fact that the cell became"`
	Reason         *string   `parquet:"reason,dict" json:"reason" zh:"未采用原因" en:"Why the cell became no fact, see dictionary"`
}

// SectionRow is one chapter of a report.
type SectionRow struct {
	ReportID  string  `parquet:"report_id,dict" json:"report_id" zh:"年报编号" en:"Report, stable over runs"`
	SectionNo int32   `parquet:"section_no" json:"section_no" zh:"章节序号" en:"Place in the report, from 1"`
	Section   string  `parquet:"section,dict" json:"section" zh:"章节" en:"Section code, sec.unknown for a heading that is none of the official ones"`
	Heading   *string `parquet:"heading,dict" json:"heading" zh:"标题原文" en:"Heading as printed"`
	Text      string  `parquet:"text" json:"text" zh:"正文" en:"Paragraphs, one a line"`
}

// CheckRow is one rule applied to one scope of a report.
type CheckRow struct {
	ReportID      string   `parquet:"report_id,dict" json:"report_id" zh:"年报编号" en:"Report, stable over runs"`
	Rule          string   `parquet:"rule,dict" json:"rule" zh:"规则" en:"Rule, see dictionary"`
	Scope         string   `parquet:"scope,dict" json:"scope" zh:"范围" en:"Applicant, row or block that the rule was applied to"`
	Applicant     *string  `parquet:"applicant,dict" json:"applicant" zh:"申请人类型" en:"Applicant, where the scope is one"`
	Result        string   `parquet:"result,dict" json:"result" zh:"结论" en:"pass, pass_if_blank_zero, fail, not_evaluable"`
	LHS           *float64 `parquet:"lhs" json:"lhs" zh:"左值" en:"Left side of the equation"`
	RHS           *float64 `parquet:"rhs" json:"rhs" zh:"右值" en:"Right side of the equation"`
	Difference    *float64 `parquet:"difference" json:"difference" zh:"差额" en:"Left side minus right side"`
	Operands      []string `parquet:"operands,list" parquet-element:",dict" json:"operands" zh:"运算项（其他年报者前加年报编号）" en:"Facts used, as indicator|applicant; those of other reports as report_id/indicator|applicant"`
	CauseHint     *string  `parquet:"cause_hint,dict" json:"cause_hint" zh:"可能原因" en:"Likely cause of a failure"`
	OtherReportID *string  `parquet:"other_report_id,dict" json:"other_report_id" zh:"另一年报" en:"Second report of a rule across years"`
}

// IssueRow is something that a person should look at.
type IssueRow struct {
	Fingerprint    string   `parquet:"fingerprint" json:"fingerprint" zh:"指纹" en:"Stable over runs"`
	Code           string   `parquet:"code,dict" json:"code" zh:"代码" en:"Kind of issue, see dictionary"`
	Severity       string   `parquet:"severity,dict" json:"severity" zh:"级别" en:"error, warning, info"`
	ReportID       *string  `parquet:"report_id,dict" json:"report_id" zh:"年报编号" en:"Report concerned; null where the document gave none"`
	DocumentSHA256 *string  `parquet:"document_sha256,dict" json:"document_sha256" zh:"文件散列" en:"Document concerned"`
	Indicators     []string `parquet:"indicators,list" parquet-element:",dict" json:"indicators" zh:"涉及指标" en:"Facts concerned, as indicator|applicant"`
	MessageZh      string   `parquet:"message_zh" json:"message_zh" zh:"说明（中文）" en:"Message in Chinese"`
	MessageEn      string   `parquet:"message_en" json:"message_en" zh:"说明（英文）" en:"Message in English"`
	Evidence       *string  `parquet:"evidence" json:"evidence" zh:"证据" en:"What the issue rests on"`
}

// ApplicationRow is one printed row of the table of applications.
type ApplicationRow struct {
	ReportID         string `parquet:"report_id,dict" json:"report_id" zh:"年报编号" en:"Report, stable over runs"`
	BodyName         string `parquet:"body_name,dict" json:"body_name" zh:"机关名称（规范化）" en:"Normalised name of the reporting body"`
	DivisionCode     string `parquet:"division_code,dict" json:"division_code" zh:"行政区划代码" en:"Code of the division; empty where none fits"`
	ReportYear       int16  `parquet:"report_year" json:"report_year" zh:"报告年度" en:"Year reported on; 0 where the report does not tell it"`
	Generation       string `parquet:"generation,dict" json:"generation" zh:"格式代次" en:"Generation of the form"`
	Indicator        string `parquet:"indicator,dict" json:"indicator" zh:"指标" en:"Row of the form, see dictionary"`
	NaturalPerson    *int64 `parquet:"natural_person" json:"natural_person" zh:"自然人" en:"Printed number: natural persons"`
	OrgCommercial    *int64 `parquet:"org_commercial" json:"org_commercial" zh:"商业企业" en:"Printed number: commercial enterprises"`
	OrgResearch      *int64 `parquet:"org_research" json:"org_research" zh:"科研机构" en:"Printed number: research institutions"`
	OrgPublicWelfare *int64 `parquet:"org_public_welfare" json:"org_public_welfare" zh:"社会公益组织" en:"Printed number: public-welfare organisations"`
	OrgLegalService  *int64 `parquet:"org_legal_service" json:"org_legal_service" zh:"法律服务机构" en:"Printed number: legal-service bodies"`
	OrgOther         *int64 `parquet:"org_other" json:"org_other" zh:"其他组织" en:"Printed number: other organisations"`
	Total            *int64 `parquet:"total" json:"total" zh:"总计" en:"Printed number: total, never summed"`
}

// ProactiveRow is one printed number of the table of proactive disclosure.
type ProactiveRow struct {
	ReportID     string   `parquet:"report_id,dict" json:"report_id" zh:"年报编号" en:"Report, stable over runs"`
	BodyName     string   `parquet:"body_name,dict" json:"body_name" zh:"机关名称（规范化）" en:"Normalised name of the reporting body"`
	DivisionCode string   `parquet:"division_code,dict" json:"division_code" zh:"行政区划代码" en:"Code of the division; empty where none fits"`
	ReportYear   int16    `parquet:"report_year" json:"report_year" zh:"报告年度" en:"Year reported on; 0 where the report does not tell it"`
	Generation   string   `parquet:"generation,dict" json:"generation" zh:"格式代次" en:"Generation of the form"`
	Indicator    string   `parquet:"indicator,dict" json:"indicator" zh:"指标" en:"Row of the form, see dictionary"`
	Subject      string   `parquet:"subject,dict" json:"subject" zh:"信息内容" en:"What is counted: regulations, normative_documents, licensing …"`
	Measure      string   `parquet:"measure,dict" json:"measure" zh:"口径" en:"What of it: made, repealed, in_force, decisions, amount …"`
	Value        *float64 `parquet:"value" json:"value" zh:"数值（仅限印出者）" en:"Printed or corrected number"`
	Unit         string   `parquet:"unit,dict" json:"unit" zh:"单位" en:"piece, cny_10k"`
}

// LitigationRow is one block of the table of reconsideration and litigation.
type LitigationRow struct {
	ReportID     string `parquet:"report_id,dict" json:"report_id" zh:"年报编号" en:"Report, stable over runs"`
	BodyName     string `parquet:"body_name,dict" json:"body_name" zh:"机关名称（规范化）" en:"Normalised name of the reporting body"`
	DivisionCode string `parquet:"division_code,dict" json:"division_code" zh:"行政区划代码" en:"Code of the division; empty where none fits"`
	ReportYear   int16  `parquet:"report_year" json:"report_year" zh:"报告年度" en:"Year reported on; 0 where the report does not tell it"`
	Generation   string `parquet:"generation,dict" json:"generation" zh:"格式代次" en:"Generation of the form"`
	Procedure    string `parquet:"procedure,dict" json:"procedure" zh:"程序" en:"review (行政复议), direct (未经复议直接起诉), after_review (复议后起诉)"`
	Upheld       *int64 `parquet:"upheld" json:"upheld" zh:"结果维持" en:"Printed number: upheld"`
	Corrected    *int64 `parquet:"corrected" json:"corrected" zh:"结果纠正" en:"Printed number: corrected"`
	Other        *int64 `parquet:"other" json:"other" zh:"其他结果" en:"Printed number: other result"`
	Pending      *int64 `parquet:"pending" json:"pending" zh:"尚未审结" en:"Printed number: pending"`
	Total        *int64 `parquet:"total" json:"total" zh:"总计" en:"Printed number: total, never summed"`
}

// DictionaryRow explains one column or one code.
type DictionaryRow struct {
	Kind          string   `parquet:"kind,dict" json:"kind" zh:"类别" en:"column, indicator, applicant, status, outcome, unit, match, flag, issue, error …"`
	TableName     *string  `parquet:"table_name,dict" json:"table_name" zh:"表" en:"Table of a column; form table of an indicator"`
	Code          string   `parquet:"code" json:"code" zh:"代码" en:"Column name or code"`
	LabelZh       string   `parquet:"label_zh" json:"label_zh" zh:"中文标签" en:"Label in Chinese, of an indicator as printed"`
	LabelEn       string   `parquet:"label_en" json:"label_en" zh:"英文标签" en:"Label in English"`
	Type          *string  `parquet:"type,dict" json:"type" zh:"类型" en:"Type of a column"`
	Unit          *string  `parquet:"unit,dict" json:"unit" zh:"单位" en:"Unit of an indicator"`
	PrintedUnit   *string  `parquet:"printed_unit,dict" json:"printed_unit" zh:"印出的单位" en:"Unit on the form"`
	Generations   []string `parquet:"generations,list" json:"generations" zh:"代次" en:"Generations that print it"`
	Parent        *string  `parquet:"parent" json:"parent" zh:"上级" en:"Sum that it is a part of"`
	Formula       *string  `parquet:"formula" json:"formula" zh:"公式" en:"How it follows from others"`
	Comparability *string  `parquet:"comparability,dict" json:"comparability" zh:"可比性" en:"Across generations: exact, approx, none; see crosswalk.csv"`
	FactsKey      *string  `parquet:"facts_key" json:"facts_key" zh:"对应指标" en:"Of a panel column: its cell, as indicator|applicant"`
}

// CrosswalkRow says how one concept compares across generations.
type CrosswalkRow struct {
	Concept string `json:"concept" zh:"概念" en:"Concept"`
	Zh      string `json:"concept_zh" zh:"概念（中文）" en:"Concept in Chinese"`
	A2      string `json:"a2" zh:"A2 指标" en:"Indicators of A2, + between them; * ends a group"`
	B       string `json:"b" zh:"B 指标" en:"Indicators of B"`
	C       string `json:"c" zh:"C 指标" en:"Indicators of C"`
	BC      string `json:"b_c" zh:"B 与 C" en:"B against C: exact, approx, none"`
	A2B     string `json:"a2_b" zh:"A2 与 B" en:"A2 against B: exact, approx, none"`
	Note    string `json:"note" zh:"说明" en:"What to know before comparing"`
}
