# What can be done here. `make run` needs nothing but Debian 12 and Swift 6.3.
.PHONY: help setup setup-test run build test test-swift fuzz check bench package schema screenshots format clean
PYTHON := /usr/bin/python3

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */make \1|/' | column -t -s '|'

setup: ## install what building and running need (Debian packages, web assets)
	@Scripts/setup.sh run
	@$(PYTHON) Scripts/assets.py

setup-test: ## install what the tests need as well
	@Scripts/setup.sh run test

run: ## build and serve ./data; prints the address and how to sign in
	@Scripts/run.sh $(ARGS)

build: ## the release binary, bin/otklik
	@Scripts/setup.sh run
	@Scripts/build.sh release

test: ## everything: checks, both databases, the browser (STAGES="libraries sqlite" for some)
	@Scripts/test.sh $(STAGES)

test-swift: ## the Swift tests on SQLite (FILTER=ClosingTests for some)
	@Scripts/swift-tests.sh $(if $(FILTER),--filter $(FILTER))

fuzz: ## broken mail for the reader, for so many seconds (SECONDS=600; SEED=n for other messages)
	@Scripts/fuzz.sh $(or $(SECONDS),60) $(SEED)

check: ## the rules of the code, in plain words
	@$(PYTHON) Scripts/check

bench: ## measure the release build and compare
	@Scripts/setup.sh run bench
	@bench/run.sh $(ARGS)

package: ## dist/: an archive and a .deb
	@Scripts/package.sh

schema: ## write docs/schema-sqlite.sql and docs/schema-postgresql.sql
	@Scripts/schema.sh docs

screenshots: ## take the pictures of the README anew, docs/screenshots
	@Scripts/build.sh debug
	@Scripts/screenshots.sh

format: ## lay the Swift code out
	@Scripts/format.sh

clean: ## remove what was built in this folder (not ./data, not the shared cache)
	rm -rf bin dist .results Public/vendor Browser/screenshots
