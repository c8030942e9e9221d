#!/usr/bin/env bash
# Tries what a newcomer does, on a bare Debian 12: a root made by mmdebstrap with nothing added but
# certificates and git, a fresh clone of HEAD in it, then `./afterglow demo` twice and
# `./afterglow test`, each timed. Needs root, mmdebstrap and the package registries; not part of
# `./afterglow test`.
#   tests/e2e/bare_root.sh FOLDER [demo|test]     FOLDER is made, and kept for another look
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:?usage: bare_root.sh FOLDER [demo|test]}
what=${2:-all}
suite=${SUITE:-bookworm}

if [ ! -d "$folder/etc" ]; then
  mmdebstrap --variant=minbase --include=ca-certificates,git "$suite" "$folder"
  # Where a proxy signs what comes from outside, its certificate is in the host's bundle.
  cp /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/ca-certificates.crt"
  cp /etc/resolv.conf "$folder/etc/resolv.conf"
fi
rm -rf "$folder/root/afterglow"
git clone -q "$root" "$folder/root/afterglow"

# Runs a command in the root, in its own mounts and processes, so that nothing outlives it.
inside() {
  # shellcheck disable=SC2016
  unshare --mount --pid --fork bash -c '
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
    shift_root=$1; shift
    exec chroot "$shift_root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin \
      LANG=C.UTF-8 TERM=dumb PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
      NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
      bash -c "cd /root/afterglow && $*"' inside "$folder" "$@"
}
timed() {
  local name=$1 started=$SECONDS
  shift
  inside "$@"
  results+=("$(printf '%-14s %5d s' "$name" $((SECONDS - started)))")
}

results=()
case $what in
  all | demo)
    timed "first demo" ./afterglow demo --no-wait
    timed "second demo" ./afterglow demo --no-wait
    ;;&
  all | test) timed "test" ./afterglow test ;;
esac
printf '\n'
printf '%s\n' "${results[@]}"
