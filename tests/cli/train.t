# classify train for many posts: solvers, the search for C.
. "$(dirname "$0")/lib.sh"
C=$BIN/classify

for f in a-services c-threads e-requests; do
	head -n 120 data/labelled/$f.jsonl >"$T/$f.jsonl"
done
A=$T/a-services.jsonl B=$T/c-threads.jsonl D=$T/e-requests.jsonl
solver() { jq -r '.solver | "\(.library | split(" ")[0]) \(.bias_regularised)"' "$1/manifest.json"; }

# Which solver: by memory, never by threads. 360 posts: a matrix of 2 MB.
ok "matrix fits" "$C" train -q --folds 3 -o "$T/svm" "$A" "$B" "$D"
is "$(solver "$T/svm")" "libsvm null" "libsvm"
ok "matrix does not fit" "$C" train -q --memory 1 --folds 3 -o "$T/lin" "$A" "$B" "$D"
is "$(solver "$T/lin")" "liblinear true" "liblinear"
is "$(jq '[.labels[] | has("support_vectors")] | any' "$T/lin/manifest.json")" false "which tells no support vectors"
ok "asked for, many threads" "$C" train -q -j 4 --solver liblinear --folds 3 -o "$T/lin4" "$D" "$B" "$A"
ok "same bytes" diff -r "$T/lin" "$T/lin4"
ok "libsvm without its matrix" "$C" train -q -j 3 --memory 1 --solver libsvm --folds 3 -o "$T/slow3" "$A" "$B" "$D"
is "$(solver "$T/slow3")" "libsvm null" "libsvm"
ok "one thread" "$C" train -q --memory 1 --solver libsvm --folds 3 -o "$T/slow" "$A" "$B" "$D"
ok "same bytes" diff -r "$T/slow" "$T/slow3"
ok "three threads, memory for two matrices" "$C" train -q -j 3 --memory 4 --folds 3 -o "$T/svm2" "$A" "$B" "$D"
ok "same bytes" diff -r "$T/svm" "$T/svm2"
is "$(jq -n --slurpfile a "$T/svm/manifest.json" --slurpfile b "$T/lin/manifest.json" '$a[0].out_of_fold.complaint.macro_f1 - $b[0].out_of_fold.complaint.macro_f1 | fabs < 0.03')" true "both solvers label alike"
printf '{"v":1,"id":"x:1","text":"my parcel never arrived and nobody answers"}\n' >"$T/in"
status 0 "the model labels" "$C" run -q -m "$T/lin" "$T/in"
like "$(cat "$T/out")" '"p":\{"complaint"' "posts"
status 0 "eval by liblinear" "$C" eval -q --solver liblinear --folds 3 --json "$A" "$B"
is "$(jq '.labels.complaint.n' "$T/out")" 240 "measures"
status 2 "no such solver" "$C" train --solver magic -o "$T/no" "$A"
like "$(cat "$T/err")" 'auto, libsvm or liblinear' "is said"

# The search for C. A search cut short says so; the state file is left.
auto() { "$C" train -q --auto --folds 12 --name auto "$@" "$A" "$B" "$D"; }
lines() { # lines FILE N: wait until it has N lines
	i=0
	while [ $i -lt 600 ] && [ "$(cat "$1" 2>/dev/null | wc -l)" -lt "$2" ]; do
		sleep 0.05
		i=$((i + 1))
	done
}
ok "search" auto -o "$T/ref"
is "$(cat "$T"/*.search 2>/dev/null | wc -l)" 0 "no state is left"
is "$(jq -c '[.search.labels[] | .complete] | unique' "$T/ref/manifest.json")" "[true]" "every label"
is "$(jq -c '[.search.labels[] | .tried | (map(.folds) | max) as $all | [length, (map(select(.folds == $all)) | length)]] | unique' "$T/ref/manifest.json")" "[[11,3]]" "11 values are tried, 3 of them on all folds"
is "$(jq -c '[.search.labels | to_entries[] | .value.cost as $c | .value.tried | (map(.folds) | max) as $all | map(select(.folds == $all)) | (max_by(.macro_f1).macro_f1 == (map(select(.cost == $c))[0].macro_f1))] | unique' "$T/ref/manifest.json")" "[true]" "the best of those is chosen"
is "$(jq -c '[.labels | to_entries[] | .value.cost] == [.search.labels | to_entries[] | .value.cost]' "$T/ref/manifest.json")" true "and used"
ok "search, three threads" auto -j 3 -o "$T/ref3"
ok "same bytes" diff -r "$T/ref" "$T/ref3"

"$C" train -q --auto --folds 12 --name auto -o "$T/k" "$A" "$B" "$D" >/dev/null 2>&1 &
pid=$!
lines "$T/k.search" 80
kill -KILL $pid
wait $pid 2>/dev/null
[ -e "$T/k" ] && fail "killed: no model" || pass "killed: no model"
printf '{"label":"que' >>"$T/k.search"
status 0 "goes on" "$C" train --auto --folds 12 --name auto -o "$T/k" "$A" "$B" "$D"
like "$(cat "$T/err")" '(79|[89][0-9]|[1-9][0-9][0-9]) scores taken from' "from the state file"
ok "same bytes as never killed" diff -r "$T/ref" "$T/k"

