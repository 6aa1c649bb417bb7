package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/failpoint"
)

// slurm is a cluster of one node on this machine: munged, slurmctld and slurmd of
// the system, with everything that they keep in a folder of the test.
type slurm struct {
	t   *testing.T
	dir string
	env []string
}

// startSlurm starts the cluster. GONGKAI_SLURM asks for it: make slurm. It needs
// slurm-wlm and root.
func startSlurm(t *testing.T) *slurm {
	if os.Getenv("GONGKAI_SLURM") == "" {
		t.Skip("a real scheduler: make slurm")
	}
	dir, err := os.MkdirTemp("", "slurm") // the path of a socket has 108 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	s := &slurm{t: t, dir: dir}
	for _, d := range []string{"munge", "state", "spool"} {
		if err := os.Mkdir(filepath.Join(dir, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	key := make([]byte, 1024)
	_, _ = rand.Read(key)
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	host, _, _ = strings.Cut(host, ".")
	conf := fmt.Sprintf(`ClusterName=test
SlurmctldHost=%[1]s(127.0.0.1)
SlurmctldPort=%[3]d
SlurmdPort=%[4]d
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=%[2]s/munge/socket
CryptoType=crypto/munge
StateSaveLocation=%[2]s/state
SlurmdSpoolDir=%[2]s/spool
SlurmctldPidFile=%[2]s/slurmctld.pid
SlurmdPidFile=%[2]s/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=requeue_setup_env_fail,batch_sched_delay=1,sched_interval=2
KillWait=1
SlurmdParameters=config_overrides
ReturnToService=2
MpiDefault=none
NodeName=%[1]s NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`, host, dir, freePort(t), freePort(t))
	for name, b := range map[string][]byte{"munge.key": key, "slurm.conf": []byte(conf), "cgroup.conf": nil} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.env = append(os.Environ(), "SLURM_CONF="+filepath.Join(dir, "slurm.conf"))
	s.serve("munged", "--foreground", "--force", "--key-file="+dir+"/munge.key", "--socket="+dir+"/munge/socket", "--log-file="+dir+"/munged.log", "--pid-file="+dir+"/munge/pid", "--seed-file="+dir+"/munge/seed")
	s.until("munged", func() bool { _, err := os.Stat(dir + "/munge/socket"); return err == nil })
	s.serve("slurmctld", "-D", "-c", "-f", dir+"/slurm.conf")
	s.serve("slurmd", "-D", "-c", "-f", dir+"/slurm.conf", "-N", host)
	s.until("the node", func() bool {
		out, err := s.try("sinfo", "--noheader", "-o", "%T")
		return err == nil && strings.TrimSpace(out) == "idle"
	})
	return s
}

func freePort(t *testing.T) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// serve starts a server that ends with the test.
func (s *slurm) serve(name string, args ...string) {
	s.t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if path = filepath.Join("/usr/sbin", name); !there(path) {
			s.t.Fatalf("%v: apt-get install slurm-wlm", err)
		}
	}
	var log bytes.Buffer
	cmd := exec.Command(path, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = s.env, &log, &log
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if s.t.Failed() {
			s.t.Logf("%s:\n%s", name, log.String())
		}
	})
}

func there(path string) bool { _, err := os.Stat(path); return err == nil }

func (s *slurm) try(name string, args ...string) (string, error) {
	cmd := exec.CommandContext(s.t.Context(), name, args...)
	cmd.Env = s.env
	out, err := cmd.Output()
	return string(out), err
}

// until waits for what must come in time.
func (s *slurm) until(what string, come func() bool) {
	s.t.Helper()
	for end := time.Now().Add(3 * time.Minute); !come(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			queue, _ := s.try("scontrol", "show", "job")
			s.t.Fatalf("%s: not in time\n%s", what, queue)
		}
	}
}

// state is that of a job in the queue or among those that ended, "" for none.
func (s *slurm) state(job string) string {
	out, err := s.try("squeue", "--noheader", "--states=all", "-o", "%T", "--job", job)
	if err != nil {
		return ""
	}
	return strings.Join(strings.Fields(out), " ")
}

