#!/usr/bin/env bash
# The node's budget: the stripped release binary is at most 36 MB. One stray `import Foundation` adds 44 MB, so this catches it.
set -euo pipefail
cd "$(dirname "$0")/.."
budget=36000000
binary=.build/release/weir-node
[ -x "$binary" ] || { echo "error: $binary is missing; build it with: swift build -c release --static-swift-stdlib --product weir-node" >&2; exit 1; }
stripped=$(mktemp)
trap 'rm -f "$stripped"' EXIT
strip -s -o "$stripped" "$binary"
size=$(stat -c %s "$stripped")
echo "weir-node, stripped: $size bytes of $budget"
[ "$size" -le "$budget" ] || { echo "error: weir-node is over its budget of $budget bytes; look for an import of Foundation or a new package" >&2; exit 1; }
