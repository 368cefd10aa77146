#!/usr/bin/env bash
# Weir's main job on real input: three nodes, one plane, a real broker, a real model, an LLM upstream. From an empty clone it installs the
# system packages it needs, builds, fetches and imports the model, and runs; the second time it only runs.
#
#   scripts/demo.sh           runs, prints, and leaves the pages open until Ctrl-C
#   scripts/demo.sh --once    runs, checks its own claims, and exits 0 only if all of them hold
#
# With OPENAI_API_KEY or OPENAI_BASE_URL set, the overflow goes to that model (OPENAI_MODEL names it); otherwise to a stand-in that speaks
# the OpenAI protocol on loopback and labels every answer `stand-in`.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/prepare.sh

case ${1:-} in
    "" | --once) ;;
    -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) die "unknown argument $1; see --help" ;;
esac

need_swift
need_packages libmosquitto-dev libsqlite3-dev libcurl4-openssl-dev mosquitto mosquitto-clients pkg-config python3

for product in weir-node weir-control weir-stand-in; do
    say "building $product (release)"
    swift build -c release --static-swift-stdlib --product "$product"
done
fetch_model .build/release/weir-control

exec python3 scripts/demo.py --binaries .build/release --model "$model_gguf" "$@"
