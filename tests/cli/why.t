# classify why and classify check as a user runs them.
. "$(dirname "$0")/lib.sh"
C=$BIN/classify
M=models/default
ESC=$(printf '\033')

# why: texts.
status 0 "why a text" "$C" why -m $M --top 0 "@shop my parcel never came and nobody answers"
like "$(cat "$T/out")" '^complaint 0\.[0-9]{2}, set: because of .*‘never came’ \+[0-9.]+, ' "names what speaks for it"
like "$(cat "$T/out")" '^negative 0\.[0-9]{2}, the sentiment: ' "and the sentiment"
like "$(cat "$T/out")" '^neutral 0\.[0-9]{2}.*; against: .* -[0-9.]+' "and against"
like "$(cat "$T/out")" 'decision [+-][0-9.]+ = bias [+-][0-9.]+, shown .* others .*; set from 0\.[0-9]+ up' "bias and threshold"
status 0 "why --json" "$C" why -m $M --top 0 --json "@shop my parcel never came and nobody answers" "where is it??"
is "$(wc -l <"$T/out")" 2 "a line for each text"
is "$(jq -c '[.labels[] | ([.top[].contribution] | add) + .bias + .rest - .decision | fabs < 1e-6] | unique' "$T/out" | sort -u)" '[true]' "contributions, rest and bias are the decision value"
is "$(jq -c '[.labels[] | .rest | fabs < 1e-9] | unique' "$T/out" | sort -u)" '[true]' "--top 0 leaves no rest"
is "$(jq -c '[.labels[].top[] | (.value * .weight - .contribution) | fabs < 1e-9] | unique' "$T/out" | sort -u)" '[true]' "a contribution is value times weight"
is "$(jq -c '[.labels[].top | map(-(.contribution | fabs)) | . == sort] | unique' "$T/out" | sort -u)" '[true]' "strongest first"
is "$(jq -r '[.labels[].top[].kind] | unique | join(" ")' "$T/out" | head -n 1)" "characters fact negated opens pair skip word" "every kind"
is "$(jq -r '.labels.query.top[] | select(.kind == "fact" and (.text | endswith("?"))) | .said' "$T/out" | tr '\n' '|')" "no ?|two ?|" "facts in words"
status 0 "--top" "$C" why -m $M --top 3 --json "my parcel never arrived, this is awful"
is "$(jq -c '[.labels[].top | length] | unique' "$T/out")" '[3]' "shows as many"

# The same numbers as classify run.
printf '{"v":1,"id":"x:%s","text":"%s","lang":%s}\n' 1 'my parcel never arrived and nobody answers' null \
	2 'Warum kommt mein Paket nicht an und niemand antwortet' null 3 '@a https://x.example' null \
	4 'can you help me?' '"en"' >"$T/posts.jsonl"
"$C" run -q -m $M <"$T/posts.jsonl" >"$T/labelled.jsonl"
status 0 "posts on standard input" "$C" why -m $M --json <"$T/posts.jsonl"
is "$(jq -cS '[.id, .abstained, .language, .sentiment, if .labels then (.labels | map_values(.p)) else null end]' "$T/out")" \
	"$(jq -cS '[.id, .abstained, .language, .sentiment, .p]' "$T/labelled.jsonl")" "the probabilities of classify run"
is "$(jq -c 'select(.labels) | [.labels | to_entries[] | select(.key == "complaint" or .key == "query") | select(.value.set) | .key]' "$T/out")" \
	"$(jq -c 'select(.labels) | .labels' "$T/labelled.jsonl")" "and its labels"
status 0 "for people" "$C" why -m $M - <"$T/posts.jsonl"
like "$(cat "$T/out")" '^not judged: its language is de, the model was made for en$' "another language is said"
like "$(cat "$T/out")" '^not judged: no letter outside handles and links$' "so is nothing to judge"
printf 'my phone is broken\n\nplease help' >"$T/lines"
status 0 "texts on standard input" "$C" why -m $M --json <"$T/lines"
is "$(jq -r '.text' "$T/out" | tr '\n' '|')" "my phone is broken|please help|" "a line each, empty ones passed over"
{ echo '{"text":"good"}'; echo '{"id":"x:1"}'; echo '{broken'; echo 'fine too'; } >"$T/mixed"
status 7 "bad lines" "$C" why -m $M --json <"$T/mixed"
is "$(jq -r '.text' "$T/out" | tr '\n' '|')" "good|fine too|" "the rest is explained"
like "$(cat "$T/err")" 'standard input:2: member "text": missing' "the line is named"
status 0 "nothing on standard input" "$C" why -m $M </dev/null
is "$(wc -c <"$T/out")" 0 "gives nothing"
status 2 "no such model" "$C" why -m "$T/none" x
is "$(wc -c <"$T/out")" 0 "prints nothing"
"$C" why -q -m $M "$(printf 'my \033[31mparcel\r is \302\233 never\007 \342\200\256here')" >"$T/out"
if LC_ALL=C grep -q "$(printf '[\033\007\r]')" "$T/out"; then fail "no control character gets through"; else pass "no control character gets through"; fi
printf '{"id":"x:\\u001b[2J","text":"my \\u001b[31mparcel is late"}\n' | "$C" why -q -m $M >"$T/out"
is "$(head -n 1 "$T/out")" "x:[2J: my [31mparcel is late" "nor from an id"
"$C" why -q -m $M --json "$(printf 'my \377 parcel')" >"$T/out"
is "$(jq -r .text "$T/out")" "my � parcel" "bytes that are not UTF-8 are repaired"
if [ -e /dev/full ]; then
	sh -c '"$1" why -m "$2" "late again" >/dev/full 2>"$3"; echo $? >"$4"' sh "$C" $M "$T/err" "$T/rc"
	is "$(cat "$T/rc")" 1 "full disk"
