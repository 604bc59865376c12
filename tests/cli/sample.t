# classify sample, from the posts to a file a person fills in and train reads;
# and what run says when posts are no longer what they were.
. "$(dirname "$0")/lib.sh"
C=$BIN/classify
M=$TOP/models/default
NOW=2026-11-22T02:00:00Z
S=$T/s
mkdir -p "$S/posts"

# post ID TEXT [MORE]: text as in JSON.
post() {
	printf '{"v":1,"id":"x:%s","source":"x","companies":[],"official":null,"author":null,"author_name":null,"created_at":"2026-11-20T02:00:00Z","fetched_at":"2026-11-20T02:00:00Z","text":"%s","lang":null,"url":null,"reply_to":null,"thread":"x:%s","thread_complete":null,"likes":null,"reposts":null,"replies":null,"views":null,"followers":null}\n' "$1" "$2" "$1"
}
{
	jq -r .text data/labelled/a-services.jsonl | head -n 300 | grep -v '[\"]' | awk '{ printf "%d\t%s\n", NR, $0 }' |
		while IFS="$(printf '\t')" read -r n text; do post "$n" "$text"; done
	post f1 '=HYPERLINK(\"http://evil.example\",\"my parcel is late again\")'
	post f2 '@shop is there any news about\nmy order,\tplease\u001b[31m?'
	post f3 '-1 for the delivery people, they left it in the rain'
	post f4 '+1 that the chat closes at five is a joke, right'
	post f5 '\"Great\" service is what they call this waiting line'
	post es 'gracias por nada, llevo tres semanas esperando el paquete y nadie me contesta'
	post no '@a @b https://x.example'
	post gone 'the driver said he was here but nobody rang the bell, what now'
	post done 'the app signs me out every single time, is anyone looking at that'
} >"$S/posts/2026-11-20T020000Z.jsonl"
{
	post off 'we are sorry to hear that, please send us a direct message' | sed 's/"official":null/"official":"shop"/'
	post copy 'RT THE APP signs me out every single time, is anyone looking at that?!'
	echo '{"v":1,"id":"x:gone","deleted":true,"fetched_at":"2026-11-21T02:00:00Z"}'
} >"$S/posts/2026-11-21T020000Z.jsonl"
printf '{"id":"x:done","text":"the app signs me out every single time, is anyone looking at that","complaint":1}\n' >"$T/old.jsonl"

