# Label files of other tools, in and out; agreement; svm-train's machines.
. "$(dirname "$0")/lib.sh"
C=$BIN/classify

# ---- there and back ----
# Texts, ids, names and values that tools are known to lose.
cat >"$T/nasty.jsonl" <<'END'
{"id":"12345678901234567890123","text":"tab\there\nline\\n back\\slash \"q\" 'x' \r cr \r\n 👍🏽 \u2028 \u2029 \u0085 end\\","complaint":1,"query":0,"sentiment":"negative","meta":{"id":"inner","b":1,"a":[1.0, 1.50e3, "x\ty"]},"domain":"rail","asked":["query"],"label":["complaint"],"accept":[1]}
{"id":"007","text":" __label__complaint lead\r","query":true,"labels_other":["urgent","__x"],"annotation":{"completed_by":3,"lead_time":1.50},"json":"{\"a\":1}","options":[]}
{"text":"no id","sentiment":"positive","domain":"bank\t","":"empty name","tab\tname":"v","results_other":[{"from_name":"stars","to_name":"text","type":"rating","value":{"rating":4}}]}
{"id":"e","text":"=cmd|x","complaint":0,"query":"0","domain":"","lang":null,"big":123456789012345678901234567890,"text ":"near","data":{"text":1},"annotations":[],"answer":"reject","labels_other":["complaint"],"results_other":[],"annotation":{"result":1}}
{"id":"1e400","text":"\u007f \u200b \ufeff","complaint":1,"tool_id":5,"predictions":[{"a":{"b":[]}}],"annotation":{"was_cancelled":true},"labels_other":[]}
{"id":2.50,"text":"a number for an id","complaint":0}
END
ok "one form of our own" "$C" export -q --to jsonl -o "$T/canon.jsonl" "$T/nasty.jsonl"
is "$(jq -Sc . "$T/canon.jsonl")" \
	"$(jq -Sc '(if has("query") then .query |= (if . == true then 1 elif . == "0" then 0 else . end) else . end) | (if .id == 2.5 then .id = "2.50" else . end)' "$T/nasty.jsonl")" \
	"says the same"
