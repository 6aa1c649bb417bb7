#!/usr/bin/env bash
# Compares speed with other programs; `make peers` runs this. See main.go.
#   cmd/gongkai/peers/run.sh -format pdf             200 reports and the files of ICDAR 2013
#   cmd/gongkai/peers/run.sh -format pdf -rounds 1   the same, once: a third of the time
set -euo pipefail
cd "$(dirname "$0")/../../.."
exec go run ./cmd/gongkai/peers "$@"
