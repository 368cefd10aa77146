#!/usr/bin/env bash
# Fuzzes the parsers of model files and event streams, the tokenizer and the masker with libFuzzer under AddressSanitizer.
#   scripts/fuzz.sh [--runs N] [TARGET ...]        N executions of each target (default 100000); targets: EventStream GGUF Safetensors Tokenizer Privacy
# Finds go to .build/fuzz/TARGET/; a crash ends the script with the input's path. To repeat one: .build/fuzz/TARGET/fuzzer INPUT
set -euo pipefail
cd "$(dirname "$0")/.."

runs=100000
targets=()
while [ $# -gt 0 ]; do
    case "$1" in
        --runs) runs="$2"; shift 2 ;;
        --help | -h) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 0 ;;
        -*) echo "unknown option $1 (see --help)" >&2; exit 2 ;;
        *) targets+=("$1"); shift ;;
    esac
done
[ ${#targets[@]} -gt 0 ] || targets=(EventStream GGUF Safetensors Tokenizer Privacy)

# The crash handler of the Swift runtime takes minutes under AddressSanitizer.
export SWIFT_BACKTRACE=enable=no

for target in "${targets[@]}"; do
    case "$target" in
        EventStream) sources=(Shared/Transfer/EventStreamParser.swift Shared/Transfer/RetryAfter.swift) ;;
        GGUF | Safetensors) sources=(Shared/GGUF/*.swift) ;;
        Tokenizer) sources=(Shared/Tokenization/*.swift) ;;
        Privacy) sources=(Shared/Privacy/*.swift Shared/Privacy/Recognizers/*.swift) ;;
        *) echo "unknown target $target: EventStream, GGUF, Safetensors, Tokenizer or Privacy" >&2; exit 2 ;;
    esac
    work=".build/fuzz/$target"
    mkdir -p "$work/corpus" "$work/crashes"
    echo "== $target: building"
    if ! swiftc -O -wmo -parse-as-library -swift-version 6 -package-name weir -module-name "Fuzz$target" \
        -enable-upcoming-feature ExistentialAny -enable-upcoming-feature MemberImportVisibility \
        -sanitize=fuzzer,address "${sources[@]}" "Tests/Fuzz/$target"/*.swift -o "$work/fuzzer" > "$work/build.log" 2>&1; then
        cat "$work/build.log" >&2
        exit 1
    fi
    echo "== $target: $runs executions"
    if ! "$work/fuzzer" -runs="$runs" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$work/crashes/" "$work/corpus" "Tests/Fuzz/$target/corpus" > "$work/run.log" 2>&1; then
        tail -n 40 "$work/run.log" >&2
        echo "$target: FAILED, see $work/run.log and $work/crashes" >&2
        exit 1
    fi
    grep -E "^Done |stat::(number_of_executed_units|average_exec_per_sec|peak_rss_mb)|cov: .*DONE" "$work/run.log"
done