# ---- what is chosen ----
status 0 "sample a store" "$C" sample -m "$M" -n 1000 -s "$S" --labelled "$T/old.jsonl" -o "$T/all.tsv" --stats "$T/stats"
is "$(jq -r '"\(.official) \(.labelled) \(.deleted) \(.abstained)"' "$T/stats")" "1 1 1 2" "what is left out is counted"
like "$(cat "$T/err")" 'warning: 1000 posts asked for, [0-9]+ found' "fewer than asked for is said"
is "$(cut -f1 "$T/all.tsv" | grep -cxE 'x:(off|copy|gone|done|es|no)')" 0 "not official, copied, deleted, labelled, abstained"
is "$(cut -f1 "$T/all.tsv" | grep -cxE 'x:f[1-5]')" 5 "the others are there"
is "$(cut -f1 "$T/all.tsv" | sort | uniq -d)" "" "no id stands twice"
is "$(awk -F'\t' '{ print NF }' "$T/all.tsv" | sort -u)" 11 "every row has every column"
is "$(cut -f2 "$T/all.tsv" | grep -cE '^[-=+@"]|[[:cntrl:]]')" 0 "no cell is a formula, none holds a control character"
is "$(cut -f3-5 "$T/all.tsv" | sort -u | tail -n +1 | tr '\t\n' '.|')" "..|complaint.query.sentiment|" "labels are left to the person"
is "$(awk -F'\t' 'NR > 1 && $11 !~ /^(complaint|query):/' "$T/all.tsv" | wc -l)" 0 "each row says which label it explains"
ok "and names n-grams" sh -c 'test "$(grep -c "‘.*[+-]0" "$1")" -gt 10' sh "$T/all.tsv"
status 0 "20, a quarter by chance" "$C" sample -m "$M" -n 20 --random-share 0.25 -s "$S" --labelled "$T/old.jsonl"
cp "$T/out" "$T/20.tsv"
is "$(tail -n +2 "$T/20.tsv" | cut -f10 | uniq -c | awk '{ printf "%s%s ", $1, $2 }')" "3doubt 1random 3doubt 1random 3doubt 1random 3doubt 1random 3doubt 1random " "spread evenly"
status 0 "another seed" "$C" sample -m "$M" -n 20 --random-share 0.25 --seed 2 -s "$S"
if cmp -s "$T/out" "$T/20.tsv"; then fail "is another sample"; else pass "is another sample"; fi
cat "$S"/posts/*.jsonl >"$T/in.jsonl"
status 0 "from standard input" "$C" sample -q -j 3 -m "$M" -n 20 --random-share 0.25 --labelled "$T/old.jsonl" <"$T/in.jsonl"
ok "the same bytes" cmp "$T/out" "$T/20.tsv"
sort -r "$T/in.jsonl" >"$T/reverse.jsonl"
status 0 "in another order" "$C" sample -q -m "$M" -n 20 --random-share 0.25 --labelled "$T/old.jsonl" "$T/reverse.jsonl"
ok "the same bytes too" cmp "$T/out" "$T/20.tsv"
status 0 "what was handed out" "$C" sample -q -m "$M" -n 1000 --labelled "$T/20.tsv" --labelled "$T/old.jsonl" -s "$S"
is "$({ cut -f1 "$T/20.tsv"; cut -f1 "$T/out"; } | sort | uniq -d)" id "is not handed out again"

# ---- filled in and read back ----
awk -F'\t' -v OFS='\t' 'NR > 1 && NR % 3 == 0 { $3 = NR % 2; $4 = NR % 4 == 0; $5 = NR % 2 ? "negative" : NR % 4 ? "neutral" : "positive" } NR > 1 && NR % 3 == 1 { $3 = $4 = $5 = "?" } { print }' "$T/all.tsv" >"$T/filled.tsv"
status 0 "measure on it" "$C" eval -q -m "$M" --json --stats "$T/stats" "$T/filled.tsv"
rows=$(awk -F'\t' 'NR > 1 && $5 ~ /^[np]/' "$T/filled.tsv" | wc -l)
is "$(jq -r '"\(.kept) \(.bad)"' "$T/stats")" "$rows 0" "only rows that were filled in count, the others are no errors"
status 0 "train on it" "$C" train -q --folds 3 -o "$T/m" "$T/filled.tsv"
status 2 "nothing filled in" "$C" train -q -o "$T/m2" "$T/all.tsv"
like "$(cat "$T/err")" 'not labelled yet' "is said"
is "$(awk -F'\t' '$1 == "x:f2" { print $2 }' "$T/all.tsv")" '\@shop is there any news about\nmy order,\tplease\u001b[31m?' "a text as it is written"
# Without their ids the posts of the file are known by their words alone.
awk -F'\t' -v OFS='\t' '{ $1 = NR == 1 ? "id" : ""; print }' "$T/filled.tsv" >"$T/noid.tsv"
status 0 "a file without ids" "$C" sample -q -m "$M" -n 1000 -s "$S" --labelled "$T/noid.tsv" --labelled "$T/old.jsonl"
is "$(wc -l <"$T/out")" 1 "its texts are known again"

# ---- what goes wrong ----
cp "$T/filled.tsv" "$T/keep.tsv"
status 2 "a file that is there" "$C" sample -m "$M" -s "$S" -o "$T/filled.tsv"
like "$(cat "$T/err")" 'is there already' "is said"
ok "and left alone" cmp "$T/filled.tsv" "$T/keep.tsv"
status 2 "a name train cannot read" "$C" sample -m "$M" -s "$S" -o "$T/new.txt"
status 2 "a share above 1" "$C" sample -m "$M" -s "$S" --random-share 1.5
status 2 "no posts" "$C" sample -m "$M" -s "$S" -n 0
status 2 "store and files" "$C" sample -m "$M" -s "$S" "$T/in.jsonl"
status 2 "no model" "$C" sample -m "$T/none" -s "$S"
status 2 "no such labelled file" "$C" sample -m "$M" -s "$S" --labelled "$T/none" -o "$T/n.tsv"
{ head -n 3 "$T/in.jsonl"; echo nonsense; } >"$T/bad.jsonl"
status 7 "too many bad lines" "$C" sample -m "$M" -o "$T/n.tsv" "$T/bad.jsonl"
like "$(cat "$T/err")" 'bad.jsonl:4: ' "file and line"
[ -e "$T/n.tsv" ] && fail "nothing is written" || pass "nothing is written"
status 0 "unless allowed" "$C" sample -m "$M" --max-rejects 0.5 "$T/bad.jsonl"
is "$(wc -l <"$T/out")" 4 "then the rest is there"
status 0 "empty input" "$C" sample -m "$M" </dev/null
is "$(wc -l <"$T/out")" 1 "gives the header"
if [ -e /dev/full ]; then
	status 1 "full disk" "$C" sample -m "$M" -n 5 -s "$S" -o /dev/full
else
	skip "full disk" "no /dev/full"
fi

# ---- drift ----
D=$T/d
mkdir -p "$D/posts"
# some FROM TO: posts made of labelled texts, by line.
some() {
	jq -r .text data/labelled/*.jsonl | grep -v '[\"]' | awk -v from="$1" -v to="$2" 'NR % 4 >= from && NR % 4 < to { printf "%d\t%s\n", NR, $0 }' |
		while IFS="$(printf '\t')" read -r n text; do
			printf '{"v":1,"id":"x:%s","text":"%s","lang":"en"}\n' "$n" "$text"
		done
}
some 0 1 >"$D/posts/2026-11-18T020000Z.jsonl"
some 1 2 >"$D/posts/2026-11-19T020000Z.jsonl"
n=$(wc -l <"$D/posts/2026-11-18T020000Z.jsonl")
[ "$n" -ge 500 ] && pass "enough posts" || fail "enough posts" "$n"
# Every word misspelt: the model knows none.
some 2 3 | sed 's/"text":"[^"]*/&/; s/[aeiou]/&q/g; s/"ideq\{0,1\}"/"id"/; s/"iqd":"/"id":"/; s/"teqxt"/"text"/; s/"laqng":"eqn"/"lang":"en"/' >"$D/posts/2026-11-20T020000Z.jsonl"
some 2 3 | head -n 200 >"$D/posts/2026-11-21T020000Z.jsonl"
some 3 4 >"$D/posts/2026-11-22T020000Z.jsonl"
status 0 "drift fails no run" "$C" run -m "$M" -s "$D"
is "$(grep -c 'warning' "$T/err")" 1 "one warning"
like "$(cat "$T/err")" '2026-11-20T020000Z is not like the 2 batches before it: .*novelty \(\+[0-9.]+ sd\)' "names the batch and what differs"
drift() { jq -c ".classify.drift$1" "$D/runs/2026-11-$2T020000Z.json"; }
is "$(drift '|.before|[.batches,.judged,.alarm]' 18)" "[0,0,null]" "the first has nothing before it"
is "$(drift '|.before.psi.complaint' 18)" null "and no index"
is "$(drift '|.before.alarm' 19)" null "no alarm in the second"
is "$(drift '|.before.psi|map(. < 0.1)|all' 19)" true "whose index is small"
is "$(drift '|.before.alarm|test("novelty")' 20)" true "the record holds the alarm"
is "$(drift '|.before|[.batches,.novelty_sd]' 21)" "[3,null]" "200 posts are too few"
is "$(drift '|[.p[]|add]|unique' 19)" "[$(drift .judged 19)]" "each histogram counts every post"
is "$(drift '|.novelty.bins|add' 19)" "$(drift .judged 19)" "novelty as well"
is "$(jq -r 'select(.p) | .p.query * 10 | floor | if . > 9 then 9 else . end' "$D/labels/2026-11-19T020000Z.jsonl" | sort -n | uniq -c | awk '{ c[$2] = $1 } END { for (i = 0; i < 10; i++) printf "%d ", c[i] }')" "$(drift '.p.query|map("\(.) ")|add' 19 | tr -d '"')" "as the printed probabilities say"
is "$(drift '.yes.query' 19)" "$(grep -c '"labels":\[[^]]*"query"' "$D/labels/2026-11-19T020000Z.jsonl")" "labels are counted"
cp -r "$D" "$T/d3"
rm -r "$T/d3/labels" "$T/d3/runs"
status 0 "with three threads" "$C" run -q -j 3 -m "$M" -s "$T/d3"
ok "the same records" diff -r "$D/runs" "$T/d3/runs"
rm "$T/d3/labels/2026-11-20T020000Z.jsonl"
status 0 "one batch again" "$C" run -m "$M" -s "$T/d3"
like "$(cat "$T/err")" 'not like the 2 batches before' "knows those before it"
ok "the same record" diff -r "$D/runs" "$T/d3/runs"
