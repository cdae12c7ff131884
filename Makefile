# The two commands that matter: `make demo` and `make test`.

.PHONY: demo test check bench format lint build setup setup-test clean help

TAPEDECK := .build/release/tapedeck

help:
	@echo 'make demo     install what is missing, build, run the main scenario, print where the report is'
	@echo 'make test     all tests'
	@echo 'make check    what CI runs: format, lint, build with warnings as errors, all tests'
	@echo 'make bench    benchmarks, one line of JSON each'
	@echo 'make format   rewrite the sources in the house style'
	@echo 'make clean    remove what was built'

demo: build
	@$(TAPEDECK) run scenarios/quantized-variants.yaml
	@echo "Open $(CURDIR)/reports/quantized-variants/report.html in a browser."

build: setup
	@swift build --configuration release --product tapedeck

setup:
	@scripts/setup.sh build

setup-test:
	@scripts/setup.sh test

# Release, because a million candles and a thousand mock decisions are part of the tests.
test: setup-test
	@PYTHON=$(CURDIR)/.cache/python/bin/python swift test --configuration release

check: lint test

# Warnings are errors in every target's own settings, so building the tests checks them too.
lint:
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks

format:
	@swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks

bench: build
	@Benchmarks/run.sh

clean:
	@rm -rf .build .cache
