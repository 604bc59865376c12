#!/bin/sh
# Install the Debian 12 packages named below that are missing. Arguments: the
# sets wanted, build (to build and run a night) and test.
set -u
build="gcc g++ make pkg-config libc6-dev
libjansson-dev libgsl-dev libsvm-dev liblinear-dev libcld2-dev libutf8proc-dev
libxxhash-dev libmd-dev libzstd-dev zlib1g-dev libcairo2-dev libpango1.0-dev
fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji"
# sqlite3 is the oracle of the counts, jq reads results, clang fuzzes, poppler
# looks into the PDF, valgrind and mandoc check programs and manual pages, curl
# downloads (from the test itself), numpy counts in the benchmark of labels,
# libsvm-tools holds svm-train against ours.
test="sqlite3 jq clang zstd gzip poppler-utils valgrind mandoc curl python3-numpy
libsvm-tools"

missing=""
for set in "$@"; do
	case $set in
	build) list=$build ;;
	test) list=$test ;;
	*) echo "deps: unknown set $set" >&2; exit 2 ;;
	esac
	for p in $list; do
		s=$(dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null)
		[ "$s" = installed ] || missing="$missing $p"
	done
done
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null; then
	for p in $missing; do echo "deps: missing: $p (Debian's name)" >&2; done
	exit 1
fi
sudo=""
if [ "$(id -u)" -ne 0 ]; then
	if command -v sudo >/dev/null; then sudo=sudo; else
		for p in $missing; do echo "deps: missing: $p: as root, apt-get install $p" >&2; done
		exit 1
	fi
fi
echo "deps: installing$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { $sudo apt-get update -q && $sudo apt-get install -y -q --no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 15 "$log" >&2
	for p in $missing; do
		s=$(dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null)
		[ "$s" = installed ] || echo "deps: could not install $p" >&2
	done
	exit 1
fi
