# The README's two commands do without this file; it names what maintainers do often.

.PHONY: check test race golden lint bench build crash

check: ## what a change must pass
	bash .ci/run

test: ## the README's test command
	go test ./...

race: ## the same under the race detector
	go test -race ./...

golden: ## write what is derived from the tables anew: contexts, shapes, docs, config.example.toml
	go test ./vocab/... ./node/config ./federation ./federation/dialect ./cmd/... -update

lint: ## needs golangci-lint
	golangci-lint run

bench: ## figures for docs/benchmarks.md
	go test -run '^$$' -bench . -benchmem ./...

crash: ## kills a loaded node 200 times on each engine; CRASH_SEED=n repeats a run
	CRASH_KILLS=$${CRASH_KILLS:-200} go test -v -count=1 -timeout 60m ./storage/crashtest

build: ## one binary
	go build -trimpath -o tributary ./cmd/tributary
