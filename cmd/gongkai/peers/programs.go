//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// resident is a program that reads many documents in one process. Its last
// argument is try or time; see batch.mjs for what it prints.
type resident struct {
	name, yields string
	command      []string
}

const (
	howPOI = "without Apache POI: on Debian: apt-get install libapache-poi-java default-jdk-headless"
	jars   = "/usr/share/java"
)

// residents are those at hand; of the others it says how to get them.
func residents(format, modules, dir string) (rs []*resident) {
	if _, err := exec.LookPath("node"); err != nil {
		fmt.Println("without anydoc: on Debian: apt-get install nodejs npm")
	} else if _, err := os.Stat(filepath.Join(modules, "@firecrawl/anydoc/package.json")); err != nil {
		fmt.Printf("without anydoc: "+howAnydoc+"\n", modules)
	} else {
		rs = append(rs, &resident{"anydoc", "in process: cells with spans", []string{"node", "cmd/gongkai/peers/batch.mjs", modules, format}})
	}
	if format != "doc" {
		return rs // POI reads no RTF
	}
	if path, err := poi(dir); err != nil {
		fmt.Println(err)
	} else {
		rs = append(rs, &resident{"Apache POI", "warm JVM: cells", []string{"java", "-cp", path, "WordTables"}})
	}
	return rs
}

// poi compiles WordTables.java into dir and returns the class path.
func poi(dir string) (path string, err error) {
	list := []string{dir}
	for _, j := range []string{"poi", "poi-scratchpad", "commons-codec", "commons-collections4", "commons-math3"} {
		jar := filepath.Join(jars, j+".jar")
		if _, err := os.Stat(jar); err != nil {
			return "", fmt.Errorf("%s", howPOI)
		}
		list = append(list, jar)
	}
	for _, c := range []string{"javac", "java"} {
		if _, err := exec.LookPath(c); err != nil {
			return "", fmt.Errorf("%s", howPOI)
		}
	}
	path = strings.Join(list, string(os.PathListSeparator))
	if out, err := exec.Command("javac", "-d", dir, "-cp", path, "cmd/gongkai/peers/WordTables.java").CombinedOutput(); err != nil {
		return "", fmt.Errorf("without Apache POI: WordTables.java: %w: %s", err, bytes.TrimSpace(out))
	}
	return path, nil
}

// run gives the program the files; what it printed counts even where it failed.
func (r *resident) run(task string, files []string, limit time.Duration) (string, error) {
	c, cancel := bounded(limit, append(r.command[:len(r.command):len(r.command)], task))
	defer cancel()
	c.Stdin = strings.NewReader(strings.Join(files, "\n") + "\n")
	out, err := c.Output()
	return string(out), err
}

// takes keeps the files that the program reads. A file that ends it or holds it
// up is not taken, and it starts again after that one.
func (r *resident) takes(files []string) (taken []string, err error) {
	for ends := 0; len(files) > 0; ends++ {
		out, err := r.run("try", files, time.Minute)
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

// time is the CPU time of a document.
func (r *resident) time(files []string) (time.Duration, error) {
	out, err := r.run("time", files, 5*time.Minute)
	if err != nil {
		return 0, err
	}
	ms, err := strconv.ParseFloat(strings.TrimSpace(out), 64)
	return time.Duration(ms * 1e6), err
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
		{"catdoc", "process: text without cells", "", "on Debian: apt-get install catdoc", []string{"catdoc", "-d", "utf-8"}},
	} {
		if p.format != "" && p.format != g.format {
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
			d, err := once(10*time.Second, append(command[:len(command):len(command)], file))
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
