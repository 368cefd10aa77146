#!/usr/bin/env bash
# Fuzzes what reads foreign bytes (model files, whole models, texts, event streams) with libFuzzer under AddressSanitizer.
#   scripts/fuzz.sh [--runs N] [TARGET ...]   N executions of each target (default 100000); targets: EventStream GGUF Safetensors Tokenizer Encoder Tagger Privacy Restorer
# Finds go to .build/fuzz/TARGET/; a crash ends the script with the input's path. To repeat one: .build/fuzz/TARGET/fuzzer INPUT
# WEIR_KERNELS=LEVEL runs the encoder on that kernel table.
set -euo pipefail
cd "$(dirname "$0")/.."

runs=100000
targets=()
while [ $# -gt 0 ]; do
    case "$1" in
        --runs) runs="$2"; shift 2 ;;
        --help | -h) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 0 ;;
        -*) echo "unknown option $1 (see --help)" >&2; exit 2 ;;
        *) targets+=("$1"); shift ;;
    esac
done
[ ${#targets[@]} -gt 0 ] || targets=(EventStream GGUF Safetensors Tokenizer Encoder Tagger Privacy Restorer)

# The crash handler of the Swift runtime takes minutes under AddressSanitizer.
export SWIFT_BACKTRACE=enable=no

swift_flags=(-O -wmo -parse-as-library -swift-version 6 -package-name weir -enable-upcoming-feature ExistentialAny
    -enable-upcoming-feature InternalImportsByDefault -enable-upcoming-feature MemberImportVisibility -sanitize=fuzzer,address)

# One module out of the parser's sources and the target's.
build_alone() {
    local target=$1 work=$2
    shift 2
    swiftc "${swift_flags[@]}" -module-name "Fuzz$target" "$@" "Tests/Fuzz/$target"/*.swift -o "$work/fuzzer"
}

# build_modules TARGET WORK MODULE...: modules as they import each other, under Shared, with the kernels.
build_modules() {
    local target=$1 work=$2 source module sources
    shift 2
    mkdir -p "$work/objects"
    rm -f "$work/objects"/*
    find Shared/CKernels -name '*.c' | while read -r source; do
        clang -O2 -Wall -Wextra -Werror -fsanitize=address,fuzzer-no-link -IShared/CKernels/include -c "$source" \
            -o "$work/objects/$(echo "$source" | tr / -).o"
    done
    printf 'module CKernels { header "%s/Shared/CKernels/include/kernels.h" export * }\n' "$PWD" > "$work/module.modulemap"
    for module in "$@"; do
        mapfile -t sources < <(find "Shared/$module" -name '*.swift')
        swiftc "${swift_flags[@]}" -module-name "$module" -I "$work" -emit-module -emit-module-path "$work/$module.swiftmodule" \
            -c "${sources[@]}" -o "$work/objects/$module.o"
    done
    swiftc "${swift_flags[@]}" -module-name "Fuzz$target" -I "$work" "Tests/Fuzz/$target"/*.swift "$work/objects"/*.o -o "$work/fuzzer"
}

build() {
    case "$1" in
        EventStream) build_alone "$@" Shared/Transfer/EventStreamParser.swift Shared/Transfer/RetryAfter.swift ;;
        GGUF | Safetensors) build_alone "$@" Shared/GGUF/*.swift ;;
        Tokenizer) build_alone "$@" Shared/Tokenization/*.swift ;;
        Encoder) build_modules "$@" GGUF Tokenization Inference ;;
        Tagger) build_modules "$@" GGUF Tokenization Inference Privacy Tagging ;;
        Privacy | Restorer) build_alone "$@" $(find Shared/Privacy -name "*.swift") ;;
    esac
}

for target in "${targets[@]}"; do
    length=4096
    case "$target" in
        EventStream | GGUF | Safetensors | Privacy | Restorer) ;;
        Tokenizer) length=1024 ;;
        Encoder | Tagger) length=24576 ;;
        *) echo "unknown target $target: EventStream, GGUF, Safetensors, Tokenizer, Encoder, Tagger, Privacy or Restorer" >&2; exit 2 ;;
    esac
    work=".build/fuzz/$target"
    mkdir -p "$work/corpus" "$work/crashes"
    echo "== $target: building"
    # As a job, because errexit does not reach into functions that are a condition.
    build "$target" "$work" > "$work/build.log" 2>&1 &
    if ! wait $!; then
        cat "$work/build.log" >&2
        exit 1
    fi
    echo "== $target: $runs executions"
    if ! "$work/fuzzer" -runs="$runs" -max_len=$length -timeout=60 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$work/crashes/" "$work/corpus" "Tests/Fuzz/$target/corpus" > "$work/run.log" 2>&1; then
        tail -n 40 "$work/run.log" >&2
        echo "$target: FAILED, see $work/run.log and $work/crashes" >&2
        exit 1
    fi
    grep -E "^Done |stat::(number_of_executed_units|average_exec_per_sec|peak_rss_mb)|cov: .*DONE" "$work/run.log"
done
