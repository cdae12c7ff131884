#!/usr/bin/env bash
# Makes the peers' Python environments, for run.py and make_agreement.py; does nothing where they are. Two, because
# vectorbt takes its Rust engine wherever that is installed.
set -euo pipefail
cd "$(dirname "$0")/../.."

environment() {
  local folder=.cache/$1
  shift
  [ -e "$folder/complete" ] && return
  echo "setup: making $folder" >&2
  rm -rf "$folder"
  python3 -m venv "$folder"
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
  touch "$folder/complete"
}

environment peers 'vectorbt==1.2.0' 'backtesting==0.6.6' 'numba==0.68.1' 'numpy==2.4.6' 'pandas==3.1.1'
environment peers-rust 'vectorbt[rust]==1.2.0' 'numba==0.68.1' 'numpy==2.4.6' 'pandas==3.1.1'