if env --default-signal=INT true 2>/dev/null; then
	env --default-signal=INT "$C" train --auto --folds 12 --name auto -o "$T/i" "$A" "$B" "$D" >/dev/null 2>"$T/err" &
	pid=$!
	lines "$T/i.search" 80
	kill -INT $pid
	wait $pid
	is $? 0 "interrupted: done"
	is "$(jq -r .search.stopped "$T/i/manifest.json")" interrupt "the manifest says so"
	like "$(cat "$T/err")" 'ended by interrupt: the best so far is used' "a line too"
	ok "the same command" auto -o "$T/i"
	ok "completes it" diff -r "$T/ref" "$T/i"
else
	skip "interrupt" "env has no --default-signal"
fi

status 0 "a budget of nothing" "$C" train --auto --budget 0.000001s --folds 3 -o "$T/b" "$A" "$B" "$D"
is "$(jq -c '[.search.stopped, .labels.complaint.cost, .search.labels.complaint.complete]' "$T/b/manifest.json")" '["budget",0.1,false]' "the defaults stay"
printf '{"v":1,"kind":"unanswered search","key":"0123456789abcdef"}\n{"label":"query","fold":0,"log2_cost":0,"macro_f1":1,"auc":1}\n' >"$T/o.search"
status 0 "a state of other posts" "$C" train --auto --budget 0.000001s --folds 3 -o "$T/o" "$A" "$B" "$D"
like "$(cat "$T/err")" 'is of other posts or options: the search starts anew' "is not used"
is "$(jq -c '.search.labels.query.tried' "$T/o/manifest.json")" '[]' "nor believed"
echo "my notes" >"$T/n.search"
status 2 "a file that is none" "$C" train --auto --folds 3 -o "$T/n" "$A" "$B" "$D"
is "$(cat "$T/n.search")" "my notes" "is left alone"
if command -v flock >/dev/null; then
	: >"$T/l.search"
	status 4 "two at once" flock "$T/l.search" "$C" train --auto --folds 3 -o "$T/l" "$A" "$B" "$D"
else
	skip "two at once" "no flock"
fi
status 2 "--auto and --cost" "$C" train --auto -C 1 -o "$T/no" "$A"
status 2 "--budget alone" "$C" train --budget 10m -o "$T/no" "$A"
status 2 "--budget of no time" "$C" train --auto --budget soon -o "$T/no" "$A"
like "$(cat "$T/err")" '90s, 10m or 2h' "says how"

# libsvm's letters.
status 0 "svm-train's flags" "$C" train -q -s 0 -t 0 -c 0.5 -e 0.01 -m 100 -h 0 -w1 3 -w-1 2 -o "$T/f" "$A" "$B" "$D"
is "$(jq -c '[(.labels.query | .cost, .weights.yes, .weights.no, .balance), (.solver | .epsilon, .shrinking)] == [0.5, 3, 2, null, 0.01, false]' "$T/f/manifest.json")" true "mean what they mean there"
ok "weights of one" "$C" train -q --folds 3 -w1 1 -w0 1 -o "$T/w" "$A" "$B" "$D"
ok "no balance" "$C" train -q --folds 3 --balance 0 -o "$T/w0" "$A" "$B" "$D"
ok "are the same machines" cmp "$T/w/weights.bin" "$T/w0/weights.bin"
ok "one weight" "$C" train -q --folds 3 -w1 4 -o "$T/w4" "$A" "$B" "$D"
is "$(jq -n --slurpfile a "$T/w/manifest.json" --slurpfile b "$T/w4/manifest.json" '$b[0].labels.complaint.bias > $a[0].labels.complaint.bias, $b[0].labels.complaint.weights.no == 1' | tr '\n' ' ')" "true true " "moves the border"
status 0 "-v" "$C" train -v 3 "$A" "$B" "$D"
cp "$T/out" "$T/v"
status 0 "eval" "$C" eval --folds 3 "$A" "$B" "$D"
ok "is eval with --folds" cmp "$T/v" "$T/out"
for bad in "-s 3" "-t 2" "-g 0.1" "-w1 -1" "-w1 2 --balance 1" "-v 3 --auto" "-h 2" "-v 1" "-m 0"; do
	status 2 "refused: $bad" "$C" train $bad -o "$T/no" "$A" "$B" "$D"
done
status 2 "-v makes no model" "$C" train -v 3 -o "$T/no" "$A"
like "$(cat "$T/err")" 'makes no model' "is said"
[ -e "$T/no" ] && fail "none is made" || pass "none is made"
status 2 "elsewhere -s is the store" "$C" run -s "$T/nostore"
like "$(cat "$T/err")" 'nostore' "as before"
status 0 "-h is help there" "$C" eval -h
status 0 "help of train" "$C" train --help
is "$(grep -cE '^  -[shvc],' "$T/out")" 4 "names a letter once"
