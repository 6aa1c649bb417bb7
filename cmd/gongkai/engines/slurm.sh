#!/bin/sh
# slurm.sh PLAN STORE PARTS: reads a plan in so many parts, then commits it.
set -eu
[ $# -eq 3 ] || { echo "usage: $0 PLAN STORE PARTS" >&2; exit 2; }
gongkai=${GONGKAI:-gongkai}
array=$(sbatch --parsable --array="0-$(($3 - 1))" --requeue --job-name=gongkai \
  --wrap="exec '$gongkai' convert --plan '$1' --store '$2' --shard \"\$SLURM_ARRAY_TASK_ID/$3\" --quiet")
commit=$(sbatch --parsable --dependency="afterok:${array%%;*}" --kill-on-invalid-dep=yes --job-name=gongkai-commit \
  --wrap="exec '$gongkai' commit --plan '$1' --store '$2' --unread-ok --quiet")
echo "$array $commit"
