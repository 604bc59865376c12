#!/bin/sh
# Whole programs timed side by side in one run: the best of five, and ratios.
# Real tweets where the shared data are, else the sample many times over.
# fastText and scikit-learn run beside classify where Debian's are installed.
cd "$(dirname "$0")/.." || exit 1
: "${SHARED=../shared}"
: "${BIN:=build/bin}"
: "${TESTBIN:=build/tests}"
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT INT TERM
py=/usr/bin/python3

# best NAME COMMAND...: seconds of the fastest of five runs, kept as $NAME.
best() {
	name=$1
	shift
	b=
	for i in 1 2 3 4 5; do
		t0=$(date +%s%N)
		"$@" >"$t/log" 2>&1 || { echo "bench: $name failed"; tail -n 3 "$t/log"; return 1; }
		d=$((($(date +%s%N) - t0) / 1000))
		if [ -z "$b" ] || [ $d -lt "$b" ]; then b=$d; fi
	done
	eval "$name=$b"
}
# row TEXT MICROSECONDS RIVAL: a line with posts a second and the ratio.
row() {
	awk -v t="$1" -v us="$2" -v rival="$3" -v n="$n" -v what="$4" 'BEGIN {
		printf "%-46s %8.3f s %10d posts/s", t, us / 1e6, n / us * 1e6
		if (rival > 0) printf "   %5.2f x %s", rival / us, what
		print "" }'
}

csv=$SHARED/data/conversations/twcs.csv
if [ -r "$csv" ]; then
	"$BIN/ingest" init -q --from "$csv" -f twcs -o "$t/companies.json"
	"$BIN/ingest" import -q -f twcs -c "$t/companies.json" -o "$t/posts.jsonl" "$csv"
else
	echo 'bench: real tweets: skipped, the shared data are not here'
	cp data/sample/companies.json "$t/companies.json"
	i=0
	while [ $i -lt 60 ]; do
		sed "s/\"id\":\"\\([^\"]*\\)\"/\"id\":\"\\1-$i\"/" data/sample/posts.jsonl
		i=$((i + 1))
	done >"$t/raw.jsonl"
	"$BIN/ingest" import -q -c "$t/companies.json" --now 2026-11-22T02:00:00Z -o "$t/posts.jsonl" "$t/raw.jsonl"
fi
n=$(wc -l <"$t/posts.jsonl")
echo "$n posts, $(wc -c <"$t/posts.jsonl") bytes as JSON Lines, one core each"

best wc wc -l "$t/posts.jsonl"
row 'wc -l (the floor)' "$wc"
best jansson "$TESTBIN/bench_parse" jansson "$t/posts.jsonl"
row 'jansson: parse each line' "$jansson"
best scan "$TESTBIN/bench_parse" scan "$t/posts.jsonl"
row 'our scanner: parse each line' "$scan" "$jansson" 'jansson'
best jsonl "$BIN/ingest" import -q -c "$t/companies.json" --now 2026-11-24T00:00:00Z -o /dev/null "$t/posts.jsonl"
row 'ingest import, jsonl' "$jsonl" "$jansson" 'jansson parsing alone'
if [ -r "$csv" ]; then
	best ours "$TESTBIN/bench_parse" csv "$csv"
	row 'our CSV reader: parse' "$ours"
	best twcs "$BIN/ingest" import -q -f twcs -c "$t/companies.json" -o /dev/null "$csv"
	if [ -x $py ]; then
		best pycsv $py -c "import csv,sys
for r in csv.reader(open(sys.argv[1], newline='')): pass" "$csv"
		row "Python's csv module (C): parse" "$pycsv"
		row 'ingest import, twcs' "$twcs" "$pycsv" "Python's csv parsing alone"
	else
		row 'ingest import, twcs' "$twcs" "$ours" 'our CSV reader alone'
	fi
fi

best run "$BIN/classify" run -q -m models/default -o /dev/null "$t/posts.jsonl"
row 'classify run' "$run" "$jansson" 'jansson parsing alone'
best run2 "$BIN/classify" run -q -j 2 -m models/default -o /dev/null "$t/posts.jsonl"
row 'classify run -j 2' "$run2" "$run" 'one thread'
head -n 1 "$t/posts.jsonl" >"$t/one.jsonl"
best start "$BIN/classify" run -q -m models/default -o /dev/null "$t/one.jsonl"
echo "classify: start-up and one post $((start / 1000)) ms"
if [ -x /usr/bin/time ]; then
	/usr/bin/time -f 'classify: %M KiB resident at most' "$BIN/classify" run -q -m models/default -o /dev/null "$t/posts.jsonl"
