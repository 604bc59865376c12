# The night as a user runs it: twice, killed, installed.
. "$(dirname "$0")/lib.sh"

NOW=2026-11-22T02:00:00Z
# night STORE [VAR=VALUE...]: one night, straight through nightly.mk.
night() {
	store=$1
	shift
	make --no-print-directory -f ops/nightly.mk BIN="$BIN" MODEL=models/default \
	    STORE="$store" NOW=$NOW "$@" night
}
# same A B: two stores hold the same bytes; the lock's note is for people.
same() {
	diff -r -x lock "$1" "$2"
}
# killed NAME WHOLE SECONDS [VAR=VALUE...]: 20 nights killed at moments spread
# over SECONDS, each resumed and compared with WHOLE.
killed() {
	name=$1 whole=$2 seconds=$3
	shift 3
	bad=0 hit=0
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		rm -rf "$T/k"
		setsid make --no-print-directory -f ops/nightly.mk BIN="$BIN" \
		    MODEL=models/default STORE="$T/k" NOW=$NOW "$@" night \
		    >/dev/null 2>&1 &
		pid=$!
		sleep "$(awk "BEGIN { srand($i * 7919); printf \"%.3f\", $seconds * ($i - rand()) / 20 }")"
		kill -s KILL -- "-$pid" 2>/dev/null && hit=$((hit + 1))
		wait "$pid" 2>/dev/null
		# make's children die with it, but not in the same instant.
		n=0
		while kill -s 0 -- "-$pid" 2>/dev/null && [ $n -lt 500 ]; do
			n=$((n + 1))
			sleep 0.01
		done
		if ! night "$T/k" "$@" >"$T/log" 2>&1 ||
		    ! same "$whole" "$T/k" >"$T/diff" 2>&1; then
			bad=$((bad + 1))
			cat "$T/log" "$T/diff" | tail -n 6 >>"$T/why"
		fi
	done
	if [ "$bad" -eq 0 ]; then
		pass "$name: killed at 20 moments ($hit while running), resumed to the same bytes"
	else
		fail "$name: $bad of 20 killed nights did not resume" "$(head -n 8 "$T/why")"
	fi
	ok "$name: at least 5 kills met a running night ($hit)" test "$hit" -ge 5
}
# took COMMAND...: its seconds on standard output.
took() {
	t0=$(date +%s%N)
	"$@" >"$T/log" 2>&1 || echo "exit $?" >>"$T/log"
	awk "BEGIN { print ($(date +%s%N) - $t0) / 1e9 }"
}

s=$(took night "$T/a" SAMPLE=data/sample)
like "$(cat "$T/log")" 'report.pdf' 'the night prints where the report is'
like "$(cat "$T/log")" 'got an answer' 'and a line of result'
ok 'the PDF is there' test -s "$T/a/reports/latest/report.pdf"
ok 'the page is there' test -s "$T/a/reports/latest/report.html"
cp -R "$T/a" "$T/before"
out=$(night "$T/a" SAMPLE=data/sample 2>&1)
like "$out" 'already imported' 'a second night says that the input is known'
like "$out" 'up to date' 'and that the report is up to date'
is "$(same "$T/before" "$T/a" 2>&1)" '' 'and changes nothing'
night "$T/b" SAMPLE=data/sample JOBS=3 >/dev/null 2>&1
is "$(same "$T/a" "$T/b" 2>&1)" '' 'another folder and more threads: the same bytes'
killed sample "$T/a" "$s" SAMPLE=data/sample

twcs=$SHARED/data/conversations/twcs.csv
if [ -n "$SANITIZED" ]; then
	skip 'twcs killed' 'too slow under the sanitizers; the sample was done'
elif [ -r "$twcs" ]; then
	s=$(took night "$T/w" INPUT="$twcs" FORMAT=twcs)
	like "$(cat "$T/log")" 'report.pdf' 'a night on 48,220 real tweets'
	killed twcs "$T/w" "$s" INPUT="$twcs" FORMAT=twcs
else
	skip 'twcs killed' 'shared data are not here'
fi

if [ -n "$SANITIZED" ]; then
	skip 'make install' 'done by the plain build'
else
	ok 'make install' make --no-print-directory B="${BIN%/bin}" DESTDIR="$T/d" PREFIX=/usr install
	ok 'the programs have their installed names' test -x "$T/d/usr/bin/unanswered-classify"
	ok 'manual pages' test -s "$T/d/usr/share/man/man1/unanswered-report.1"
	sed "s|/usr/|$T/d/usr/|g" "$T/d/usr/bin/unanswered" >"$T/unanswered"
	status 0 'the installed night runs on the sample' sh "$T/unanswered" --sample -s "$T/i"
	like "$(cat "$T/out")" 'report.pdf' 'and prints where the report is'
	status 2 'a wrong option is exit status 2' sh "$T/unanswered" --smaple
fi
