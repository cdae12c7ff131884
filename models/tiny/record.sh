#!/usr/bin/env bash
# Records the answers of scenarios/served-models.yaml anew: makes its three models, serves each with llama.cpp, runs the
# scenario with them, and ends the servers. Answers that are on the tape already are kept; remove the tape to ask for all.
#
#     models/tiny/record.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-.cache/python/bin/python}
"$python" -c 'import xllamacpp, gguf' || { echo "record: run 'make setup-test' first" >&2; exit 69; }

folder=$(mktemp -d)
servers=()
finish() {
  for server in "${servers[@]}"; do kill "$server" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap finish EXIT

port=18081
for format in f16 q8_0 q4_0; do
  "$python" models/tiny/make_tiny_model.py --type "$format" --out "$folder/$format.gguf"
  sha256=$(sha256sum "$folder/$format.gguf" | cut -d' ' -f1)
  grep -q "sha256:$sha256" "models/tiny-$format.yaml" || { echo "record: the card of $format is of other weights" >&2; exit 65; }
  "$python" models/tiny/serve.py --model "$folder/$format.gguf" --alias "tiny:$format" --ctx 4096 --port "$port" \
    >/dev/null 2>&1 &
  servers+=($!)
  port=$((port + 1))
done
.build/release/tapedeck run scenarios/served-models.yaml --set models.tape.mode=auto --out "$folder/run"
