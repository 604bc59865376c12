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
