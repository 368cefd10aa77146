#!/usr/bin/env bash
# The encoder beside its peers, interleaved on this machine. Nothing else may run meanwhile.
#   WEIR_PEERS_PYTHON=venv/bin/python WEIR_PEERS_MODELS=models scripts/bench.sh [speed] [--threads 1 2] [--rounds 5] [--json] ...
#       latency, batch, load time, memory, tokenizer, callers at once and cosines, each held against its target; about twelve minutes
#   ... scripts/bench.sh quality [--models A.gguf B.gguf] [--json]
#       cosines to fp32 and the accuracy of classifiers on CLINC150 and Banking77
#   WEIR_PEERS_PYTHON=venv/bin/python scripts/bench.sh privacy [--patterns | --tagger TAGGER.gguf] [--list] [--no-peer] [--json]
#       what masking finds and leaves on the labelled sets, beside Presidio (presidio-analyzer 2.2.366 in that Python); false positives; time.
#       Names by the tagger in firmware-config/tagger unless another is named; --patterns: without one
# --help after the name of the part says more; --weir-node PATH measures that executable instead of building one.
# ../shared/peers/README.md says how to make that Python and those models.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/prepare.sh
case ${1:-} in -h | --help) sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
part=speed
case ${1:-} in speed | quality | privacy) part=$1; shift ;; esac
shared=${WEIR_SHARED:-../shared}
peers=$shared/peers
[ -d "$peers" ] || die "$peers is absent: it holds the scripts that drive the peers"
: "${WEIR_PEERS_PYTHON:?a Python with the peers installed, see $peers/README.md}"
[ "$part" = privacy ] || : "${WEIR_PEERS_MODELS:?the folder of the peers models, see $peers/README.md}"
case " $* " in
    *" --weir-node "* | *" --help "*) extra=() ;;
    *)
        swift build -c release --static-swift-stdlib --product weir-node
        commit=$(git rev-parse --short=12 HEAD)
        git diff --quiet HEAD -- Shared EdgeNode Package.swift || commit=$commit+changes
        extra=(--commit "$commit")
        ;;
esac
if [ ! -s "$model_gguf" ]; then
    swift build -c release --static-swift-stdlib --product weir-control
    fetch_model .build/release/weir-control
fi
if [ "$part" = privacy ]; then
    # Of an option given twice the later one wins, so what the caller names does.
    exec "$WEIR_PEERS_PYTHON" Tests/Benchmarks/privacy.py --weir-node .build/release/weir-node --data "$shared/data" \
        --model "$model_gguf" --tagger firmware-config/tagger/names.gguf "${extra[@]}" "$@"
fi
case $part in
    speed) set -- "${extra[@]}" "$@" ;;
    quality) set -- --data "$shared/data" "$@" ;;
esac
exec "$WEIR_PEERS_PYTHON" "Tests/Benchmarks/encoder_$part.py" --peers "$peers" --peer-models "$WEIR_PEERS_MODELS" --model "$model_gguf" "$@"