is "$(grep -c '1.50e3\|123456789012345678901234567890\|"id":"2.50"' "$T/canon.jsonl")" 3 "to the last digit"
"$C" export -q --to jsonl -o "$T/all.jsonl" data/labelled/*.jsonl
is "$(jq -Sc . "$T/all.jsonl" | cksum)" "$(cat data/labelled/*.jsonl | jq -Sc . | cksum)" "data/labelled says the same"
for f in tsv jsonl doccano labelstudio prodigy; do
	ok "to $f" "$C" export -q --to $f -o "$T/x.$f" "$T/nasty.jsonl"
	ok "from $f" "$C" import -q --from $f -o "$T/back" "$T/x.$f"
	ok "$f: there and back is the same" cmp "$T/back" "$T/canon.jsonl"
	"$C" export -q --to $f data/labelled/*.jsonl >"$T/y.$f"
	ok "$f: so with data/labelled" sh -c '"$1" import -q --from "$2" - <"$3" | cmp - "$4"' sh "$C" $f "$T/y.$f" "$T/all.jsonl"
done
for f in doccano labelstudio prodigy; do
	ok "$f is JSON to others" jq -c . "$T/x.$f"
done
is "$(awk -F'\t' '{ print NF }' "$T/x.tsv" | sort -u | wc -l) $(grep -c "$(printf '\r')" "$T/x.tsv")" "1 0" "TSV has one shape and no CR"
is "$(head -n 1 "$T/y.tsv")" "$(printf 'id\ttext\tcomplaint\tquery\tsentiment\tchannel\tdomain\tlang')" "other members are columns"
ok "our TSV reads as labelled posts" "$C" export -q --to jsonl -o "$T/back" "$T/x.tsv"
ok "with the same text" cmp "$T/back" "$T/canon.jsonl"

# What sample leaves open is counted, and what a spreadsheet would run guarded.
printf '%s\n' '{"text":"@shop \u001b[1m","query":1,"=run":"x","note":"+1"}' '{"text":"open","query":"?"}' >"$T/open.jsonl"
status 0 "rows not labelled" "$C" export --to tsv "$T/open.jsonl"
is "$(cat "$T/out")" "$(printf '%s\n' 'id	text	complaint	query	sentiment	note	json' '	\@shop \u001b[1m		1		\+1	{"=run":"x"}')" "no cell or header begins a formula"
like "$(cat "$T/err")" 'read=2 bad=0 unlabelled=1 kept=1' "they are counted"

# fastText: labels and words, and what it cannot carry.
"$C" export -q --to fasttext -o "$T/x.ft" "$T/nasty.jsonl"
is "$(sed -n '2p;4p' "$T/x.ft")" "$(printf '%s\n%s' '__label__query  _label__complaint lead ' '__label__no-complaint __label__no-query =cmd|x')" "fastText lines"
is "$(wc -l <"$T/x.ft")" 6 "a post a line"
"$C" export -q --to fasttext -o "$T/y.ft" data/labelled/*.jsonl
"$C" import -q --from fasttext -o "$T/back" "$T/y.ft"
is "$(jq -Sc '{text,complaint,query,sentiment}' "$T/back" | cksum)" \
	"$(jq -Sc '{text: (.text | gsub("[\n\t\r]"; " ")),complaint,query,sentiment}' "$T/all.jsonl" | cksum)" "text and labels come back"
"$C" export -q --to fasttext --label query -o "$T/q.ft" data/labelled/a-services.jsonl
is "$(cut -d' ' -f1 "$T/q.ft" | sort -u | tr '\n' ' ')" "__label__no-query __label__query " "--label keeps one"
"$C" export -q --to tsv --label sentiment -o "$T/s.tsv" "$T/nasty.jsonl"
is "$(wc -l <"$T/s.tsv")" 3 "rows without it are left out"

# ---- what the tools themselves write ----
cat >"$T/doccano.jsonl" <<'END'
{"id": 41, "text": "late again", "label": ["complaint", "negative", "to check"], "Comments": ["?"], "meta": {"id": "x:1", "lang": "en"}}
{"id": 42, "text": "when", "label": ["query"]}
{"id": 43, "text": "not looked at", "label": []}
{"id": 44, "text": "torn", "label": ["negative", "positive"]}
{"id": 45, "text": "old export", "label": [3]}
END
status 0 "doccano's export" "$C" import --from doccano --max-rejects 0.5 "$T/doccano.jsonl"
is "$(cat "$T/out")" '{"id":"x:1","text":"late again","complaint":1,"query":0,"sentiment":"negative","Comments":["?"],"labels_other":["to check"],"lang":"en","tool_id":"41"}
{"id":"42","text":"when","complaint":0,"query":1}' "our id, its labels, the rest"
like "$(cat "$T/err")" 'doccano.jsonl:44?: two sentiments' "two sentiments are refused"
like "$(cat "$T/err")" 'doccano.jsonl:5: labels must be names' "numbers too"
like "$(cat "$T/err")" 'read=5 bad=2 unlabelled=1 kept=2' "and all are counted"
status 7 "more than allowed" "$C" import --from doccano -o "$T/no" "$T/doccano.jsonl"
[ -e "$T/no" ] && fail "nothing is written" || pass "nothing is written"
cat >"$T/prodigy.jsonl" <<'END'
{"text":"A","label":"complaint","answer":"reject","_input_hash":-15,"meta":{"id":"1","score":0.02}}
{"text":"B","label":"negative","answer":"accept"}
{"text":"C","label":"query","answer":"ignore"}
{"text":"D","accept":["query","neutral"],"answer":"accept","label":"shop"}
{"text":"E","accept":["query","neutral"],"answer":"reject"}
END
ok "Prodigy's export" "$C" import -q --from prodigy -o "$T/out" "$T/prodigy.jsonl"
is "$(cat "$T/out")" '{"id":"1","text":"A","complaint":0,"_input_hash":-15,"score":0.02}
{"text":"B","sentiment":"negative"}
{"text":"D","complaint":0,"query":1,"sentiment":"neutral","label":"shop"}' "answers"
cat >"$T/studio.json" <<'END'
[
  { "id": 7, "data": { "text": "late", "meta": { "id": "x:9" }, "shop": "n1" },
    "annotations": [
      { "id": 1, "completed_by": 4, "was_cancelled": false, "result": [
        { "from_name": "complaint", "to_name": "text", "type": "choices", "value": { "choices": ["yes"] } },
        { "from_name": "topic", "to_name": "text", "type": "choices", "value": { "choices": ["rail"] } } ] },
      { "id": 2, "was_cancelled": true, "result": [
        { "from_name": "complaint", "to_name": "text", "type": "choices", "value": { "choices": ["no"] } } ] },
      { "id": 3, "result": [
        { "from_name": "sentiment", "to_name": "text", "type": "choices", "value": { "choices": ["neutral"] } } ] } ] },
  { "id": 8, "data": { "text": "nobody looked" }, "annotations": [] },
  { "id": 9, "annotations": [] }
]
END
status 0 "Label Studio's export" "$C" import --from labelstudio --max-rejects 0.5 "$T/studio.json"
is "$(jq -c '[.id, .complaint, .sentiment, .annotation.id, .shop, .tool_id, (.results_other | length)]' "$T/out" | tr '\n' ' ')" \
	'["x:9",1,null,1,"n1","7",1] ["x:9",null,"neutral",3,"n1","7",0] ' "a row an annotation, cancelled ones not"
like "$(cat "$T/err")" 'studio.json:12: a task without data' "a bad task is named by its line"
head -c 300 "$T/studio.json" >"$T/cut.json"
status 2 "cut" "$C" import --from labelstudio "$T/cut.json"
like "$(cat "$T/err")" 'cut.json: not one whole JSON array' "says so"
printf '__label__complaint __label__no-complaint x\n__label__query ok\n' >"$T/both.ft"
status 0 "fastText" "$C" import --from fasttext --max-rejects 0.5 "$T/both.ft"
like "$(cat "$T/err")" 'both.ft:1: complaint is both yes and no' "yes and no"

# ---- usage ----
status 2 "no format" "$C" export "$T/nasty.jsonl"
status 2 "a format there is not" "$C" export --to csv "$T/nasty.jsonl"
like "$(cat "$T/err")" 'one of tsv, jsonl' "names those there are"
status 2 "a label there is not" "$C" export --to tsv --label anger "$T/nasty.jsonl"
status 2 "libsvm wants a label" "$C" export --to libsvm "$T/nasty.jsonl"
status 2 "libsvm holds no text" "$C" import --from libsvm "$T/nasty.jsonl"
status 2 "not there" "$C" import --from tsv -o "$T/no" "$T/none.tsv"
status 2 "two things for standard output" "$C" import --from jsonl --against "$T/canon.jsonl" -o - "$T/canon.jsonl"
[ -e "$T/no" ] && fail "nothing is made" || pass "nothing is made"
if [ -e /dev/full ]; then
	sh -c '"$1" export --to tsv data/labelled/a-services.jsonl >/dev/full 2>"$2"; echo $? >"$3"' sh "$C" "$T/err" "$T/rc"
	is "$(cat "$T/rc")" 1 "full disk"
else
	skip "full disk" "no /dev/full"
fi

# ---- agreement ----
# 20 5 / 10 15 for complaint, as in test_kappa.c: 0.7, 0.4, 0.126996.
words='function word(i) { return sprintf("w%c%c", 97 + i % 26, 97 + int(i / 26)) }'
awk "$words"' BEGIN { for (i = 1; i <= 50; i++) printf "{\"id\":\"p%d\",\"text\":\"%s\",\"complaint\":%d}\n", i, word(i), (i > 25) }' >"$T/first.jsonl"
awk "$words"' BEGIN { for (i = 1; i <= 50; i++) printf "p%d\t%s\t%d\n", i, word(i), ((i > 20 && i <= 25) || i > 35) }' |
	(printf 'id\ttext\tcomplaint\n'; cat; printf '\twba\t0\nz\tnew\t1\n') >"$T/second.tsv"
status 0 "against earlier labels" "$C" import --from tsv --json --against "$T/first.jsonl" "$T/second.tsv"
is "$(jq -c '[.by_id, .by_text, .other_text, .labels.complaint.n, .labels.query.n, .labels.query.kappa]' "$T/out")" '[50,1,0,51,0,null]' "pairs by id, else by text"
sed '/^\twba/d' "$T/second.tsv" >"$T/third.tsv"
"$C" import -q --from tsv --json --against "$T/first.jsonl" "$T/third.tsv" >"$T/out"
is "$(jq -c '.labels.complaint | [.n, .agreement, .kappa, (.se * 1e6 | round)]' "$T/out")" '[50,0.7,0.4,126996]' "kappa as worked out by hand"
is "$(jq -c '.contradictions | length' "$T/out")" 15 "each difference is a contradiction"
status 0 "for people" "$C" import --from tsv -o "$T/kept.jsonl" --against "$T/first.jsonl" "$T/third.tsv"
like "$(cat "$T/out")" '^complaint +50 +0\.700 +0\.400 +0\.127$' "a table"
is "$(wc -l <"$T/kept.jsonl")" 51 "and the rows"
N1="$(printf 'a\033[31m.jsonl')"
printf '{"id":"1","text":"my train to Leeds was cancelled again this morning and nobody said why","complaint":1}\n' >"$T/$N1"
printf '{"id":"2","text":"x","complaint":0}\n{"id":"9","text":"My train to York was cancelled again this morning and nobody said why!","complaint":0,"query":1}\n' >"$T/b.jsonl"
(cd "$T" && "$C" import -q --from jsonl --against "$N1" b.jsonl) >"$T/out"
like "$(cat "$T/out")" '^complaint: a\[31m.jsonl:1 is 1, b.jsonl:2 is 0$' "near copies that contradict, with places"
like "$(cat "$T/out")" '^1 contradictions' "one"
grep -q York "$T/out" && fail "no text is shown" || pass "no text is shown"

# ---- libsvm ----
for f in a-services c-threads e-requests; do
	head -n 100 data/labelled/$f.jsonl >"$T/$f.jsonl"
done
sed -n '101,180p' data/labelled/d-chatter.jsonl >"$T/held.jsonl"
set -- "$T/a-services.jsonl" "$T/c-threads.jsonl" "$T/e-requests.jsonl"
ok "a model" "$C" train -q --folds 2 -e 0.000001 -o "$T/m" "$@"
status 0 "its vectors" "$C" export --to libsvm --label query -m "$T/m" -o "$T/q.svm" "$@"
OPTIONS=$(sed -n 's/.*the same machine: svm-train //p' "$T/err")
is "$(wc -l <"$T/q.svm") $(grep -c '^+1 ' "$T/q.svm")" "300 $(cat "$@" | jq -s 'map(select(.query == 1)) | length')" "a line a post"
ok "its decision values" "$C" export -q --to decisions --label query -m "$T/m" -o "$T/q.ours" "$@"
ok "of held-out posts too" "$C" export -q --to libsvm --label query -m "$T/m" --scale "$1" --scale "$2" --scale "$3" -o "$T/h.svm" "$T/held.jsonl"
"$C" export -q --to decisions --label query -m "$T/m" -o "$T/h.ours" "$T/held.jsonl"

ok "a model with weights" "$C" train -q --folds 2 -w1 3 -w0 0.5 -o "$T/mw" "$@"
status 0 "its vectors" "$C" export --to libsvm --label query -m "$T/mw" -o "$T/w.svm" "$@"
like "$(cat "$T/err")" 'the same machine: .* -w1 3 -w-1 0\.5 -e 0\.001$' "its weights, not its balance"
ok "a model of liblinear" "$C" train -q --folds 2 --solver liblinear -o "$T/ml" "$@"
status 0 "its vectors" "$C" export --to libsvm --label query -m "$T/ml" -o "$T/w.svm" "$@"
like "$(cat "$T/err")" "nearest to liblinear's machine: svm-train .* -e 0\\.001\$" "svm-train's is only near"
status 2 "a machine is not searched" "$C" train --from-libsvm x --auto --label query -o "$T/no" "$@"
status 2 "a base without a machine" "$C" train --model "$T/m" -o "$T/no" "$@"

# decide MODEL PROBLEM: decision values from svm-train's file, by awk.
decide() {
	awk 'function dot(from, v, i, p) { v = 0; for (i = from; i <= NF; i++) { split($i, p, ":"); v += w[p[1]] * p[2] } return v }
	FNR == 1 { file++ }
	file == 1 && $1 == "rho" { rho = $2 }
	file == 1 && $1 == "label" { sign = $2 }
	file == 1 && sv { for (i = 2; i <= NF; i++) { split($i, p, ":"); w[p[1]] += $1 * p[2] } }
	file == 1 && $1 == "SV" { sv = 1 }
	file == 2 { printf "%.12g\n", sign * (dot(2) - rho) }' "$1" "$2"
}
# apart FILE FILE: whether two columns of numbers differ by more than 2e-6.
apart() {
	paste "$1" "$2" | awk '{ d = $1 - $2; if (d < 0) d = -d; if (d > m) m = d } END { print NR, (m < 2e-6 ? "same" : "apart by " m) }'
}
if command -v svm-train >/dev/null; then
	# shellcheck disable=SC2086
	ok "svm-train $OPTIONS" svm-train -q $OPTIONS "$T/q.svm" "$T/q.model"
	decide "$T/q.model" "$T/q.svm" >"$T/q.theirs"
	is "$(apart "$T/q.ours" "$T/q.theirs")" "300 same" "the same decision values"
	decide "$T/q.model" "$T/h.svm" >"$T/h.theirs"
	is "$(apart "$T/h.ours" "$T/h.theirs")" "80 same" "on held-out posts too"
	for p in q h; do
		svm-predict "$T/$p.svm" "$T/q.model" "$T/$p.out" >"$T/$p.said"
		is "$(awk '{ print ($1 > 0 ? 1 : -1) }' "$T/$p.ours" | cmp - "$T/$p.out" && echo same)" same "svm-predict says the same ($p)"
	done
	RIGHT=$(paste -d' ' "$T/h.ours" "$T/h.svm" | awk '{ n += ($1 > 0) == ($2 > 0) } END { print n }')
	like "$(cat "$T/h.said")" "\($RIGHT/80\)" "the same accuracy"

	# And back: another machine, of a cheaper training error.
	svm-train -q -t 0 -c 0.01 "$T/q.svm" "$T/c.model"
	status 0 "take it in" "$C" train --from-libsvm "$T/c.model" --model "$T/m" --label query --name taken -o "$T/m2" "$@"
	like "$(tail -n 1 "$T/out")" '^taken@[0-9a-f]{12} in ' "a new name"
	"$C" export -q --to decisions --label query -m "$T/m2" -o "$T/c.ours" "$T/held.jsonl"
	decide "$T/c.model" "$T/h.svm" >"$T/c.theirs"
	is "$(apart "$T/c.ours" "$T/c.theirs")" "80 same" "decides as svm-train's does"
	for l in complaint neutral; do
		"$C" export -q --to decisions --label $l -m "$T/m" -o "$T/1" "$T/held.jsonl"
		"$C" export -q --to decisions --label $l -m "$T/m2" -o "$T/2" "$T/held.jsonl"
		ok "$l stays as it was" cmp "$T/1" "$T/2"
	done
	is "$(jq -c '[(.out_of_fold | has("query")), .labels.query.from_libsvm.file, .labels.query.from_libsvm.calibration]' "$T/m2/manifest.json")" '[false,"c.model","the base'"'"'s"]' "the manifest says so"
	ok "calibrate" "$C" train -q --from-libsvm "$T/c.model" --model "$T/m" --label query --calibrate "$T/held.jsonl" -o "$T/m3" "$@"
	is "$(jq -n --slurpfile a "$T/m2/manifest.json" --slurpfile b "$T/m3/manifest.json" '$a[0].labels.query.platt == $b[0].labels.query.platt')" false "new probabilities"
	head -n 60 "$T/c.model" >"$T/cut.model"
	ok "libsvm takes a cut model" svm-predict -q "$T/h.svm" "$T/cut.model" "$T/1"
	status 2 "we do not" "$C" train --from-libsvm "$T/cut.model" --model "$T/m" --label query -o "$T/m4" "$@"
	like "$(cat "$T/err")" 'cut.model:60: the file is cut' "and say where"
	svm-train -q -t 2 "$T/h.svm" "$T/rbf.model"
	status 2 "another kernel" "$C" train --from-libsvm "$T/rbf.model" --model "$T/m" --label query -o "$T/m4" "$@"
	status 2 "no label" "$C" train --from-libsvm "$T/c.model" --model "$T/m" -o "$T/m4" "$@"
	status 2 "no posts for the factors" "$C" train --from-libsvm "$T/c.model" --model "$T/m" --label query -o "$T/m4"
	[ -e "$T/m4" ] && fail "no folder is made" || pass "no folder is made"
else
	skip "svm-train" "libsvm-tools is not installed"
fi
