#!/usr/bin/env bash
# Generates Shared/Contract/weir.pb.swift from weir.proto. Needs Debian's protobuf-compiler; builds protoc-gen-swift from the
# package's own checkout (about a minute, once). Run it after a change to the contract and commit what it writes.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --package-path .build/checkouts/swift-protobuf --scratch-path .build/protoc --product protoc-gen-swift
protoc --plugin=.build/protoc/release/protoc-gen-swift --swift_opt=Visibility=Package --swift_opt=UseAccessLevelOnImports=true --swift_out=. Shared/Contract/weir.proto
