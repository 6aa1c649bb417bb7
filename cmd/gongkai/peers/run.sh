#!/usr/bin/env bash
# Compares speed with other programs; `make peers` runs this. See main.go.
set -euo pipefail
cd "$(dirname "$0")/../../.."
exec go run ./cmd/gongkai/peers "$@"
