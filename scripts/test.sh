#!/usr/bin/env bash
# The whole gate: format, warnings as errors, import check, unit files, every test. Installs what it needs, cleans up what it starts.
#   scripts/test.sh             everything
#   scripts/test.sh --filter X  only the module tests whose name matches X (passed on to swift test)
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/prepare.sh

case ${1:-} in -h | --help) sed -n '2,4s/^# //p' "$0"; exit 0 ;; esac

need_swift
need_packages libmosquitto-dev libsqlite3-dev libcurl4-openssl-dev mosquitto mosquitto-clients pkg-config prometheus systemd python3 python3-venv

say "format"
swift format lint --strict --recursive --parallel Package.swift Shared EdgeNode ControlPlane Tests

say "systemd units"
scripts/check-systemd.sh

say "building with tests (debug, warnings are errors, undeclared imports are errors)"
swift build --build-tests --explicit-target-dependency-import-check error

# The official OpenAI client, for the test that drives the node's API with it.
client="$cache/openai-3.52.0"
if [ ! -x "$client/bin/python" ] || ! "$client/bin/python" -c 'import openai' 2>/dev/null; then
    say "installing the OpenAI client from PyPI (once)"
    mkdir -p "$cache"
    python3 -m venv "$client"
    "$client/bin/pip" --disable-pip-version-check --quiet install openai==3.52.0
fi
export WEIR_OPENAI_PYTHON="$client/bin/python"

# The tests across processes drive the executables that users run: release, static.
for product in weir-node weir-control weir-stand-in; do
    say "building $product (release)"
    swift build -c release --static-swift-stdlib --product "$product"
done
fetch_model .build/release/weir-control
export WEIR_MODEL="$model_gguf" WEIR_BINARIES=.build/release

say "tests across processes"
[ $# -gt 0 ] || python3 -m unittest discover --start-directory Tests/IntegrationTests --verbose

say "tests of the modules"
# Not all nine hundred at once: a test of a connection would wait for a thread behind every test that computes.
swift test --skip-build --disable-xctest --experimental-maximum-parallelization-width 8 "$@"
