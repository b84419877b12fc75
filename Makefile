# make        builds ./otklik, one static binary with the page inside
# make run    builds and serves it on http://127.0.0.1:8090
# make dev    serves the page from its sources on http://127.0.0.1:5173, for those who work on it
# make test   builds and tests everything; installs what the tests need
# make bench  prices our rules against bare collections, and desks of 1,000 and 100,000 tasks against each other
# make page-speed  opens the page on a phone with a slow line
# make bench-peers  compares with the same desk in Flask and with plain PocketBase; installs Flask

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

# The toolchain that the code is built and tested with; go fetches it by itself.
export GOTOOLCHAIN := go1.27.3
# Building, vet, staticcheck and tests ask for one and the same compilation of all
# that we import; only the race detector and the other platforms need their own.
export CGO_ENABLED := 0
export GOFLAGS := -trimpath

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
GO_SOURCES := go.mod go.sum main.go $(shell find hooks pb_migrations -type f -not -name "*_test.go" -not -path '*/dist/*') pb_public/embed.go
PAGE_SOURCES := $(shell find pb_public -type f -not -name '*.go' -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/fonts/*')
PAGE := pb_public/dist/index.html
MODULES := pb_public/node_modules/.package-lock.json
LINT := go tool -modfile=tools/lint/go.mod

.PHONY: all run dev test browser-lane go-lane bench bench-peers page lint check go-test race-test table-test page-test browser-test mail-test page-speed cross browser compiler tracer mail-servers flask picture
all: otklik

otklik: $(GO_SOURCES) $(PAGE)
	go build -ldflags '$(LDFLAGS)' -o otklik .

# The page, and what the program brings along without it, into folders that git
# ignores.
$(MODULES): pb_public/package.json pb_public/package-lock.json
	cd pb_public && npm ci --no-audit --no-fund
	@touch $@
$(PAGE): $(MODULES) $(PAGE_SOURCES)
	cd pb_public && npm run --silent build
	@touch $@
page: $(PAGE)

# The page as one works on it: Vite serves it and reloads what changes; the API
# is that of a program running on 8090. The policy of the page is not in force.
dev: $(MODULES)
	cd pb_public && npm run --silent dev

run: otklik
	./otklik serve

# What has to be installed comes first, one after another, for there is one lock
# of apt; then two lanes side by side: the browser and the mail servers mostly
# wait, the Go tests mostly compute. The output of each part comes whole when it
# ends; one that fails fails all.
test: otklik tests/node_modules compiler tracer browser mail-servers
	$(MAKE) -j2 --output-sync=target browser-lane go-lane
	@echo 'All tests passed.'
browser-lane:
	$(MAKE) -j1 browser-test mail-test page-test check
go-lane:
	$(MAKE) -j1 race-test table-test lint cross

lint: page
	@unformatted=$$(gofmt -l main.go hooks pb_migrations pb_public/*.go tests); \
		if [ -n "$$unformatted" ]; then echo "gofmt would change: $$unformatted"; exit 1; fi
	go vet ./...
	$(LINT) staticcheck ./...

check: tests/node_modules
	cd pb_public; for part in tsconfig*.json; do npx tsc -p $$part; done; npx biome check --error-on-warnings .
	tests/node_modules/.bin/tsc -p tests
	cd tests; node_modules/.bin/biome check --error-on-warnings .

tests/node_modules: $(MODULES)
	ln -sfn ../pb_public/node_modules $@

page-test: page
	cd pb_public && npx vitest run

# Tests named TestTable… try many rows one after another: there is nothing to
# race, and under the detector they take five times as long. All others run
# under it. Vet is part of lint, and who debugs a test builds it anew. SQLite, which a
# machine has translated from C, is left out of it: it is two thirds of the cost, its
# memory is its own and its locks are those of C. All that calls it is watched.
go-test: race-test table-test

race-test: page compiler tracer
	CGO_ENABLED=1 go test -race -vet=off -ldflags=-w -gcflags='modernc.org/...=-race=false' -skip '^TestTable' ./...

table-test: page
	packages=$$(grep -rl --include='*_test.go' '^func TestTable' hooks pb_migrations tests | xargs -n1 dirname | sort -u | sed 's,^,./,'); \
		go test -vet=off -run '^TestTable' $$packages

browser-test: otklik tests/node_modules browser
	cd tests && node_modules/.bin/playwright test --project=sdk --project=shell --project=whole

# Mails out and in, with mail servers of Debian; and killed between the two.
mail-test: otklik tests/node_modules mail-servers
	cd tests && node_modules/.bin/playwright test --project=mail

# Takes the picture of README anew, from the demo.
picture: otklik tests/node_modules browser
	cd tests && node_modules/.bin/playwright test --project=picture

# How fast the page opens on a phone with a slow line: a table, the median of five.
page-speed: otklik tests/node_modules browser
	cd tests && node_modules/.bin/playwright test --project=speed

# The program must build for what our users run; nothing but Go is needed. Vet
# compiles it for each platform with all it imports, without the optimiser, which
# asks nothing and takes a third of the time; one of them is linked too, and the
# platform of the tests is linked for them.
cross: page
	for target in windows/amd64 darwin/arm64 linux/arm64; do \
		echo "vet for $$target"; \
		GOOS=$${target%/*} GOARCH=$${target#*/} go vet -gcflags='all=-N -l' ./... ; \
	done
	GOOS=windows GOARCH=amd64 go build -gcflags='all=-N -l' -ldflags='-s -w' -o /dev/null .

