#!/bin/sh
# The night on the sample under valgrind: no error, no leak of ours. Leaks in
# libraries' own caches are named in tests/valgrind.supp.
cd "$(dirname "$0")/.." || exit 1
if ! command -v valgrind >/dev/null; then
	echo "valgrind: not installed, skipped"
	exit 0
fi
: "${BIN:=build/bin}"
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT INT TERM
vg="valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite
--suppressions=tests/valgrind.supp"
cp data/sample/companies.json "$t/"
step() {
	echo "valgrind: $1 $2"
	$vg "$BIN/$@" -s "$t" -q --now 2026-11-22T02:00:00Z >"$t/log" 2>&1 || {
		cat "$t/log"
		exit 1
	}
}
step ingest import -f jsonl data/sample/posts.jsonl
step classify run -m models/default
step report run
echo "valgrind: clean"
