package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// TestKubernetesJobsFitTheContract holds the manifest against what the program does.
func TestKubernetesJobsFitTheContract(t *testing.T) {
	b, err := os.ReadFile("engines/kubernetes.yaml")
	if err != nil {
		t.Fatal(err)
	}
	type job struct {
		APIVersion string `yaml:"apiVersion"`
		Kind       string
		Spec       struct {
			CompletionMode string `yaml:"completionMode"`
			Completions    int
			Policy         struct {
				Rules []struct {
					Action      string
					OnExitCodes struct {
						ContainerName string `yaml:"containerName"`
						Values        []int
					} `yaml:"onExitCodes"`
				}
			} `yaml:"podFailurePolicy"`
			Template struct {
				Spec struct {
					RestartPolicy string `yaml:"restartPolicy"`
					Containers    []struct {
						Name string
						Args []string
						Env  []struct{ Name, Value string }
					}
				}
			}
		}
	}
	var jobs []job
	for d := yaml.NewDecoder(bytes.NewReader(b)); ; {
		var j job
		if err := d.Decode(&j); err != nil {
			break
		}
		jobs = append(jobs, j)
	}
	if len(jobs) != 2 {
		t.Fatalf("%d jobs", len(jobs))
	}
	for i, action := range []string{"FailIndex", "FailJob"} {
		j := jobs[i]
		c := j.Spec.Template.Spec.Containers[0]
		if j.APIVersion != "batch/v1" || j.Kind != "Job" || j.Spec.Template.Spec.RestartPolicy != "Never" { // a failure policy needs Never
			t.Errorf("job %d: %+v", i, j)
		}
		given := false
		for _, r := range j.Spec.Policy.Rules {
			given = given || r.Action == action && r.OnExitCodes.ContainerName == c.Name && slices.Equal(r.OnExitCodes.Values, []int{exitPlan})
		}
		if !given {
			t.Errorf("job %d does not end with exit code %d", i, exitPlan)
		}
		accepts(t, c.Args)
	}
	convert := jobs[0].Spec
	env := map[string]string{"JOB_COMPLETION_INDEX": "0"}
	for _, e := range convert.Template.Spec.Containers[0].Env {
		env[e.Name] = e.Value
	}
	s := sharing{conversion: conversion{app: &app{lang: english}}}
	if _, n, err := s.which(func(k string) string { return env[k] }); err != nil || n != convert.Completions || convert.CompletionMode != "Indexed" {
		t.Errorf("%d parts of %d completions, %v", n, convert.Completions, err)
	}
}

// accepts checks that the command takes these arguments.
func accepts(t *testing.T, args []string) {
	t.Helper()
	a := &app{lang: english, in: strings.NewReader(""), out: new(bytes.Buffer), err: new(bytes.Buffer)}
	cmd, rest, err := a.root().Find(args)
	if err != nil || cmd.Name() != args[0] {
		t.Fatalf("%q: %v", args, err)
	}
	if err := cmd.ParseFlags(rest); err != nil || len(cmd.Flags().Args()) > 0 {
		t.Errorf("%q: %v, left over %q", args, err, cmd.Flags().Args())
	}
}

func TestBatchDefinitionFitsTheContract(t *testing.T) {
	b, err := os.ReadFile("engines/aws-batch.json")
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Container struct{ Command []string } `json:"containerProperties"`
		Retry     struct {
			Evaluate []struct{ OnExitCode, Action string } `json:"evaluateOnExit"`
		} `json:"retryStrategy"`
	}
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	accepts(t, d.Container.Command)
	if e := d.Retry.Evaluate; len(e) != 2 || e[0].OnExitCode != fmt.Sprint(exitPlan) || e[0].Action != "EXIT" || e[1].Action != "RETRY" {
		t.Errorf("%+v", e)
	}
}

// TestScriptsOfEngines runs pipe.sh and slurm.sh, the second with a scheduler
// that runs what it is given at once.
func TestScriptsOfEngines(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh here")
	}
	documents := variants(t)
	bin := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(bin, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write("gongkai", "#!/bin/sh\nGONGKAI_COMMAND=1 exec '"+os.Args[0]+"' \"$@\"\n")
	write("sbatch", `#!/bin/sh
for a in "$@"; do case $a in
  --array=*) from=${a#--array=}; to=${from#*-}; from=${from%-*} ;;
  --wrap=*) job=${a#--wrap=} ;;
esac; done
if [ -n "${from:-}" ]; then
  i=$from; while [ "$i" -le "$to" ]; do SLURM_ARRAY_TASK_ID=$i sh -c "$job" >/dev/null || exit 1; i=$((i+1)); done
else sh -c "$job" >/dev/null || exit 1; fi
echo "7;cluster"
`)
	run := func(env []string, in string, args ...string) string {
		cmd := exec.CommandContext(t.Context(), sh, args...)
		cmd.Env = append(append(os.Environ(), "GONGKAI="+filepath.Join(bin, "gongkai"), "PATH="+bin+":"+os.Getenv("PATH")), env...)
		cmd.Stdin = strings.NewReader(in)
		var log bytes.Buffer
		cmd.Stderr = &log
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%q: %v\n%s", args, err, log.String())
		}
		return string(out)
	}
	s := frozen(t, t.TempDir(), documents)
	out := run([]string{"PLAN=" + s.plan, "STORE=" + s.store, "SHARDS=3"}, "2\n0\n1\n", "engines/pipe.sh")
	if n := strings.Count(out, `"shards":3`); n != 3 {
		t.Errorf("pipe.sh printed %q", out)
	}
	if c := s.commit(); !c.New {
		t.Errorf("%+v", c)
	}
	s = frozen(t, t.TempDir(), documents)
	if out := run(nil, "", "engines/slurm.sh", s.plan, s.store, "3"); out != "7;cluster 7;cluster\n" {
		t.Errorf("slurm.sh printed %q", out)
	}
	if c := s.commit(); c.New || c.Snapshot != 1 {
		t.Errorf("slurm.sh did not commit: %+v", c)
	}
}