// submit runs slurm.sh over a plan in four parts. What program does for a part on
// its first run stands in first, a piece of shell.
func (s *slurm) submit(of *shards, first string) (array, commit string) {
	s.t.Helper()
	program := filepath.Join(of.store, "gongkai")
	once := program + ".once"
	script := fmt.Sprintf("#!/bin/sh\nexport GONGKAI_COMMAND=1\nif [ \"${SLURM_ARRAY_TASK_ID:-}\" = 1 ] && mkdir '%s' 2>/dev/null; then\n%s\nfi\nexec '%s' \"$@\"\n", once, fmt.Sprintf(first, os.Args[0], once), os.Args[0])
	if err := os.WriteFile(program, []byte(script), 0o755); err != nil {
		s.t.Fatal(err)
	}
	cmd := exec.CommandContext(s.t.Context(), "sh", "engines/slurm.sh", of.plan, of.store, "4")
	cmd.Env = append(s.env, "GONGKAI="+program, "SBATCH_OUTPUT="+filepath.Join(s.dir, "log-%j"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		s.t.Fatalf("%v: %s", err, out)
	}
	array, commit, _ = strings.Cut(strings.TrimSpace(string(out)), " ")
	return array, commit
}

// TestSlurm runs an array on a real scheduler: a part that is put back into the
// queue after it was killed (-9) while it wrote, and one that is killed for good, whose commit does not start until
// the array is submitted again. Each time the dataset is that of one convert.
func TestSlurm(t *testing.T) {
	s := startSlurm(t)
	documents := variants(t)
	one := t.TempDir()
	_ = (&shards{}).command(t.Context(), "convert", documents, "--out", one, "--quiet").Run() // exit 3: one document is broken
	sums, err := os.ReadFile(filepath.Join(one, "dataset", "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	same := func(of *shards) {
		t.Helper()
		c := of.commit()
		got, err := os.ReadFile(filepath.Join(of.store, strings.TrimPrefix(c.Dataset, of.store), "SHA256SUMS"))
		if err != nil || !bytes.Equal(got, sums) || c.New || c.Snapshot != 1 {
			t.Errorf("another dataset, or none that the job made: %v\n%s\n%s\n%+v", err, got, sums, c)
		}
	}
	t.Run("requeued", func(t *testing.T) {
		of := frozen(t, t.TempDir(), documents)
		array, commit := s.submit(of, "GONGKAI_FAIL="+failpoint.ChunkWritten+":1=kill '%s' \"$@\"; touch '%s/held'; sleep 600")
		held := filepath.Join(of.store, "gongkai.once", "held")
		s.until("the part is held", func() bool { return there(held) })
		if out, err := s.try("scontrol", "requeue", array+"_1"); err != nil {
			t.Fatalf("%v %s", err, out)
		}
		s.until("the commit", func() bool {
			if s.state(array+"_1") == "PENDING" { // it would wait for two minutes
				_, _ = s.try("scontrol", "update", "JobId="+array+"_1", "StartTime=now") // again at the next look
			}
			if s.state(commit) == "CANCELLED" { // Slurm may take the kill for the end of the part before it puts it back
				t.Log("the commit was given up; submitted again")
				array, commit = s.submit(of, "exec '%s' \"$@\"; : '%s'")
			}
			return s.state(commit) == "COMPLETED"
		})
		same(of)
	})
	t.Run("killed", func(t *testing.T) {
		of := frozen(t, t.TempDir(), documents)
		array, commit := s.submit(of, "GONGKAI_FAIL="+failpoint.ChunkWritten+":1=kill '%s' \"$@\"; exit $?; : '%s'")
		s.until("the commit is given up", func() bool { return s.state(commit) == "CANCELLED" })
		if got := s.state(array + "_1"); got != "FAILED" {
			t.Errorf("the part that was killed: %q", got)
		}
		if there(filepath.Join(of.store, "snapshots")) {
			t.Error("a snapshot was made of parts")
		}
		_, commit = s.submit(of, "exec '%s' \"$@\"; : '%s'")
		s.until("the second commit", func() bool { return s.state(commit) == "COMPLETED" })
		same(of)
	})
}
