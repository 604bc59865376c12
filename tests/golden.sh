#!/bin/sh
# Golden files: tests/golden/NAME/cmd is run in a fresh folder with the case's
# files; what it leaves in out/ must equal the case's out/. `accept` shows each
# difference and asks a person before it becomes the new expectation.
top=$(cd "$(dirname "$0")/.." && pwd)
BIN=$(cd "${BIN:-$top/build/bin}" && pwd)
export BIN TOP="$top"
mode=${1:-check}
n=0 bad=0
for dir in "$top"/tests/golden/*/; do
	name=$(basename "$dir")
	t=$(mktemp -d)
	cp -R "$dir". "$t"
	rm -rf "$t/out"
	mkdir "$t/out"
	(cd "$t" && sh ./cmd) >"$t/log" 2>&1
	n=$((n + 1))
	if diff -r "$dir/out" "$t/out" >"$t/diff" 2>&1; then
		echo "ok $n - golden $name"
	elif [ "$mode" = accept ]; then
		cat "$t/diff"
		printf 'accept %s? [y/N] ' "$name"
		read -r answer
		if [ "$answer" = y ]; then
			rm -rf "${dir:?}/out"
			cp -R "$t/out" "$dir/out"
		fi
	else
		echo "not ok $n - golden $name"
		head -n 20 "$t/diff" | sed 's/^/#   /'
		tail -n 5 "$t/log" | sed 's/^/#   /'
		bad=1
	fi
	rm -rf "$t"
done
[ "$mode" = accept ] || echo "1..$n"
exit $bad
