# The benchmark of labels: its scores are those of `classify eval`, and what is
# not here is skipped with a line.
. "$(dirname "$0")/lib.sh"
py=/usr/bin/python3

if ! $py -c 'import numpy' 2>/dev/null; then
	skip "benchmark of labels" "apt-get install python3-numpy"
	exit 0
fi
mkdir -p "$T/none" "$T/s/data/labelled"
bench() { # SHARED ARGUMENTS...: with no rival in reach
	shared=$1
	shift
	BIN=$BIN SHARED=$shared PATH=/nowhere $py -S -c 'import sys
sys.path.append("/usr/lib/python3/dist-packages")
sys.modules["sklearn"] = None
sys.argv = sys.argv[1:]
exec(compile(open(sys.argv[0], encoding="utf-8").read(), sys.argv[0], "exec"))' tests/bench_labels.py "$@"
}
status 0 "no data" bench "$T/none"
is "$(grep -c 'skipped, .* is not here' "$T/out")" 6 "a line for each set"
like "$(cat "$T/out")" '^scikit-learn: skipped \(apt-get install python3-sklearn\)' "and for each rival"
like "$(cat "$T/out")" '^nothing to measure' "and the end"
status 1 "unknown set" bench "$T/none" nonsense

{
	printf 'id\tcomplaint\tdomain\ttext\n'
	for f in a-services c-threads d-chatter; do
		head -n 100 data/labelled/$f.jsonl | jq -r --arg g "$f" '[.id, .complaint, $g, .text] | @tsv'
	done
} >"$T/s/data/labelled/acl2019.tsv"
{
	printf 'id\tpolarity\ttext\n'
	head -n 300 data/labelled/b-trades.jsonl | jq -r '[.id, ({negative: "-1", neutral: "0|0", positive: "1"}[.sentiment]), .text] | @tsv'
	printf 'both\t1|-1\tgood for one and bad for another\n'
} >"$T/s/data/labelled/sentirueval_tkk.tsv"
status 0 "folds and groups" bench "$T/s" acl2019 acl2019-domains sentirueval
cp "$T/out" "$T/table"
three() { jq -r ".labels.$1" "$T/out" | awk '{ printf "%.3f\n", $1 }'; }
"$BIN/classify" eval -q --json "$T/s/data/labelled/acl2019.tsv" >"$T/out"
like "$(grep '10-fold' "$T/table" | head -n 1)" " 300 macro-F1 +$(three complaint.macro_f1) \[0" "macro-F1 as eval says"
like "$(grep ' AUC ' "$T/table")" " AUC +$(three complaint.auc) \[0" "AUC as eval says"
"$BIN/classify" eval -q --group domain --json "$T/s/data/labelled/acl2019.tsv" >"$T/out"
like "$(grep 'left out  ' "$T/table")" " 300 macro-F1 +$(three complaint.macro_f1) \[0" "with groups too"
like "$(cat "$T/table")" '^sentirueval: 300 tweets, 1 left out' "a tweet that is both is left out"
jq -c '{id, text, sentiment}' data/labelled/b-trades.jsonl | head -n 300 >"$T/b.jsonl"
"$BIN/classify" eval -q --json "$T/b.jsonl" >"$T/out"
like "$(grep '^SentiRuEval' "$T/table")" " 300 macro-F1 +$(three sentiment.macro_f1) \[0" "sentiment as eval says"
