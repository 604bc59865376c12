# classify as a user runs it: train, filter, store, damage, eval.
. "$(dirname "$0")/lib.sh"
C=$BIN/classify
NOW=2026-11-22T02:00:00Z

# A small model, trained twice: the same bytes, whatever -j and the order.
for f in a-services c-threads e-requests; do
	head -n 150 data/labelled/$f.jsonl >"$T/$f.jsonl"
done
status 0 "train" "$C" train --name small --folds 3 -o "$T/m" "$T/a-services.jsonl" "$T/c-threads.jsonl" "$T/e-requests.jsonl"
like "$(cat "$T/out")" '^complaint +450 ' "train prints scores"
like "$(tail -n 1 "$T/out")" "^small@[0-9a-f]{12} in " "train prints the name"
MODEL=$(tail -n 1 "$T/out" | cut -d' ' -f1)
ok "train again" "$C" train -q -j 3 --name small --folds 3 -o "$T/m2" "$T/e-requests.jsonl" "$T/a-services.jsonl" "$T/c-threads.jsonl"
ok "same bytes" diff -r "$T/m" "$T/m2"
ok "train over it" "$C" train -q --seed 2 --name small --folds 3 -o "$T/m2" "$T/e-requests.jsonl" "$T/a-services.jsonl"
is "$(ls "$T/m2" | tr '\n' ' ')" "manifest.json weights.bin " "nothing left over"
if cmp -s "$T/m/manifest.json" "$T/m2/manifest.json"; then fail "another seed, another manifest"; else pass "another seed, another manifest"; fi
status 2 "no labelled file" "$C" train -o "$T/m3"
status 2 "no folder" "$C" train "$T/a-services.jsonl"
status 2 "file not there" "$C" train -o "$T/m3" "$T/none.jsonl"
printf '{"text":"a","complaint":1}\n{"text":"b","complaint":0}\n' >"$T/few.jsonl"
status 2 "labels missing" "$C" train -q -o "$T/m3" "$T/few.jsonl"
like "$(cat "$T/err")" 'query: a model needs posts with it|complaint: a model needs' "says which"
printf 'nonsense\n{"text":"a","complaint":1}\n' >"$T/bad.jsonl"
status 7 "too many bad lines" "$C" train -q -o "$T/m3" "$T/bad.jsonl"
like "$(cat "$T/err")" 'bad.jsonl:1: JSON' "says file and line"
[ -e "$T/m3" ] && fail "no folder is made" || pass "no folder is made"

# Filter.
p() { # p ID TEXT LANG: a post
	printf '{"v":1,"id":"x:%s","text":"%s","lang":%s,"n":"<\\u0041\\/>"}\n' "$1" "$2" "$3"
}
{
	p 1 "@shop my parcel never arrived and nobody answers, this is awful" null
	p 2 "Warum kommt mein Paket nicht an und niemand antwortet mir am Telefon" null
	p 3 "@a @b https://x.example 👍" null
	p 4 "gracias" '"es"'
	p 5 "gracias" '"und"'
	echo '{"v":1,"id":"x:1","deleted":true,"fetched_at":"2026-11-22T02:00:00Z"}'
} >"$T/in.jsonl"
status 0 "filter" "$C" run -m "$T/m" <"$T/in.jsonl"
cp "$T/out" "$T/labelled.jsonl"
is "$(jq -r '[.id, (.labels|type), .abstained, .language, (.model|type)] | join(" ")' "$T/out" | tr '\n' '|')" \
	"x:1 array  en string|x:2 null language de string|x:3 null empty  string|x:4 null language es string|x:5 array   string|x:1 null   null|" \
	"judged, abstained, deleted"
is "$(jq -r 'select(.p) | .p | [.negative, .neutral, .positive] | add * 10000 | round' "$T/out" | sort -u)" 10000 "sentiments sum to one"
is "$(jq -c 'select(.p) | (.p.complaint >= 0.5) == (.labels | index("complaint") != null) and (.p.query >= 0.5) == (.labels | index("query") != null)' "$T/out" | sort -u)" true "labels agree with the printed probability"
is "$(jq -r 'select(.p) | .sentiment == (.p | del(.complaint, .query) | to_entries | max_by(.value).key)' "$T/out" | sort -u)" true "so does the sentiment"
is "$(jq -r 'select(.model) | .model' "$T/out" | sort -u)" "$MODEL" "every label names its model"
cut -c1-40 "$T/in.jsonl" >"$T/a"
cut -c1-40 "$T/out" >"$T/b"
ok "the line is kept as it stood" cmp "$T/a" "$T/b"
is "$(grep -c '"n":"<\\u0041\\/>","language"' "$T/out")" 5 "to its last byte"
ok "relabel" "$C" run -q -m "$T/m" -o "$T/again.jsonl" "$T/labelled.jsonl"
ok "relabelling replaces" cmp "$T/again.jsonl" "$T/labelled.jsonl"
ok "with another model" "$C" run -q -m "$T/m2" -o "$T/other.jsonl" "$T/labelled.jsonl"
is "$(grep -o '"labels"' "$T/other.jsonl" | wc -l)" 5 "labels are not doubled"

