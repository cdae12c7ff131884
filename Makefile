# The two commands that matter: `make demo` and `make test`.

.PHONY: demo test check audit run-audit regression run-regression baselines bench format lint build setup setup-test clean help

TAPEDECK := .build/release/tapedeck

help:
	@echo 'make demo     install what is missing, build, run the main scenario, print where the report is'
	@echo 'make test     all tests'
	@echo 'make check    what CI runs: format, lint, build with warnings as errors, all tests, audit, regression'
	@echo 'make audit    no tick of four scenarios knows the future'
	@echo 'make regression   every shipped scenario against its baseline'
	@echo 'make baselines    accept what the shipped scenarios do now'
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

# The tests have built the command: what comes after them runs it as it is.
check: lint test run-audit run-regression

audit: build run-audit

# A rule at full length, and accounts of a second currency and of two instruments; the models on half a year, which the
# branches of every tick make long enough.
run-audit:
	@$(TAPEDECK) audit scenarios/sma-cross.yaml
	@$(TAPEDECK) audit scenarios/pounds-in-euros.yaml
	@$(TAPEDECK) audit scenarios/portfolio.yaml --set data.0.to=2018-07-01 --set data.1.to=2018-07-01
	@$(TAPEDECK) audit scenarios/quantized-variants.yaml --cuts 6 --sample 100 \
	  --set data.0.to=2018-04-01 --set data.1.to=2014-11-01

regression: build run-regression

run-regression:
	@$(TAPEDECK) check

baselines: build
	@$(TAPEDECK) check --update

# Warnings are errors in every target's own settings, so building the tests checks them too.
lint:
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks

format:
	@swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks

bench: build
	@Benchmarks/run.sh

clean:
	@rm -rf .build .cache