bench: page
	go test -run '^$$' -bench . -benchtime 2s ./tests/bench

# Prints the table of README «How fast», from a firm of TASKS tasks. BEFORE names a commit
# whose processor time, and whose data for the start after an update, it compares
# with; LIMIT is when it gives up.
TASKS ?= 100000
LIMIT ?= 20m
PEERS := tests/results/peers
bench-peers: otklik flask
	mkdir -p $(PEERS)
	go build -o $(PEERS)/bench ./tests/bench/peers/cmd
ifdef BEFORE
	rm -rf $(PEERS)/before && mkdir $(PEERS)/before && git archive $(BEFORE) | tar -x -C $(PEERS)/before
	cd $(PEERS)/before && go build -ldflags '-s -w' -o ../otklik-before .
	rm -rf $(PEERS)/before
endif
	$(PEERS)/bench -flask tests/bench/peers/flask -tasks $(TASKS) -limit $(LIMIT) $(if $(BEFORE),-before $(PEERS)/otklik-before)

# What the tests need of the system, through apt where it is missing.
APT := $(if $(filter 0,$(shell id -u)),,sudo )env DEBIAN_FRONTEND=noninteractive apt-get
browser:
	@if [ -n "$${CHROMIUM:-}" ] || { [ -x /usr/bin/chromium ] && [ -x /usr/bin/chromium-headless-shell ]; }; then exit 0; fi; \
		echo 'Installing Chromium for the tests of the page'; \
		$(APT) update -q; \
		$(APT) install -qy --no-install-recommends chromium; \
		$(APT) install -qy --no-install-recommends chromium-headless-shell || echo 'Without its headless shell the tests take a third longer'
compiler: # the race detector needs one
	@if command -v gcc >/dev/null; then exit 0; fi; \
		echo 'Installing a C compiler for the race detector'; \
		$(APT) update -q && $(APT) install -qy --no-install-recommends gcc libc6-dev
tracer: # counts the calls that wait for the disk, on Linux
	@if [ "$$(uname)" != Linux ] || command -v strace >/dev/null; then exit 0; fi; \
		echo 'Installing strace for the tests of what is on the disk'; \
		$(APT) update -q && $(APT) install -qy --no-install-recommends strace
flask: # one of the peers of the benchmark, with the Python of the system
	@if /usr/bin/python3 -c 'import flask_login, flask_sqlalchemy, gunicorn' 2>/dev/null; then exit 0; fi; \
		echo 'Installing Flask for the benchmark'; \
		$(APT) update -q && $(APT) install -qy --no-install-recommends python3-flask python3-flask-sqlalchemy python3-flask-login gunicorn
mail-servers: # a mailbox for IMAP, a receiver and a sender; none of them is started here
	@for needed in /usr/sbin/dovecot /usr/lib/dovecot/imap /usr/lib/dovecot/lmtp /usr/sbin/smtp-sink /usr/bin/swaks /usr/bin/openssl; do \
		if [ ! -x $$needed ]; then missing=1; fi; done; \
		if [ -z "$${missing:-}" ]; then exit 0; fi; \
		echo 'Installing mail servers for the tests of mails'; \
		$(APT) update -q && $(APT) install -qy --no-install-recommends dovecot-imapd dovecot-lmtpd postfix swaks openssl
