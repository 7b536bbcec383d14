# make run    the whole center on this machine: needs nothing but Go
# make test   all tests; installs the Debian packages that are missing, or names them
# make check  what CI runs: test, format, vet, tidy, generated files, builds for both machines of the centers

SHELL := /bin/bash -o pipefail
GO ?= go
BIN := bin/motcua
RUNFLAGS ?=
TESTFLAGS ?=

# The screens as WebAssembly, compressed and embedded into the program.
SCREENS := $(wildcard deploy/screens/*.go)
SCREENS_WASM := deploy/screens/screens.wasm
SCREENS_GZ := internal/ui/screens/built/screens.wasm.gz

# Packages that behave differently without cgo, because they reach C code or devices, and the rules, whose
# million random calls would take minutes under the race detector.
PURE := $(patsubst %,./%/...,$(wildcard internal/store internal/device firmware-bridge kiosk display)) ./internal/queue ./internal/rating

.PHONY: load lighthouse all run build screens firmware need test check fmt vet tidy generated cross bench bench-devices powercut soak pictures clean

all: build

run: build
	$(BIN) demo $(RUNFLAGS)

build: screens
	CGO_ENABLED=0 $(GO) build -o $(BIN) .

ifneq ($(SCREENS),)
screens:
	GOOS=js GOARCH=wasm $(GO) build -trimpath -buildvcs=false -ldflags="-s -w" -o $(SCREENS_WASM).new ./deploy/screens
	@if cmp -s $(SCREENS_WASM).new $(SCREENS_WASM) && [ -e $(SCREENS_GZ) ]; then rm $(SCREENS_WASM).new; \
	else cp "$$($(GO) env GOROOT)/lib/wasm/wasm_exec.js" $(dir $(SCREENS_GZ)) && gzip -9 -n -c $(SCREENS_WASM).new >$(SCREENS_GZ).new && mv $(SCREENS_GZ).new $(SCREENS_GZ) && mv $(SCREENS_WASM).new $(SCREENS_WASM); fi
else
screens:
endif

# The counter unit's firmware into bin/firmware/, with Debian's avr-gcc (docs/firmware.md).
firmware:
	@$(MAKE) --no-print-directory -C firmware-bridge/firmware firmware

need:
	@tools/need

test: need screens
	$(GO) test -race $(TESTFLAGS) ./...
	CGO_ENABLED=0 $(GO) test $(TESTFLAGS) -skip Browser $(PURE)
	CGO_ENABLED=0 $(GO) test $(TESTFLAGS) -run TestSixteenKiosks ./controller
	CGO_ENABLED=0 $(GO) test $(TESTFLAGS) -run TestStatesLookTheSame ./deploy/screens

check: fmt vet tidy generated test cross

fmt:
	@dirty=$$(gofmt -l .); if [ -n "$$dirty" ]; then echo "gofmt -w wants:"; echo "$$dirty"; exit 1; fi

vet: screens
	$(GO) vet ./...
ifneq ($(SCREENS),)
	GOOS=js GOARCH=wasm $(GO) vet ./deploy/screens
endif

tidy:
	$(GO) mod tidy -diff

# Whatever go generate writes is committed; a second run must change nothing.
generated:
	@before=$$(git status --porcelain; git diff | git hash-object --stdin); $(GO) generate ./... || exit 1; \
	after=$$(git status --porcelain; git diff | git hash-object --stdin); \
	if [ "$$before" != "$$after" ]; then echo "go generate changes files:"; git status --short; exit 1; fi

cross: screens
	CGO_ENABLED=0 GOOS=linux GOARCH=amd64 $(GO) build -o /dev/null .
	CGO_ENABLED=0 GOOS=linux GOARCH=arm64 $(GO) build -o /dev/null .

bench: screens
	$(GO) test -run '^$$' -bench . -benchtime 3s -count 1 ./...

# The table of docs/hardware.md: keys, polls, slips and paper, each beside its limit.
bench-devices: need
	$(GO) test -run '^$$' -bench Device -benchtime 1s -count 1 ./internal/device/... ./internal/sim/... ./firmware-bridge/...

# Lighthouse over the pages of a demo: accessibility 100, performance 95 or more. By hand: it needs npm and a quiet machine.
lighthouse: build
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && cp tools/lighthouse/* "$$dir" && cd "$$dir" && \
	npm ci --ignore-scripts --no-audit --no-fund && node run.mjs $(CURDIR)/$(BIN)

clean:
	rm -rf bin $(SCREENS_GZ) $(SCREENS_WASM)

# 150 rebuilt power cuts in both modes; nothing acknowledged may be missing. The same with synchronous=NORMAL loses
# acknowledged commits at nearly every point, so it can fail (docs/reliability.md).
powercut: need
	tools/powercut

# 400 open pages of 60 counters, five citizens a second, for ten minutes; beside an empty request, a bare fsync and a raw fan-out.
load:
	MOTCUA_LOAD=10m $(GO) test -run '^$$' -bench Pages -benchtime 1x -count 1 -timeout 30m ./controller

# The long forms of tests that make test runs short: kills, whole days under the cap (about an hour), the truths of
# queue theory with millions of visits, eight hours of kiosk and hall display, Warsaw polled at either end of its bins, advice on more days.
soak:
	MOTCUA_KILLS=50 $(GO) test -count 1 -run TestKillAtRandomPoints -v ./controller
	MOTCUA_SOAK=1 $(GO) test -count 1 -timeout 1h -v -run TestScreensAllDay .
	MOTCUA_SOAK=1 $(GO) test -count 1 -timeout 1h -v -run TestConsoleAllDay ./controller/web
	MOTCUA_SOAK=1 $(GO) test -count 1 -timeout 1h -v -run 'TestEightHours|TestKilledDisplayComesBack' ./display
	MOTCUA_SOAK=1 $(GO) test -count 1 -timeout 3h -v ./internal/queue ./internal/simulate ./internal/forecast ./internal/advice ./internal/rating

# README's pictures, made from the running program.
pictures: need screens
	MOTCUA_PICTURES=$(CURDIR)/docs/pictures $(GO) test -count 1 -run 'TestJourney|TestADemoMayHaveAPast' .
