# gongkai: published annual reports into one dataset. `make` lists the targets.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

T ?= 30s
N ?= 10000
DOCUMENTS ?= ../shared/documents
SCORE ?= ../shared/tools/score.py
SAMPLES := $(wildcard corpus/samples/*.docx corpus/samples/*.html corpus/samples/*.txt)

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

build: ## the command as one static file: bin/gongkai
	CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '-s -w -buildid=' -o bin/gongkai ./cmd/gongkai

test: ## all tests
	go test -timeout 20m ./...

race: ## all tests with the race detector (needs a C compiler)
	CGO_ENABLED=1 go test -race ./...

lint: ## gofmt and go vet
	@unformatted="$$(gofmt -l $$(git ls-files '*.go' 2>/dev/null || find . -name '*.go'))"; \
	if [ -n "$$unformatted" ]; then echo "not gofmt'd:"; echo "$$unformatted"; exit 1; fi
	go vet ./...

check: lint build test ## exactly what CI runs

demo: build ## convert the sample reports into demo/dataset and say what to try next
	@bin/gongkai convert $(SAMPLES) --out demo
	@echo "  bin/gongkai read corpus/samples/wangshu-shuiwuju-2020.html"
	@echo "  bin/gongkai explain corpus/samples/qinghe-2024.docx"

golden: ## rewrite all goldens and samples; read the difference before committing it
	UPDATE=1 go test ./...

fuzz: ## run every fuzz target for T (T=30s)
	@failed=""; \
	for f in $$(grep -rlE --include='*_test.go' '^func Fuzz' . | sort); do \
	  for name in $$(grep -oE '^func Fuzz[A-Za-z0-9_]+' "$$f" | cut -c6-); do \
	    echo "== $$(dirname "$$f") $$name"; \
	    go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(T) -fuzzminimizetime 20x "./$$(dirname "$$f")" || failed="$$failed $$name"; \
	  done; \
	done; \
	if [ -n "$$failed" ]; then echo "findings:$$failed"; exit 1; fi

robustness: ## read 26,000 damaged reports, 4 million cells; fails where a number is wrong without any doubt
	go run ./cmd/gongkai/robustness -silent 20

bench: ## all benchmarks
	go test -run '^$$' -bench . -benchmem ./...

scale: ## the checks over 10,000 and 100,000 made-up reports: time and memory of each
	go test -run '^$$' -bench 'Dataset|Alone' -benchtime 1x -timeout 30m ./normalize/watch

peers: build ## compare speed with other programs; a figure above its limit fails only with GONGKAI_PEERS_STRICT=1
	@if [ -x cmd/gongkai/peers/run.sh ]; then cmd/gongkai/peers/run.sh; else echo "no comparison here"; fi

score: build ## score what is read against reports whose facts are known
	@if [ ! -e "$(SCORE)" ]; then echo "skipped: $(SCORE) is not here"; exit 0; fi; \
	silent=""; \
	for f in docx doc wps rtf html mht md txt pdf; do echo "== $$f"; python3 "$(SCORE)" bin/gongkai "$(DOCUMENTS)" --format "$$f" --worst 5 2>/dev/null || silent="$$silent $$f"; done; \
	if [ -n "$$silent" ]; then echo "silent errors:$$silent"; exit 1; fi

corpus-test: build ## read the whole corpus of documents, where it is at hand
	@if [ ! -d "$(DOCUMENTS)" ]; then echo "skipped: $(DOCUMENTS) is not here"; exit 0; fi; \
	go test -count=1 $$(grep -rlE --include='*_test.go' 'shared' . | xargs -n1 dirname | sort -u); \
	rc=0; bin/gongkai convert "$(DOCUMENTS)" --out .cache/corpus 2>.cache/corpus.log || rc=$$?; \
	tail -n 3 .cache/corpus.log; [ $$rc -eq 0 ] || [ $$rc -eq 3 ]

icdar: ## measure tables of PDF pages as the ICDAR 2013 table competition did, where its documents are at hand
	go test -count=1 -run 'TestICDAR2013|TestAgreement|TestMadeReports' -v ./extract/internal/pagetable | grep -v '^=== '

kill: ## end runs at 200 random moments and at every named one, fail every file operation; each heals to the same bytes
	GONGKAI_KILLS=200 go test -count=1 -timeout 60m -run 'TestBrokenOffAnywhere|TestKilledAtRandom|TestEachFileOperationFails|TestSyncKilled' ./cmd/gongkai

bulk: build ## make N distinct reports (N=10000), convert them twice and tell time and memory
	@mkdir -p .cache/bulk && [ -d .cache/bulk/$(N) ] || go run ./cmd/gongkai/bulkfiles -n $(N) -o .cache/bulk/$(N)
	@rm -rf .cache/bulk/out-$(N); \
	for run in first second; do echo "== $$run run over $(N) reports"; \
	  bash -c 'time bin/gongkai convert .cache/bulk/$(N) --out .cache/bulk/out-$(N) --json' || [ $$? -eq 3 ]; done; \
	du -sh .cache/bulk/out-$(N)/ledger.db .cache/bulk/out-$(N)/results .cache/bulk/out-$(N)/dataset

s3: ## race, convert and commit on a real S3 server on loopback (versitygw, built from its module)
	@mkdir -p .cache/bin && [ -x .cache/bin/versitygw ] || GOBIN="$(CURDIR)/.cache/bin" GOFLAGS=-mod=mod go install github.com/versity/versitygw/cmd/versitygw@v1.8.0
	@[ -d .cache/bulk/$(N) ] || go run ./cmd/gongkai/bulkfiles -n $(N) -o .cache/bulk/$(N)
	GONGKAI_S3_SERVER="$(CURDIR)/.cache/bin/versitygw" GONGKAI_S3_DOCUMENTS="$(CURDIR)/.cache/bulk/$(N)" GONGKAI_S3_KEYS=10000 go test -count=1 -timeout 60m -run TestS3 -v ./cmd/gongkai | grep -v '^=== '

duckdb: demo ## open every table of demo/dataset with DuckDB (needs node and npm)
	@mkdir -p .cache/duckdb && cp sinks/parquet/duckdb/package.json .cache/duckdb/ && \
	cd .cache/duckdb && { [ -d node_modules/@duckdb/node-api ] || npm install --no-save --no-package-lock --no-audit --no-fund; }
	bin/gongkai convert $(SAMPLES) --out demo --json --quiet | \
	DUCKDB_MODULES=.cache/duckdb node sinks/parquet/duckdb/check.mjs demo/dataset --summary

slurm: ## run an array on a real scheduler that is started here, parts put back and killed (needs root and Debian's slurm-wlm)
	@command -v slurmctld >/dev/null || [ -x /usr/sbin/slurmctld ] || apt-get install -y --no-install-recommends slurm-wlm munge
	GONGKAI_SLURM=1 go test -count=1 -timeout 15m -run TestSlurm -v ./cmd/gongkai | grep -v '^=== '

iceberg: ## test and build gongkai-iceberg, a module of its own: bin/gongkai-iceberg (the first build takes minutes)
	cd cmd/gongkai-iceberg && go vet ./... && go test -count=1 -timeout 20m ./...
	cd cmd/gongkai-iceberg && CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '-s -w -buildid=' -o ../../bin/gongkai-iceberg .

iceberg-engines: ## have another Iceberg reader, and DuckDB, read the registered tables (needs node and npm)
	@mkdir -p .cache/iceberg && cp cmd/gongkai-iceberg/engines/package.json .cache/iceberg/ && \
	cd .cache/iceberg && { [ -d node_modules/icebird ] || npm install --no-save --no-package-lock --no-audit --no-fund; }
	cd cmd/gongkai-iceberg && GONGKAI_ENGINE_MODULES="$(CURDIR)/.cache/iceberg" go test -count=1 -run TestEngines -v . | grep -v '^=== '

nights: ## crawl a made site of 3,000 reports, and 200 nights with random faults
	GONGKAI_NIGHTS=200 go test -count=1 -timeout 60m -v -run 'TestLarge|TestManyNights' ./cmd/gongkai/internal/nightly

warc: ## have warcio read the web archives that are written here (needs node and npm)
	@mkdir -p .cache/warc && cd .cache/warc && { [ -d node_modules/warcio ] || npm install --no-save --no-package-lock --no-audit --no-fund warcio@2.4.4; }
	GONGKAI_WARCIO=$(CURDIR)/.cache/warc/node_modules/warcio/dist/cli.js go test -count=1 -run Oracle ./corpus/warc

clean: ## remove what was built
	rm -rf bin demo .cache

.PHONY: slurm iceberg iceberg-engines s3 kill bulk help build test race lint check demo golden fuzz robustness bench scale peers score corpus-test icdar duckdb nights warc clean
