#!/usr/bin/env bash
# The encoder on 64-bit ARM, under qemu's user-mode emulation. Emulation proves answers, never speed.
#   scripts/check-arm.sh     kernels, built by Debian's gcc and by clang: every table that a processor must run is held to the reference;
#                            then GGUF, Tokenization and Inference as Embedded Swift: file to vector, against independent implementations.
# The published model is read from WEIR_MODEL, or fetched if .build/release/weir-control exists; without either it is SKIPPED.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/prepare.sh

case ${1:-} in
    "") ;;
    -h | --help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) die "unknown argument $1 (see --help)" ;;
esac

need_swift
need_packages qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross python3

# What each emulated processor must run, lowest level first. The last one is new on it: compared there, and taken by the encoder.
processors=(cortex-a53 cortex-a76 max)
declare -A tables=(
    [cortex-a53]="reference neon"
    [cortex-a76]="reference neon neon-dotprod"
    [max]="reference neon neon-dotprod neon-i8mm"
)
# Fewer would mean that the comparator lost its cases; KernelTests has the same number.
least_cases=2500

# The encoder is to choose its table itself.
unset WEIR_KERNELS
model=${WEIR_MODEL:-}
if [ -z "$model" ] && [ -x .build/release/weir-control ]; then
    fetch_model .build/release/weir-control
    model=$model_gguf
fi
[ -z "$model" ] || [ -s "$model" ] || die "WEIR_MODEL names no file: $model"

work=$(mktemp -d)
finish() {
    jobs -pr | xargs -r kill
    rm -rf "$work"
}
trap finish EXIT

runtime=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
clang=("${runtime%/lib/swift}/bin/clang" --target=aarch64-linux-gnu -fuse-ld=lld -Wno-unused-command-line-argument)
proven() { printf 'aarch64: %s\n' "$*"; }

# MARK: Kernels

