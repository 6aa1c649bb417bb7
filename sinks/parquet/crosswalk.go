package parquet

import (
	"bytes"
	"encoding/csv"
	"reflect"
	"strings"

	"github.com/gongkai-data/gongkai/sinks"
)

// Levels of comparability: exact is the same definition, approx the same idea
// under another rule, none means that the numbers must not be put in one series.
const (
	exact  = "exact"
	approx = "approx"
	none   = "none"
)

func compares(concept, zh, a2, b, c, bc, a2b, note string) sinks.CrosswalkRow {
	return sinks.CrosswalkRow{Concept: concept, Zh: zh, A2: a2, B: b, C: c, BC: bc, A2B: a2b, Note: note}
}

// crosswalk says what compares with what. "*" at the end of a code stands for
// all that begin with it.
var crosswalk = []sinks.CrosswalkRow{
	compares("requests received", "收到申请", "a2.applications.received", "applications.new", "applications.new", exact, approx, "A2 counts what was received in the year and knows no carry-over"),
	compares("carried in", "上年结转", "", "applications.carried_in", "applications.carried_in", exact, none, ""),
	compares("carried out", "结转下年", "", "applications.carried_out", "applications.carried_out", exact, none, ""),
	compares("total handled", "办理总数", "a2.applications.closed", "applications.result.total", "applications.result.total", exact, approx, "a2.applications.answered may exceed the requests: one request can have several answers"),
	compares("answers given", "申请答复", "a2.applications.answered", "applications.result.total", "applications.result.total", exact, approx, "one request can have several answers: answers may exceed the requests"),
	compares("closed on time or after an extension", "按时、延期办结", "a2.applications.closed.on_time + a2.applications.closed.extended", "", "", none, none, "A2 only"),
	compares("granted", "予以公开", "a2.applications.answered.granted + a2.applications.answered.already_public", "applications.result.granted", "applications.result.granted", exact, approx, "in B and C telling the applicant that it is already public counts as granted"),
	compares("granted in part", "部分公开", "a2.applications.answered.partial", "applications.result.partial", "applications.result.partial", exact, approx, ""),
	compares("denied: all grounds", "不予公开：合计", "a2.applications.answered.denied", "applications.result.denied", "applications.result.denied", exact, approx, "six grounds in A2, eight others in B and C; there the sum of the grounds, not printed"),
	compares("denied: other grounds of A2", "不予公开：非政府信息、其他情形", "a2.applications.answered.denied.not_government_information + a2.applications.answered.denied.other_law", "", "", none, none, "A2 only: B and C name several of these grounds"),
	compares("denied: state secret", "不予公开：国家秘密", "a2.applications.answered.denied.state_secret", "applications.result.denied.state_secret", "applications.result.denied.state_secret", exact, approx, ""),
	compares("denied: third party", "不予公开：第三方权益", "a2.applications.answered.denied.trade_secret + a2.applications.answered.denied.privacy", "applications.result.denied.third_party_rights", "applications.result.denied.third_party_rights", exact, approx, ""),
	compares("denied: security and stability", "不予公开：三安全一稳定", "a2.applications.answered.denied.security_stability", "applications.result.denied.security_stability", "applications.result.denied.security_stability", exact, approx, ""),
	compares("denied: prohibited by law", "不予公开：法律法规禁止", "", "applications.result.denied.other_law_prohibited", "applications.result.denied.other_law_prohibited", exact, none, "a2.applications.answered.denied.other_law holds other grounds as well"),
	compares("denied: internal affairs", "不予公开：内部事务", "", "applications.result.denied.internal_affairs", "applications.result.denied.internal_affairs", exact, none, "A2 has it inside other_law and not_government_information"),
	compares("denied: process information", "不予公开：过程性信息", "", "applications.result.denied.process_information", "applications.result.denied.process_information", exact, none, "A2 has it inside other_law and not_government_information"),
	compares("denied: enforcement file", "不予公开：执法案卷", "", "applications.result.denied.enforcement_file", "applications.result.denied.enforcement_file", exact, none, "A2 has it inside other_law and not_government_information"),
	compares("denied: administrative query", "不予公开：行政查询", "", "applications.result.denied.administrative_query", "applications.result.denied.administrative_query", exact, none, "A2 has it inside other_law and not_government_information"),
	compares("not held", "不掌握", "a2.applications.answered.not_this_body + a2.applications.answered.not_exist", "applications.result.unable.not_held", "applications.result.unable.not_held", exact, approx, ""),
	compares("would have to be created", "需另行制作", "", "applications.result.unable.requires_creation", "applications.result.unable.requires_creation", exact, none, ""),
	compares("unclear", "内容不明确", "a2.applications.answered.correction_requested", "applications.result.unable.still_unclear", "applications.result.unable.still_unclear", exact, none, "A2 counts a step of the procedure, B and C an outcome; C has overdue corrections under other as well"),
	compares("not processed", "不予处理", "a2.applications.answered.other_channel", "applications.result.not_processed.*", "applications.result.not_processed.*", exact, approx, "approximate at best"),
	compares("other handling", "其他处理", "", "applications.result.other", "applications.result.other.correction_overdue + applications.result.other.fee_unpaid + applications.result.other.other", approx, none, "C moved lapsed and unpaid requests here: compare the group only"),
	compares("applicants", "申请人类型", "", "applications.*", "applications.*", exact, none, "A2 has the channel of the request instead, which B and C do not have"),
	compares("channels of requests", "申请渠道", "a2.applications.received.*", "", "", none, none, "A2 only"),
	compares("reconsideration", "行政复议", "a2.review*", "litigation.review.*", "litigation.review.*", exact, approx, "A2 has no pending column"),
	compares("litigation", "行政诉讼", "a2.litigation*", "litigation.direct.* + litigation.after_review.*", "litigation.direct.* + litigation.after_review.*", exact, approx, "A2 does not tell direct suits from those after reconsideration and has no pending column"),
	compares("regulations made", "规章制发", "", "proactive.regulations.newly_made", "proactive.regulations.made", approx, none, ""),
	compares("regulations: stock", "规章存量", "", "proactive.regulations.disclosed_total", "proactive.regulations.in_force", none, none, "disclosed so far is not in force: never one series"),
	compares("normative documents made", "规范性文件制发", "a2.proactive.normative_made", "proactive.normative_documents.newly_made", "proactive.normative_documents.made", approx, approx, ""),
	compares("disclosed in the year", "主动公开数", "a2.proactive.disclosed + a2.proactive.normative_disclosed", "proactive.regulations.newly_disclosed + proactive.normative_documents.newly_disclosed", "", none, none, "A2 counts all information, B what is new of two kinds"),
	compares("repealed", "废止", "", "", "proactive.regulations.repealed + proactive.normative_documents.repealed", none, none, "C only"),
	compares("normative documents: stock", "规范性文件存量", "", "proactive.normative_documents.disclosed_total", "proactive.normative_documents.in_force", none, none, "disclosed so far is not in force: never one series"),
	compares("licensing decisions", "行政许可决定", "", "proactive.licensing.decisions", "proactive.licensing.decisions", exact, none, ""),
	compares("punishment decisions", "行政处罚决定", "", "proactive.punishment.decisions", "proactive.punishment.decisions", exact, none, ""),
	compares("coercion decisions", "行政强制决定", "", "proactive.coercion.decisions", "proactive.coercion.decisions", exact, none, ""),
	compares("catalogue of items", "事项目录", "", "proactive.licensing.items_* + proactive.punishment.items_* + proactive.coercion.items_*", "", none, none, "B only"),
	compares("other services", "其他对外管理服务", "", "proactive.other_services.*", "", none, none, "B only"),
	compares("procurement", "政府集中采购", "", "proactive.procurement.*", "", none, none, "B only"),
	compares("fees", "收费", "a2.fees", "proactive.fees.items_*", "proactive.fees.amount", none, none, "three different things: fees for requests, number of fee items, fees collected"),
	compares("channels of disclosure, answers, staff, budget, meetings", "公开渠道、回应解读、机构人员经费、会议培训", "a2.channel.* + a2.response.* + a2.org.* + a2.meetings.* + a2.complaints", "", "", none, none, "A2 only"),
	compares("local tables before 2014", "2014 年前地方表", "", "", "", none, none, "A1: definitions differ from place to place"),
}

