#!/bin/sh
# A fresh Debian 12 with nothing but git and make: clone the project there and
# run `make nightly` and `make check`. Needs root and debootstrap; about ten
# minutes. Usage: tests/fresh-machine.sh [FOLDER]
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
root=${1:-$(mktemp -d)}
suite=bookworm
[ "$(id -u)" -eq 0 ] || { echo "fresh-machine: needs root" >&2; exit 2; }
command -v debootstrap >/dev/null || apt-get install -y -q --no-install-recommends debootstrap
# The mirror this machine uses is the one the new machine will use.
mirror=$(apt-get indextargets --format '$(SITE)' 'Origin: Debian' "Codename: $suite" 2>/dev/null | head -n 1)
: "${mirror:=http://deb.debian.org/debian}"
cleanup() {
	for m in dev/pts dev proc; do umount -l "$root/$m" 2>/dev/null || true; done
	[ $# -eq 0 ] || rm -rf "$root"
}
trap 'cleanup all' EXIT
trap 'exit 1' INT TERM
debootstrap --variant=minbase --include=git,make,ca-certificates "$suite" "$root" "$mirror" >"$root.log" 2>&1 ||
	{ tail -n 20 "$root.log" >&2; exit 1; }
rm -f "$root.log"
echo "deb $mirror $suite main" >"$root/etc/apt/sources.list"
[ ! -f /etc/resolv.conf ] || cp /etc/resolv.conf "$root/etc/"
# Proxies and the like; not this machine's other repositories.
[ ! -d /etc/apt/apt.conf.d ] || cp -R /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
git clone -q "$top" "$root/root/unanswered"
[ ! -d "$top/../shared/data" ] || { cp -R "$top/../shared" "$root/root/shared"; }
in_root() {
	chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \
	    http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" \
	    sh -c "cd /root/unanswered && $1"
}
echo "fresh-machine: packages before: $(chroot "$root" dpkg-query -f '.\n' -W | wc -l)"
in_root 'make nightly'
in_root 'test -s var/sample/reports/latest/report.pdf && test -s var/sample/reports/latest/report.html'
echo "fresh-machine: night done; second run:"
in_root 'make nightly'
in_root 'make check'
echo "fresh-machine: passed"