else
	skip "full disk" "no /dev/full"
fi

# why: ids of a store.
S=$T/s
mkdir -p "$S/posts"
p() { # p ID TEXT FETCHED
	printf '{"v":1,"id":"%s","source":"x","text":"%s","fetched_at":"%s"}\n' "$1" "$2" "$3"
}
gone() {
	printf '{"v":1,"id":"%s","deleted":true,"fetched_at":"%s"}\n' "$1" "$2"
}
{ p x:1 "the old text" 2026-11-20T02:00:00Z; p x:2 "newer than the next" 2026-11-21T03:00:00Z; p x:3 "to be deleted" 2026-11-20T02:00:00Z; echo nonsense; } >"$S/posts/2026-11-20T020000Z.jsonl"
{ p x:1 "the new text" 2026-11-21T02:00:00Z; p x:2 "older" 2026-11-21T02:00:00Z; gone x:3 2026-11-21T02:00:00Z; gone x:1 2026-11-19T02:00:00Z; } >"$S/posts/2026-11-21T020000Z.jsonl"
status 0 "why by id" "$C" why -m $M -s "$S" --json x:1 "some text: here" x:2
is "$(jq -r '[.id, .text] | join("=")' "$T/out" | tr '\n' '|')" "x:1=the new text|=some text: here|x:2=newer than the next|" "the newest state counts, texts pass"
is "$(grep -c warning "$T/err")" 0 "no warning for a text"
status 2 "a deleted post" "$C" why -m $M -s "$S" x:2 x:3
like "$(cat "$T/err")" 'x:3: its author has deleted this post' "is not explained"
is "$(wc -c <"$T/out")" 0 "and nothing is printed"
status 0 "an id that is not there" "$C" why -m $M -s "$S" x:99
like "$(cat "$T/err")" 'x:99: no such id in .*, taken for a text' "is said"
status 2 "no store" "$C" why -m $M -s "$T/nostore" x:1
status 0 "without a store an id is a text" "$C" why -q -m $M --json x:1
is "$(jq -c '[.id, .text]' "$T/out")" '[null,"x:1"]' "as it stands"

# check.
printf '%s\n' '{"id":"1","text":"my train to Harrow is late again and nobody says why","complaint":1,"query":0}' \
	'{"id":"2","text":"thanks for the help","complaint":0,"query":0,"sentiment":"positive"}' \
	'{"id":"3","text":"is the shop open on sunday?","query":1}' >"$T/a.jsonl"
printf 'id\ttext\tcomplaint\tsentiment\n7\tall good here, thank you all\t0\tpositive\n' >"$T/b.tsv"
printf '{"id":"9","text":"a post of its own, like no other","query":0}\n' >"$T/gold.jsonl"
status 0 "check: clean" "$C" check "$T/a.jsonl" "$T/b.tsv" --gold "$T/gold.jsonl"
is "$(cat "$T/out")" "rows: 5, bad lines: 0, copies labelled otherwise: 0, leaks: 0" "says so"
status 0 "check --json: clean" "$C" check --json "$T/a.jsonl"
is "$(jq -c . "$T/out")" '{"bad":[],"contradictions":[],"leaks":[],"rows":3}' "empty lists"
status 0 "the same file twice" "$C" check "$T/a.jsonl" "$T/a.jsonl"

printf '{"text":"x","complaint":2}\nnonsense\n' | cat "$T/a.jsonl" - >"$T/bad.jsonl"
status 7 "check: bad lines" "$C" check "$T/bad.jsonl"
like "$(cat "$T/out")" 'bad.jsonl:4: bad line: complaint is neither 0 nor 1' "file, line and reason"
like "$(cat "$T/out")" 'bad.jsonl:5: bad line: JSON' "each"
is "$(grep -c skipped "$T/err")" 0 "said once"
for i in $(seq 30); do echo '{}'; done >"$T/many.jsonl"
status 7 "thirty bad lines" "$C" check "$T/many.jsonl"
is "$(grep -c 'bad line: no text' "$T/out")" 30 "are all shown"

