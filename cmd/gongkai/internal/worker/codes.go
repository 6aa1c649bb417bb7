package worker

import (
	"fmt"

	"github.com/gongkai-data/gongkai/extract"
)

// What ends a child before it answers.
const (
	Crash  extract.Code = "worker-crash"
	Time   extract.Code = "worker-time"
	Stall  extract.Code = "worker-stall"
	Memory extract.Code = "worker-memory"
	Answer extract.Code = "worker-answer"
)

// Death says why a child ended without an answer. Its text is the same on every
// machine: it becomes part of the dataset.
type Death struct {
	Code   extract.Code
	Limit  string // the limit that was passed, "" for none
	Detail string // what the system or the child said: for logs, not for the dataset
}

// Error says what happened, without the detail.
func (d *Death) Error() string {
	s := map[extract.Code]string{
		Crash: "the worker ended", Time: "the worker took too long", Stall: "the worker fell silent",
		Memory: "the worker used too much memory", Answer: "the worker's answer was broken",
	}[d.Code]
	if d.Limit != "" {
		s += ": limit " + d.Limit
	}
	return s
}

func death(code extract.Code, limit, format string, args ...any) *Death {
	return &Death{Code: code, Limit: limit, Detail: fmt.Sprintf(format, args...)}
}

// Codes explains what this package gives.
var Codes = []extract.Meaning{
	{Code: Crash, Severity: extract.Err, En: "The document ended its worker process twice and is set aside.", Zh: "该文件两次使读取进程异常终止，已隔离。", NextEn: "Report the file: a reader has a defect. It is tried again with the next version of the program.", NextZh: "请反馈该文件：读取器存在缺陷。程序升级后会重新尝试。"},
	{Code: Time, Severity: extract.Err, En: "The document took its worker process longer than the limit twice and is set aside.", Zh: "该文件两次超过读取时限，已隔离。", NextEn: "Run again with --retry on an idle machine; if it still takes too long, report the file.", NextZh: "请在空闲的机器上加 --retry 重试；若仍超时，请反馈该文件。"},
	{Code: Stall, Severity: extract.Err, En: "The worker process that read the document gave no sign of life twice; the document is set aside.", Zh: "读取该文件的进程两次失去响应，文件已隔离。", NextEn: "Run again with --retry on an idle machine.", NextZh: "请在空闲的机器上加 --retry 重试。"},
	{Code: Memory, Severity: extract.Err, En: "The document made its worker process use more memory than the limit twice and is set aside.", Zh: "该文件两次使读取进程超出内存上限，已隔离。", NextEn: "Report the file. It is tried again with the next version of the program.", NextZh: "请反馈该文件。程序升级后会重新尝试。"},
	{Code: Answer, Severity: extract.Err, En: "The worker process answered twice with bytes that are no result; the document is set aside.", Zh: "读取进程两次返回无效结果，文件已隔离。", NextEn: "Report the file: this is a defect of the program.", NextZh: "请反馈该文件：这是程序缺陷。"},
}