fi

if $py -c 'import sklearn' 2>/dev/null; then
	best sk $py tests/bench_sklearn.py data/labelled "$t/posts.jsonl" "$t/sk.txt"
	# The script prints the seconds its labelling took, training left out.
	sk=$(awk '/^label/ { print int($2 * 1e6) }' "$t/log")
	row 'scikit-learn, same features, labelling only' "$sk"
	row 'classify run' "$run" "$sk" 'scikit-learn'
else
	echo 'scikit-learn: skipped (apt-get install python3-sklearn)'
fi
if command -v fasttext >/dev/null; then
	jq -r '"__label__" + (.complaint | tostring) + " " + (.text | gsub("\n"; " "))' data/labelled/*.jsonl >"$t/ft.train"
	jq -r 'select(.deleted | not) | .text | gsub("\n"; " ")' "$t/posts.jsonl" >"$t/ft.in"
	fasttext supervised -input "$t/ft.train" -output "$t/ft" -minn 2 -maxn 5 -wordNgrams 2 -thread 1 -dim 100 -epoch 5 >/dev/null 2>&1
	head -n 1 "$t/ft.in" >"$t/ft.one"
	best ftload fasttext predict-prob "$t/ft.bin" "$t/ft.one" 2
	best ft fasttext predict-prob "$t/ft.bin" "$t/ft.in" 2
	ft=$((ft - ftload))
	row 'fastText, characters 2-5, loading left out' "$ft"
	row 'classify run' "$run" "$ft" 'fastText'
else
	echo 'fastText: skipped (apt-get install fasttext)'
fi

mkdir -p "$t/s/posts"
cp "$t/posts.jsonl" "$t/s/posts/2026-11-22T020000Z.jsonl"
cp "$t/companies.json" "$t/s"
"$BIN/classify" run -q -s "$t/s" -m models/default
best report "$BIN/report" run -q -s "$t/s" -o "$t/r.json"
row 'report run, summary.json' "$report" "$jansson" 'jansson parsing alone'
best pdf "$BIN/report" run -q -s "$t/s" -o "$t/r.pdf"
row 'report run, report.pdf' "$pdf"

# Training with 10-fold cross-validation as posts grow: real posts of other
# people, mixed; one run each, for the largest take minutes.
lab=$SHARED/data/labelled
once() {
	name=$1
	shift
	t0=$(date +%s%N)
	"$@" >"$t/log" 2>&1 || { echo "bench: $name failed"; tail -n 3 "$t/log"; return 1; }
	eval "$name=$((($(date +%s%N) - t0) / 1000))"
}
if [ -r "$lab/airline.tsv" ] && [ -r "$lab/fincorp.tsv" ] && [ -r "$lab/sanders.tsv" ] && [ -r "$lab/real.tsv" ]; then
	"$TESTBIN/bench_mix" 50000 "$lab/airline.tsv" "$lab/fincorp.tsv" "$lab/sanders.tsv" "$lab/real.tsv" data/labelled/*.jsonl >"$t/mix" 2>/dev/null
	for n in 1000 2000 4000 8000; do
		head -n $n "$t/mix" >"$t/mix.jsonl"
		once svm "$BIN/classify" train -q --solver libsvm --memory 8192 -o "$t/m" "$t/mix.jsonl" &&
			row "classify train, libsvm, $n posts" "$svm"
		once lin "$BIN/classify" train -q --solver liblinear -o "$t/m" "$t/mix.jsonl" &&
			row "classify train, liblinear, $n posts" "$lin" "$svm" 'libsvm'
	done
	n=50000
	cp "$t/mix" "$t/mix.jsonl"
	once lin "$BIN/classify" train -q -o "$t/m" "$t/mix.jsonl" &&
		row 'classify train, auto (liblinear), 50000 posts' "$lin"
else
	echo 'classify train as posts grow: skipped, the shared data are not here'
fi
