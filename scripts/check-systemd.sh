#!/bin/sh
# Checks the units of firmware-config/systemd: systemd-analyze must have nothing to say about them (unknown keys are only warnings to it, and exit 0),
# and their exposure must score 2.0 or less. Works without systemd as process 1 and without Weir installed: the units are laid into a temporary root
# beside stand-ins for the executables, which is all `verify` wants to see of them.
set -eu

units=$(cd "$(dirname "$0")/../firmware-config/systemd" && pwd)
if ! command -v systemd-analyze >/dev/null; then
    echo "check-systemd: systemd-analyze is missing: apt-get install systemd" >&2
    exit 1
fi

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT INT TERM
mkdir -p "$root/usr/bin" "$root/units"
failed=0

for unit in "$units"/*.service; do
    name=$(basename "$unit")
    # Only the executable's folder changes: everything else is verified as installed.
    sed "s|^ExecStart=/usr/bin/|ExecStart=$root/usr/bin/|" "$unit" >"$root/units/$name"
    program=$(sed -n 's|^ExecStart=/usr/bin/\([^ ]*\).*|\1|p' "$unit")
    if [ -z "$program" ]; then
        echo "check-systemd: $name: ExecStart is not below /usr/bin" >&2
        failed=1
        continue
    fi
    printf '#!/bin/sh\n' >"$root/usr/bin/$program"
    chmod 755 "$root/usr/bin/$program"

    if ! said=$(systemd-analyze verify --man=no "$root/units/$name" 2>&1) || [ -n "$said" ]; then
        printf 'check-systemd: %s:\n%s\n' "$name" "$said" >&2
        failed=1
    fi
    if score=$(systemd-analyze security --offline=true --threshold=20 "$root/units/$name" 2>&1); then
        printf '%s: %s\n' "$name" "$(printf '%s\n' "$score" | sed -n 's/.*Overall exposure level for [^:]*: /exposure /p')"
    else
        printf 'check-systemd: %s is more exposed than 2.0:\n%s\n' "$name" "$score" >&2
        failed=1
    fi
done
exit "$failed"
