package watch

import (
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
)

// relation is one rule of the forms before 2019, over indicators without their
// common prefix (domain.md §2.2). The first stands on the left, the others on the
// right.
type relation struct {
	rule, scope, sign string
	left              string
	right             []string
}

// relationsA2 are the structural rules of 国办发〔2014〕32号. 其中 is "of which".
var relationsA2 = []relation{
	{"A2-1", "received", "=", "applications.received", []string{"applications.received.in_person", "applications.received.fax", "applications.received.online", "applications.received.mail"}},
	{"A2-2", "closed", "=", "applications.closed", []string{"applications.closed.on_time", "applications.closed.extended"}},
	{"A2-3", "answered", "=", "applications.answered", []string{"applications.answered.already_public", "applications.answered.granted", "applications.answered.partial", "applications.answered.denied",
		"applications.answered.not_this_body", "applications.answered.not_exist", "applications.answered.correction_requested", "applications.answered.other_channel"}},
	{"A2-4", "denied", "=", "applications.answered.denied", []string{"applications.answered.denied.state_secret", "applications.answered.denied.trade_secret", "applications.answered.denied.privacy",
		"applications.answered.denied.security_stability", "applications.answered.denied.not_government_information", "applications.answered.denied.other_law"}},
	{"A2-5", "review", "=", "review", []string{"review.upheld", "review.corrected", "review.other"}},
	{"A2-6", "litigation", "=", "litigation", []string{"litigation.upheld", "litigation.corrected", "litigation.other"}},
	{"A2-7", "staff", "=", "org.staff", []string{"org.staff.full_time", "org.staff.part_time"}},
	{"A2-8", "normative_disclosed", "≤", "proactive.normative_disclosed", []string{"proactive.disclosed"}},
	{"A2-8", "press_conferences_by_head", "≤", "response.press_conferences_by_head", []string{"response.press_conferences"}},
	{"A2-8", "online_interviews_by_head", "≤", "response.online_interviews_by_head", []string{"response.online_interviews"}},
	{"A2-9", "gazette", "≤", "channel.gazette", []string{"proactive.disclosed"}},
	{"A2-9", "website", "≤", "channel.website", []string{"proactive.disclosed"}},
	{"A2-9", "weibo", "≤", "channel.weibo", []string{"proactive.disclosed"}},
	{"A2-9", "wechat", "≤", "channel.wechat", []string{"proactive.disclosed"}},
	{"A2-9", "other", "≤", "channel.other", []string{"proactive.disclosed"}},
	{"A2-9", "disclosed", "≤", "proactive.disclosed", []string{"channel.gazette", "channel.website", "channel.weibo", "channel.wechat", "channel.other"}},
	{"A2-10", "closed", "≤", "applications.closed", []string{"applications.received"}},
}

// relationsA1 are the sums that the local tables before 2014 share.
var relationsA1 = []relation{
	{"A1-1", "applications", "=", "applications", []string{"applications.in_person", "applications.fax", "applications.email", "applications.online", "applications.mail", "applications.other"}},
	{"A1-2", "answered", "=", "answered", []string{"answered.granted", "answered.partial", "answered.denied"}},
	{"A1-3", "denied", "=", "answered.denied", []string{"answered.denied.not_government_information", "answered.denied.not_exist", "answered.denied.not_held", "answered.denied.unclear",
		"answered.denied.exempt_1_state_secret", "answered.denied.exempt_2_trade_secret", "answered.denied.exempt_3_privacy", "answered.denied.exempt_4_in_process",
		"answered.denied.exempt_5_enforcement", "answered.denied.exempt_6_other_law", "answered.denied.other"}},
}

// older evaluates the rules of a form before 2019.
func (a *alone) older(relations []relation) {
	prefix := strings.ToLower(a.r.Generation) + "."
	at := make(map[string]cell, len(a.r.Facts))
	for i := range a.r.Facts {
		if f := &a.r.Facts[i]; f.Applicant == "" {
			at[f.Indicator] = cellOf(f)
		}
	}
	of := func(indicator string) term {
		return term{of: a.b, key: normalize.Key{Indicator: prefix + indicator}, cell: at[prefix+indicator]}
	}
	for _, r := range relations {
		var right []term
		for _, i := range r.right {
			right = append(right, of(i))
		}
		c := equation(a.b, r.rule, r.scope, r.sign, []term{of(r.left)}, right)
		a.tell(c, told(&c))
	}
}