status 0 "empty input" "$C" run -m "$T/m" </dev/null
is "$(wc -c <"$T/out")" 0 "gives empty output"
for i in $(seq 400); do cat "$T/in.jsonl"; done >"$T/many.jsonl"
ok "one thread" "$C" run -q -m "$T/m" -o "$T/j1" "$T/many.jsonl"
ok "three threads" "$C" run -q -j 3 -m "$T/m" -o "$T/j3" "$T/many.jsonl"
ok "same bytes" cmp "$T/j1" "$T/j3"

# Bad input.
{ cat "$T/many.jsonl"; echo 'not a post'; printf '{"v":1,"id":"x:9","text":"\377"}\n'; printf '{"v":1,"id":"x:8","te'; } >"$T/cut.jsonl"
for j in 1 3; do
	status 0 "a few bad lines, -j $j" "$C" run -j $j -m "$T/m" --stats "$T/stats" "$T/cut.jsonl"
	is "$(wc -l <"$T/out")" 2400 "the rest is labelled"
	is "$(jq -r '"\(.read) \(.bad)"' "$T/stats")" "2403 3" "and counted"
	is "$(grep -c 'skipped' "$T/err")" 3 "each is said"
	like "$(cat "$T/err")" 'cut.jsonl:2402: JSON: invalid UTF-8' "with file and line"
	like "$(cat "$T/err")" 'cut.jsonl:2403: last line is cut' "the cut one too"
done
status 7 "too many" "$C" run -m "$T/m" -o "$T/no" "$T/cut.jsonl" --max-rejects 0.001
[ -e "$T/no" ] && fail "write nothing" || pass "write nothing"
head -c 2097152 /dev/zero | tr '\0' x >"$T/long"
{ echo >>"$T/long"; cat "$T/long" "$T/many.jsonl"; } >"$T/long2"
status 0 "a line of 2 MiB" "$C" run -m "$T/m" "$T/long2"
is "$(wc -l <"$T/out")" 2400 "is skipped"
status 2 "input not there" "$C" run -m "$T/m" "$T/none"
status 2 "store and files" "$C" run -m "$T/m" -s "$T/none" "$T/in.jsonl"
sh -c '"$1" run -m "$2" "$3" 2>"$4"; echo $? >"$5"' sh "$C" "$T/m" "$T/many.jsonl" "$T/err" "$T/rc" | true
is "$(cat "$T/rc")" 1 "closed pipe"
like "$(cat "$T/err")" 'cannot write standard output' "is said"
if [ -e /dev/full ]; then
	sh -c '"$1" run -m "$2" "$3" >/dev/full 2>"$4"; echo $? >"$5"' sh "$C" "$T/m" "$T/in.jsonl" "$T/err" "$T/rc"
	is "$(cat "$T/rc")" 1 "full disk"
else
	skip "full disk" "no /dev/full"
fi

# Damaged models.
cp -r "$T/m" "$T/d"
head -c 1000 "$T/m/weights.bin" >"$T/d/weights.bin"
status 2 "cut weights" "$C" run -m "$T/d" <"$T/in.jsonl"
like "$(cat "$T/err")" 'weights.bin is cut: 1000 bytes' "are named"
is "$(wc -c <"$T/out")" 0 "and nothing is labelled"
cp "$T/m2/weights.bin" "$T/d/weights.bin"
status 2 "weights of another model" "$C" run -m "$T/d" <"$T/in.jsonl"
rm "$T/d/weights.bin"
status 2 "no weights" "$C" run -m "$T/d" <"$T/in.jsonl"
cp "$T/m/weights.bin" "$T/d/"
sed 's/"threshold": 0.5/"threshold": 0.4/' "$T/m/manifest.json" >"$T/d/manifest.json"
status 2 "changed manifest" "$C" run -m "$T/d" <"$T/in.jsonl"
like "$(cat "$T/err")" 'manifest.json was changed' "is said"
status 2 "no model" "$C" run -m "$T/nowhere" <"$T/in.jsonl"
like "$(cat "$T/err")" 'no model at' "says what to do"
is "$(UNANSWERED_MODEL="$T/m" "$C" run -q <"$T/in.jsonl" | cmp - "$T/labelled.jsonl" && echo same)" same "model from the environment"

