#!/bin/sh
# pipe.sh: reads numbers of parts on stdin and reads those parts of PLAN in STORE, of SHARDS.
set -eu
gongkai=${GONGKAI:-gongkai}
while read -r part; do
  "$gongkai" convert --plan "$PLAN" --store "$STORE" --shard "$part/$SHARDS" --quiet --json </dev/null
done
