#!/usr/bin/env bash
# The encoder beside its peers (OpenVINO int8, ONNX Runtime int8, llama.cpp Q8_0), interleaved on this machine.
#   WEIR_PEERS_PYTHON=venv/bin/python WEIR_PEERS_MODELS=models scripts/bench.sh [--threads N] [--rounds N] [--lengths N ...] [--json]
# ../shared/peers/README.md says how to make that Python and those models. Nothing else may run meanwhile.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/prepare.sh
case ${1:-} in -h | --help) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
peers=${WEIR_SHARED:-../shared}/peers
[ -d "$peers" ] || die "$peers is absent: it holds the scripts that drive the peers"
: "${WEIR_PEERS_PYTHON:?a Python with the peers installed, see $peers/README.md}" "${WEIR_PEERS_MODELS:?the folder of the peers models, see $peers/README.md}"
swift build -c release --static-swift-stdlib --product weir-node
swift build -c release --static-swift-stdlib --product weir-control
fetch_model .build/release/weir-control
exec "$WEIR_PEERS_PYTHON" Tests/Benchmarks/encoder_peers.py --peers "$peers" --models "$WEIR_PEERS_MODELS" --model "$model_gguf" "$@"