# Store.
S=$T/s
mkdir -p "$S/posts"
cp "$T/in.jsonl" "$S/posts/2026-11-20T020000Z.jsonl"
cp "$T/many.jsonl" "$S/posts/2026-11-21T020000Z.jsonl"
status 0 "label a store" "$C" run -m "$T/m" -s "$S" --now $NOW
like "$(cat "$T/err")" 'done batches=2 read=2406' "both batches"
ok "first batch" cmp "$S/labels/2026-11-20T020000Z.jsonl" "$T/labelled.jsonl"
is "$(jq -r .classify.model "$S/runs/2026-11-20T020000Z.json")" "$MODEL" "the run record names the model"
is "$(jq -r .classify.counters.read "$S/runs/2026-11-21T020000Z.json")" 2400 "and its counters"
cp -r "$S" "$T/s2"
status 0 "again" "$C" run -m "$T/m" -s "$S" --now $NOW
like "$(cat "$T/err")" 'nothing to do' "does nothing"
ok "and changes nothing" diff -r -x lock "$S" "$T/s2"
rm "$S/labels/2026-11-20T020000Z.jsonl"
status 0 "one labels file missing" "$C" run -m "$T/m" -s "$S" --now $NOW
like "$(cat "$T/err")" 'batches=1 ' "is made again"
ok "to the same bytes" diff -r -x lock "$S" "$T/s2"
status 0 "another model" "$C" run -j 2 -m "$T/m2" -s "$S" --now $NOW
like "$(cat "$T/err")" 'batches=2 ' "labels all again"
# Killed between the run record and the labels: the record lies.
cp "$T/labelled.jsonl" "$S/labels/2026-11-20T020000Z.jsonl"
status 0 "labels older than their record" "$C" run -m "$T/m2" -s "$S" --now $NOW
like "$(cat "$T/err")" 'batches=1 ' "are made again"
status 0 "back" "$C" run -m "$T/m" -s "$S" --now $NOW
ok "to the first bytes" diff -r -x lock "$S" "$T/s2"
{ cat "$T/in.jsonl"; echo bad; } >"$S/posts/2026-11-22T020000Z.jsonl"
status 7 "a batch with too many bad lines" "$C" run -m "$T/m" -s "$S" --now $NOW
[ -e "$S/labels/2026-11-22T020000Z.jsonl" ] && fail "gets no labels" || pass "gets no labels"
is "$(jq -r '"\(.line) \(.record)"' "$S/rejects/2026-11-22T020000Z.classify.jsonl")" "7 bad" "its rejects are kept"
status 0 "unless allowed" "$C" run -m "$T/m" -s "$S" --now $NOW --max-rejects 0.5
is "$(wc -l <"$S/labels/2026-11-22T020000Z.jsonl")" 6 "then it is labelled"
status 2 "no store" "$C" run -m "$T/m" -s "$T/nostore"

# Eval.
status 0 "eval" "$C" eval --folds 3 "$T/a-services.jsonl" "$T/c-threads.jsonl"
like "$(cat "$T/out")" '^sentiment +macro-F1 0' "prints a table"
status 0 "eval --json" "$C" eval --folds 3 --json "$T/a-services.jsonl" "$T/c-threads.jsonl"
is "$(jq -r '.labels | keys | join(" ")' "$T/out")" "complaint negative neutral positive query sentiment" "has every label"
is "$(jq -r '.labels.complaint | keys | join(" ")' "$T/out")" "auc confusion f1 macro_f1 n precision recall" "and every measure"
is "$(jq -r '.labels.complaint | .n == ([.confusion[]] | add)' "$T/out")" true "the confusion table adds up"
is "$(jq -r '.labels.complaint | ((2 * .confusion.tp / (2 * .confusion.tp + .confusion.fp + .confusion.fn)) - .f1 | fabs) < 1e-5' "$T/out")" true "F1 is that of the table"
status 0 "eval of a model" "$C" eval -m "$T/m" --json "$T/a-services.jsonl"
is "$(jq -r '.model' "$T/out")" "$MODEL" "names it"
printf 'id\ttext\tcomplaint\n1\tall\\tbroken\t1\n2\tfine\t0\n3\tall broken again\t1\n4\tlovely, thanks\t0\n' >"$T/x.tsv"
status 0 "TSV with one label" "$C" eval -m "$T/m" --json "$T/x.tsv"
is "$(jq -r '.labels | keys | join(" ")' "$T/out")" complaint "only that one"
status 2 "nothing to measure" "$C" eval -m "$T/m" /dev/null

if command -v mandoc >/dev/null; then
	ok "manual page" mandoc -T lint -W warning classify/classify.1
else
	skip "manual page" "mandoc is not installed"
fi
