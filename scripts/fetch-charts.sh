#!/bin/sh
# Fetches TradingView Lightweight Charts 4.1.3 (Apache License 2.0, © 2024 TradingView, Inc.), which draws the
# interactive charts of report.html, into .cache/charts/lightweight-charts.js. It is taken out of the PyPI wheel
# lightweight-charts 2.1 and checked by its hash; reports work without it, with a note where the charts would be.
#
# usage: scripts/fetch-charts.sh      environment: PYTHON, the Python with pip to use (default python3)
set -eu

version=2.1
wheel=lightweight_charts-$version-py3-none-any.whl
wheel_hash=4c5598fd57ac7569c3fed733727e2033190ca2f6e2460223d27e0926be7bff4f
script_hash=a7d4221516c7ea0bb0cc17d605df8848c1c748517a2ca43c2ce1a95ddb159006

python=${PYTHON:-python3}
folder=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)/.cache/charts
script=$folder/lightweight-charts.js

has_hash() { [ -f "$1" ] && echo "$2  $1" | sha256sum --check --status; }

if has_hash "$script" $script_hash; then
  echo "$script is there already"
  exit 0
fi

mkdir -p "$folder"
if ! has_hash "$folder/$wheel" $wheel_hash; then
  "$python" -m pip download --quiet --no-deps --only-binary :all: --dest "$folder" "lightweight-charts==$version" ||
    { echo "cannot download lightweight-charts $version from PyPI: is the network there?" >&2; exit 69; }
fi
has_hash "$folder/$wheel" $wheel_hash ||
  { echo "$folder/$wheel has another SHA-256 than $wheel_hash: it is not the file this project knows" >&2; exit 65; }

# Written beside its place and moved there, so that a report never reads half of it.
"$python" - "$folder/$wheel" "$script.part" <<'PYTHON'
import sys, zipfile

with zipfile.ZipFile(sys.argv[1]) as wheel, open(sys.argv[2], "wb") as script:
    script.write(wheel.read("lightweight_charts/js/lightweight-charts.js"))
PYTHON
has_hash "$script.part" $script_hash ||
  { echo "the charts inside $wheel have another SHA-256 than $script_hash" >&2; exit 65; }
mv "$script.part" "$script"
echo "$script"
