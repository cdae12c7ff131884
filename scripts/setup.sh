#!/usr/bin/env bash
# Installs what the build (and with "test" the tests) need and this machine lacks; says what it does, and does nothing
# when all is there.
#
#     scripts/setup.sh build | test
set -euo pipefail
cd "$(dirname "$0")/.."

# The serial OpenBLAS: a result must not depend on how many threads there are, and its threads are started unasked.
packages=(pkg-config libsqlite3-dev libopenblas-serial-dev liblapacke-dev zlib1g-dev python3 python3-venv)
if [ "${1:-build}" = test ]; then
  packages+=(chromium fonts-dejavu-core fonts-liberation libgomp1)
fi

missing=()
for package in "${packages[@]}"; do
  state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
  install="apt-get install --yes --no-install-recommends ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    echo "setup: Debian packages are missing. Install them once, then run make again:" >&2
    echo "    sudo sh -c 'apt-get update && $install'" >&2
    exit 69
  fi
  echo "setup: installing ${missing[*]}" >&2
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $install >/dev/null
fi

command -v swift >/dev/null || {
  echo "setup: Swift 6.3 is missing. Install it from https://www.swift.org/install/linux/ and put 'swift' in PATH." >&2
  exit 69
}

# A Python of the project's own: for fetching the chart library and, in tests, for numpy, a real browser and Jupyter.
python=.cache/python/bin/python
if [ ! -x "$python" ]; then
  echo "setup: making a Python environment in .cache/python" >&2
  python3 -m venv .cache/python
fi
# The second line executes exported notebooks, the third is llama.cpp's server and what makes a model for it.
modules=(
  numpy==2.4.6 playwright==1.65.2
  pandas==3.1.1 matplotlib==3.11.2 nbformat==5.11.1 nbclient==0.11.0 ipykernel==7.4.0
  xllamacpp==2026.10.11549 gguf==0.19.0
)
imports='import numpy, playwright, pandas, matplotlib, nbformat, nbclient, ipykernel, xllamacpp, gguf'
if [ "${1:-build}" = test ] && ! "$python" -c "$imports" 2>/dev/null; then
  echo "setup: installing ${modules[*]} into .cache/python" >&2
  "$python" -m pip install --quiet --disable-pip-version-check "${modules[@]}"
fi
PYTHON=$python scripts/fetch-charts.sh >/dev/null || {
  echo "setup: the chart library could not be fetched; reports will show tables in place of interactive charts." >&2
}