printf 'text\tcomplaint\tquery\tsentiment\n@x My train to HARROW is late again, and nobody says why!\t0\t0\t\nthanks for the help\t0\t1\tneutral\nis the shop open on sunday?\t\t1\t\n' >"$T/c.tsv"
status 7 "check: contradictions" "$C" check "$T/a.jsonl" "$T/c.tsv"
like "$(cat "$T/out")" 'c.tsv:2: near copy of .*a.jsonl:1 but labelled complaint 0, not 1$' "a near copy"
like "$(cat "$T/out")" 'c.tsv:3: same text as .*a.jsonl:2 but labelled query 1, not 0, sentiment neutral, not positive$' "the same text"
like "$(tail -n 1 "$T/out")" 'labelled otherwise: 2$' "a copy that agrees is none"
status 7 "as JSON" "$C" check --json "$T/a.jsonl" "$T/c.tsv"
is "$(jq -c '.contradictions[] | [.row.line, .of.line, .alike, .labels]' "$T/out" | tr '\n' '|')" \
	'[2,1,"near",{"complaint":[0,1]}]|[3,2,"text",{"query":[1,0],"sentiment":["neutral","positive"]}]|' "the same"
is "$(jq -r '.contradictions[0].of.file' "$T/out")" "$T/a.jsonl" "with the file"
# More copies than a run of words may stand in before it counts as a phrase.
for i in $(seq 100); do printf '{"text":"@n%s my parcel is late","complaint":%s}\n' $i $((i == 80)); done >"$T/copies.jsonl"
status 7 "a hundred copies, one otherwise" "$C" check --json "$T/copies.jsonl"
is "$(jq -c '[.contradictions[] | [.row.line, .of.line]]' "$T/out" | cut -c1-21)" '[[80,1],[81,80],[82,8' "the odd one is found"
printf '{"text":"gone \\u001b[31mred\\nand back","query":1}\n{"text":"gone \\u001b[31mred\\nand back","query":0}\n' >"$T/esc.jsonl"
status 7 "control characters" "$C" check "$T/esc.jsonl"
case $(cat "$T/out") in *"$ESC"*) fail "do not reach the terminal" ;; *) pass "do not reach the terminal" ;; esac
like "$(cat "$T/out")" 'esc.jsonl:2: gone \[31mred and back$' "first words in one line"

{ cat "$T/gold.jsonl"; echo '{"id":"3","text":"something else entirely, no copy of it","query":0}'; echo '{"text":"thanks for the help","complaint":1}'; echo '{"text":"my train to harrow is late again and nobody says why :(","query":1}'; } >"$T/gold2.jsonl"
status 7 "check: leaks" "$C" check "$T/a.jsonl" --gold "$T/gold2.jsonl"
like "$(cat "$T/out")" 'a.jsonl:3: leak: same id as .*gold2.jsonl:2$' "the same id"
like "$(cat "$T/out")" 'a.jsonl:2: leak: same text as .*gold2.jsonl:3$' "the same text"
like "$(cat "$T/out")" 'a.jsonl:1: leak: near copy of .*gold2.jsonl:4$' "a near copy"
is "$(tail -n 1 "$T/out")" "rows: 7, bad lines: 0, copies labelled otherwise: 0, leaks: 3" "other labels there are a leak, not a contradiction"
status 7 "as JSON" "$C" check --json "$T/a.jsonl" --gold "$T/gold2.jsonl" --stats "$T/stats"
is "$(jq -c '[.leaks[] | [.row.line, .gold.line, .alike]]' "$T/out")" '[[1,4,"near"],[2,3,"text"],[3,2,"id"]]' "the same"
is "$(jq -r '"\(.rows) \(.leaks)"' "$T/stats")" "7 3" "and counted"
status 7 "a file against itself" "$C" check "$T/a.jsonl" --gold "$T/a.jsonl"
like "$(tail -n 1 "$T/out")" 'leaks: 3$' "leaks whole"
status 2 "check: no file" "$C" check
status 2 "check: file not there" "$C" check "$T/none.jsonl"
is "$(wc -c <"$T/out")" 0 "prints nothing"
printf 'id\ttext\n1\tx\n' >"$T/nolabel.tsv"
status 2 "check: a TSV without labels" "$C" check --gold "$T/a.jsonl" /dev/null "$T/nolabel.tsv"
like "$(cat "$T/err")" 'nolabel.tsv:1: the header must name text' "is named"
status 0 "check: an empty file" "$C" check /dev/null
for cmd in why check; do
	status 0 "$cmd --help" "$C" $cmd --help
	like "$(cat "$T/out")" "^ *classify $cmd " "has an example"
done