# build_comparator NAME COMPILER...: leaves $work/NAME/kernel-check, and the kernels' objects in $work/NAME/kernels.
build_comparator() {
    local name=$1 source sources kernels
    shift
    mkdir -p "$work/$name/kernels" "$work/$name/check"
    local compile=("$@" -Wall -Wextra -Werror -IShared/CKernels/include -ITests/KernelCheck/include -ITests/KernelCheck)
    mapfile -t kernels < <(find Shared/CKernels -name '*.c' | sort)
    mapfile -t sources < <(find Tests/KernelCheck -name '*.c' | sort)
    for source in "${kernels[@]}"; do "${compile[@]}" -O3 -c "$source" -o "$work/$name/kernels/${source//\//-}.o"; done
    for source in "${sources[@]}"; do
        # gcc 12 falls over its own vectoriser in compare.c.
        "${compile[@]}" -O2 -fno-tree-vectorize -c "$source" -o "$work/$name/check/${source//\//-}.o"
    done
    "$@" -static "$work/$name"/kernels/*.o "$work/$name"/check/*.o -lm -o "$work/$name/kernel-check"
}

say "building kernels and comparator with gcc and clang"
# gcc knows no FP_CONTRACT pragma, and would fuse what must be rounded twice.
build_comparator gcc aarch64-linux-gnu-gcc -ffp-contract=off -Wno-unknown-pragmas
build_comparator clang "${clang[@]}"

seed=0
declare -A comparison=()
for compiler in gcc clang; do
    seed=$((seed + 1))
    for processor in "${processors[@]}"; do
        check=(qemu-aarch64 -cpu "$processor" "$work/$compiler/kernel-check")
        found=$("${check[@]}" list | sed '/^SKIPPED /d' | tr '\n' ' ') || die "kernel-check by $compiler fails on $processor"
        [ "${found% }" = "${tables[$processor]}" ] || die "$processor must run ${tables[$processor]}; kernels by $compiler run $found"
        # Beside the Swift compiler, which needs one core.
        "${check[@]}" "$seed" "${tables[$processor]##* }" >"$work/$compiler-$processor.out" 2>&1 &
        comparison[$compiler-$processor]=$!
    done
done

# MARK: File to vector

say "building GGUF, Tokenization and Inference as Embedded Swift"
swift_flags=(-target aarch64-none-none-elf -enable-experimental-feature Embedded -wmo -O -parse-as-library -swift-version 6
    -package-name weir -warnings-as-errors -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
    -enable-upcoming-feature MemberImportVisibility -I Tests/EmbeddedCheck/Glibc -I Tests/EmbeddedCheck/CKernels -I "$work"
    -Xcc -isystem -Xcc /usr/aarch64-linux-gnu/include)
# An Embedded module's code is compiled where it is used, so only the last step makes an object.
for module in GGUF Tokenization Inference; do
    swiftc "${swift_flags[@]}" -module-name "$module" -emit-module -emit-module-path "$work/$module.swiftmodule" "Shared/$module"/*.swift
done
swiftc "${swift_flags[@]}" -module-name EmbeddedCheck -c -o "$work/main.o" Tests/EmbeddedCheck/main.swift
"${clang[@]}" -static "$work/main.o" "$work"/clang/kernels/*.o "$runtime/embedded/aarch64-none-none-elf/libswiftUnicodeDataTables.a" -lm \
    -o "$work/embedded-check"

fixtures=Tests/Fixtures
mkdir "$work/cases"
python3 Tests/EmbeddedCheck/make_cases.py "$fixtures" "$work/cases"

say "comparing kernels"
for compiler in gcc clang; do
    for processor in "${processors[@]}"; do
        table=${tables[$processor]##* }
        output=$work/$compiler-$processor.out
        wait "${comparison[$compiler-$processor]}" || die "kernels by $compiler, $table on $processor: $(cat "$output")"
        cases=$(sed -n "s/^$table: seed [0-9]*, \([0-9]*\) cases, 0 failures\$/\1/p" "$output")
        [ "${cases:-0}" -gt "$least_cases" ] || die "kernels by $compiler, $table on $processor were not compared: $(cat "$output")"
        proven "$processor, kernels by $compiler: $table agrees with the reference in $cases cases"
    done
done

say "from file to vector"
# embedded PROCESSOR SUBJECT ARGUMENT...: runs embedded-check and prints what it has to say about SUBJECT.
embedded() {
    local processor=$1 subject=$2 said
    shift 2
    said=$(qemu-aarch64 -cpu "$processor" "$work/embedded-check" "$@") || die "$processor, $subject: ${said:-ended without a word}"
    proven "$processor, $subject: $said"
}
first=${processors[0]}
embedded "$first" gguf/tiny.gguf decode "$fixtures/gguf/tiny.gguf"
embedded "$first" gguf/blocks.gguf decode "$fixtures/gguf/blocks.gguf"
embedded "$first" tokenization/cases.jsonl tokenize "$fixtures/tokenization/vocab.txt" "$work/cases/tokens.cases"

head -c 20000 "$fixtures/inference/tiny-f32.gguf" >"$work/cut.gguf"
said=$(qemu-aarch64 -cpu "$first" "$work/embedded-check" encode "$work/cut.gguf" neon 1 "$work/cases/minilm.cases" 0 0) \
    && die "a model cut short was taken"
[[ $said == *"[badFile]" ]] || die "a model cut short: $said"
proven "$first, a model cut short is refused by name"

for processor in "${processors[@]}"; do
    table=${tables[$processor]##* }
    # The bounds are those of EncoderTests and PublishedModelTests.
    for cases in "$work"/cases/*.gguf.cases; do
        name=$(basename "$cases" .cases)
        embedded "$processor" "$name" encode "$fixtures/inference/$name" "$table" 2 "$cases" 0.9995 0.998
    done
    [ -n "$model" ] || continue
    for threads in 1 2; do
        embedded "$processor" all-MiniLM-L6-v2 encode "$model" "$table" "$threads" "$work/cases/minilm.cases" 0.999 0.99
    done
    embedded "$processor" "tagger that ships" tag "$model" firmware-config/tagger/names.gguf "$table" "$work/cases/minilm.cases"
done
[ -n "$model" ] || echo "SKIPPED all-MiniLM-L6-v2 on aarch64: WEIR_MODEL names no model file"
