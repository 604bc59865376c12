#!/bin/sh
# Run test programs (TAP on standard output), show what failed or was skipped,
# and end with one line: N passed, N failed, N skipped.
# A name ending in .t is a shell script; fuzz_NAME runs over its corpus.
passed=0 failed=0 skipped=0
top=$(cd "$(dirname "$0")/.." && pwd)
: "${SHARED=$top/../shared}"
[ -d "$SHARED" ] || SHARED=
BIN=$(cd "${BIN:-build/bin}" && pwd)
TESTBIN=$(cd "${TESTBIN:-build/tests}" && pwd)
export SHARED BIN TESTBIN
log=$(mktemp)
trap 'rm -f "$log"' EXIT INT TERM
cd "$top" || exit 1
for t in "$@"; do
	case $t in
	*.t|*.sh)	sh "$t" >"$log" 2>&1 ;;
	*/fuzz_*)	"$t" "tests/corpus/${t##*/fuzz_}" >"$log" 2>&1 ;;
	*)		"$t" >"$log" 2>&1 ;;
	esac
	rc=$?
	name=${t##*/}
	p=$(grep -c '^ok [0-9]*' "$log")
	s=$(grep -c '^ok [0-9]* # skip' "$log")
	f=$(grep -c '^not ok' "$log")
	# A test that crashed or stopped early counts as one failure more.
	plan=$(sed -n 's/^1\.\.//p' "$log" | tail -n 1)
	if [ -z "$plan" ] || [ "$plan" -ne $((p + f)) ]; then
		f=$((f + 1))
		echo "not ok - $name: ended early, exit status $rc"
		tail -n 20 "$log"
	fi
	grep -A 12 '^not ok' "$log" | sed "s|^not ok|not ok $name|"
	grep '^ok [0-9]* # skip' "$log" | sed "s|^ok [0-9]* # skip|$name: skipped:|"
	passed=$((passed + p - s)) failed=$((failed + f)) skipped=$((skipped + s))
	printf '%-24s %d passed\n' "$name" $((p - s))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