// comparability returns what the crosswalk says of an indicator, from the row that
// names it most closely.
func comparability(indicator string) string {
	best, said := 0, ""
	for _, row := range crosswalk {
		for _, codes := range []string{row.A2, row.B, row.C} {
			for code := range strings.SplitSeq(codes, " + ") {
				prefix, wild := strings.CutSuffix(code, "*")
				if code == "" || indicator != code && !(wild && strings.HasPrefix(indicator, prefix)) {
					continue
				}
				closeness := 2 * len(prefix)
				if !wild {
					closeness++
				}
				if closeness > best {
					best, said = closeness, "B-C "+row.BC+", A2-B "+row.A2B
				}
			}
		}
	}
	return said
}

func crosswalkCSV() ([]byte, error) {
	var header []string
	for _, c := range sinks.ColumnsOf[sinks.CrosswalkRow]() {
		header = append(header, c.Name)
	}
	rows := [][]string{header}
	for _, r := range crosswalk {
		v := reflect.ValueOf(r)
		row := make([]string, v.NumField())
		for i := range row {
			row[i] = v.Field(i).String()
		}
		rows = append(rows, row)
	}
	return csvBytes(rows)
}

// csvBytes writes RFC 4180 with "\n"; no text in it comes from a document.
func csvBytes(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	err := w.WriteAll(rows)
	return b.Bytes(), err
}
