# ingest import and init: bad input, repeated input, every format.
. "$(dirname "$0")/lib.sh"

NOW=2026-11-22T02:00:00Z
cat >"$T/co.json" <<'EOF'
{"v":1,"companies":[
{"id":"acme","name":"Acme","names":["Acme"],"accounts":{"x":["AcmeHelp"]}},
{"id":"zeta","name":"Zeta","hashtags":["zeta"]}]}
EOF
head='tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id'
when='Tue Oct 31 22:10:47 +0000 2017'
# import STORE ARGS...: quiet about what goes well.
import() {
	s=$1
	shift
	"$BIN/ingest" import -q -s "$s" -c "$T/co.json" --now $NOW "$@"
}
# posts STORE: the records that count, without the order.
posts() {
	cat "$1"/posts/*.jsonl | sort
}
# newest STORE: of each id the record that counts (equal times: the later).
newest() {
	cat "$1"/posts/*.jsonl | jq -sc '[to_entries[] | .value + {n: .key}] |
	 group_by(.id) | map(sort_by(.fetched_at, .n) | last | del(.n)) | .[]'
}
rejects() {
	cat "$1"/rejects/*.jsonl 2>/dev/null | jq -r '"\(.line) \(.reason)"'
}

# ---- bad input ----
: >"$T/empty.csv"
status 0 'an empty file is no error' import "$T/s0" -f twcs "$T/empty.csv"
is "$(ls "$T/s0/posts" 2>/dev/null)" '' 'and makes no batch'
: >"$T/empty.jsonl"
status 0 'an empty jsonl file is no error' import "$T/s0" "$T/empty.jsonl"

printf '%s\n1,7,True,%s,"@AcmeHelp, hi",,\n2,8,True,%s,cut here' "$head" "$when" "$when" >"$T/cut.csv"
status 7 'a cut last line: too large a share of so few' import "$T/s1" -f twcs "$T/cut.csv"
like "$(cat "$T/err")" 'cut.csv:3: 5 fields where the header has 7' 'says file, line and what'
like "$(cat "$T/err")" 'max-rejects' 'and what to do'
is "$(ls "$T/s1/posts" 2>/dev/null)" '' 'exit status 7 writes no posts'
is "$(rejects "$T/s1")" '3 5 fields where the header has 7' 'but the reject, to be looked at'
status 0 'a higher share lets it pass' import "$T/s1" --max-rejects=0.5 -f twcs "$T/cut.csv"
is "$(posts "$T/s1" | jq -r .id)" twcs:1 'the good record is there'

printf '{"id":"x:1","text":"caf\351 Acme","created_at":"2026-11-01T00:00:00Z"}\n' >"$T/latin.jsonl"
status 0 'invalid UTF-8 is repaired' import "$T/s2" --stats "$T/stats" "$T/latin.jsonl"
is "$(posts "$T/s2" | jq -r .text)" "caf$(printf '\357\277\275') Acme" 'with the replacement character'
is "$(jq .repaired "$T/stats")" 1 'and counted'

{
	printf '{"id":"x:1","text":"a","created_at":"2026-11-01T00:00:00Z"}\n{"id":"x:2","text":"'
	head -c 2097152 /dev/zero | tr '\0' x
	printf '","created_at":"2026-11-01T00:00:00Z"}\n{"id":"x:3","text":"c","created_at":"2026-11-01T00:00:00Z"}\n'
} >"$T/long.jsonl"
status 0 'a line of 2 MiB is passed over' import "$T/s3" --max-rejects=0.5 "$T/long.jsonl"
is "$(posts "$T/s3" | jq -r .id | paste -sd' ')" 'x:1 x:3' 'its neighbours are there'
like "$(rejects "$T/s3")" '^2 line is longer than 1048576 bytes' 'and it is a reject'

printf '%s\n1,7,True,%s,"say "what" now",,\n2,8,True,%s,"open,,\n3,9,True,%s,fine,,\n' \
    "$head" "$when" "$when" "$when" >"$T/quote.csv"
status 0 'stray quotes cost their own lines' import "$T/s4" --max-rejects=0.9 -f twcs "$T/quote.csv"
is "$(posts "$T/s4" | jq -r .id)" twcs:3 'the next record is read'
is "$(rejects "$T/s4" | wc -l | tr -d ' ')" 2 'two rejects'

printf '{"id":"x:1","text":"old","created_at":"2026-11-01T00:00:00Z","fetched_at":"2026-11-02T00:00:00Z","likes":1}
{"id":"x:1","text":"new","created_at":"2026-11-01T00:00:00Z","fetched_at":"2026-11-03T00:00:00Z","likes":2}
{"id":"x:1","text":"older","created_at":"2026-11-01T00:00:00Z","fetched_at":"2026-11-01T00:00:00Z","likes":0}
{"id":"x:1","text":"new","created_at":"2026-11-01T00:00:00Z","fetched_at":"2026-11-03T00:00:00Z","likes":2}\n' >"$T/dup.jsonl"
status 0 'an id that stands four times' import "$T/s5" --stats "$T/stats" "$T/dup.jsonl"
is "$(posts "$T/s5" | jq -r .text)" new 'the newest counts'
is "$(jq -c '[.read,.new,.superseded,.known,.rejected]' "$T/stats")" '[4,1,2,1,0]' 'every record has one fate'

# post ID TEXT MEMBERS: a line of jsonl.
post() {
	printf '{"id":"%s","text":"%s","created_at":"2026-11-01T00:00:00Z"%s}\n' "$1" "$2" "${3:+,$3}"
}
at() {
	echo "\"fetched_at\":\"2026-11-0${1}T00:00:00Z\""
}
{ post x:1 five "$(at 2)"; post x:1 five "$(at 4)"; post x:1 six "$(at 3)"; } >"$T/order.jsonl"
import "$T/o1" "$T/order.jsonl"
head -n 1 "$T/order.jsonl" >"$T/o.jsonl"
import "$T/o2" "$T/o.jsonl"
sed -n 2p "$T/order.jsonl" >"$T/o.jsonl"
import "$T/o2" "$T/o.jsonl"
sed -n 3p "$T/order.jsonl" >"$T/o.jsonl"
import "$T/o2" "$T/o.jsonl"
for s in o1 o2; do
	is "$(newest "$T/$s" | jq -r '.text + " " + .fetched_at')" 'five 2026-11-04T00:00:00Z' \
	    "$s: what was seen last counts, seen before or not"
done

printf '%s\n1,7,True,%s,nul\000 byte,,\n' "$head" "$when" >"$T/nul.csv"
status 0 'a NUL byte is repaired' import "$T/nul" -f twcs "$T/nul.csv"
echo >>"$T/nul.csv"
import "$T/nul" -f twcs "$T/nul.csv"
is "$(ls "$T/nul/posts")" 2026-11-22T020000Z.jsonl 'and the record is known again'
printf 'id,text,created_at\na b,one,2026-11-01\n a c ,two,2026-11-01\n' >"$T/blank.csv"
import "$T/blank" "$T/blank.csv"
is "$(posts "$T/blank" | jq -r .id | paste -sd,)" 'csv:a b,csv:a c' 'ids with blanks are two'
status 2 'an empty source would make ids nobody can read' import "$T/s9" --source '' "$T/blank.csv"
awk 'BEGIN { printf "id,text,created_at\n1,"; for (i = 0; i < 300000; i++) printf "\001"; print ",2026-11-01\n2,ok,2026-11-01" }' >"$T/grown.csv"
status 0 'a record that grows past 1 MiB as JSON' import "$T/s10" --max-rejects=0.5 --stats "$T/stats" "$T/grown.csv"
is "$(jq -c '[.read,.new,.rejected]' "$T/stats")" '[2,1,1]' 'is one reject'
post "x:$(head -c 2000 /dev/zero | tr '\0' 1)" long >"$T/id.jsonl"
status 7 'an id of 2,000 bytes' import "$T/s10" "$T/id.jsonl"
post x:1 odd '"companies":["a]b","c\"d"],"reply_to":"x:0"' >"$T/odd1.jsonl"
post x:0 root >"$T/odd0.jsonl"
import "$T/odd" "$T/odd1.jsonl"
import "$T/odd" "$T/odd0.jsonl"
is "$(newest "$T/odd" | jq -c '[.id, .thread, .companies]' | paste -sd' ')" \
    '["x:0","x:0",["a]b","c\"d"]] ["x:1","x:0",["a]b","c\"d"]]' 'odd company ids live through being written again'

printf '%s\n1,7,True,Tue Oct 31 22:10:47 +0000 1899,x,,\n2,7,True,Tue Oct 31 22:10:47 +0000 2099,x,,\n3,7,True,yesterday,x,,\n' "$head" >"$T/date.csv"
status 7 'dates that cannot be' import "$T/s6" -f twcs "$T/date.csv"
like "$(rejects "$T/s6")" '^2 created_at: time: year 1899 is before 1970' '1899'
like "$(rejects "$T/s6")" 'created_at 2099-10-31T22:10:47Z is in the future' 'the future'
like "$(rejects "$T/s6")" '^4 created_at: time: form not known' 'no date'

status 1 'a closed pipe is noticed' sh -c \
    '{ "$1/ingest" import -q -c "$2" -o - data/sample/posts.jsonl; echo $? >"$3"; } | true; exit "$(cat "$3")"' \
    sh "$BIN" data/sample/companies.json "$T/rc"
status 2 'no such file' import "$T/s7" -f twcs "$T/none.csv"
like "$(cat "$T/err")" 'none.csv: No such file' 'is named'
status 2 'a config that is not there' "$BIN/ingest" import -s "$T/s7" -c "$T/none.json" "$T/dup.jsonl"
echo '{"v":1,"companies":[{"id":"a"}]}' >"$T/bad.json"
status 2 'a config that is wrong' "$BIN/ingest" import -s "$T/s7" -c "$T/bad.json" "$T/dup.jsonl"
like "$(cat "$T/err")" 'bad.json:1: company "a", member "name"' 'names file, line and member'
status 2 'a CSV that is not twcs' import "$T/s7" -f twcs "$T/dup.jsonl"
like "$(cat "$T/err")" 'no column "tweet_id"' 'says what is missing'
status 2 'an unknown format' import "$T/s7" -f twsc "$T/date.csv"
status 2 'an unknown option is told its neighbour' import "$T/s7" --max-rejcts=1 "$T/date.csv"
like "$(cat "$T/err")" 'is --max-rejects meant' 'by name'
printf 'not gzip' >"$T/a.jsonl.gz"
status 1 'a damaged .gz' import "$T/s7" "$T/a.jsonl.gz"
gzip -c data/sample/posts.jsonl | head -c 20000 >"$T/b.jsonl.gz"
status 1 'a cut .gz' import "$T/s7" "$T/b.jsonl.gz"
like "$(cat "$T/err")" 'compressed file is cut' 'says so'

mkdir -p "$T/s8"
status 0 'a store' import "$T/s8" "$T/dup.jsonl"
(
	flock 9
	import "$T/s8" "$T/latin.jsonl" 2>"$T/err"
	echo $? >"$T/rc"
) 9>"$T/s8/state/lock"
is "$(cat "$T/rc")" 4 'a store in use is exit status 4'

# ---- repeated and cut archives ----
sample=data/sample/posts.jsonl
cp data/sample/companies.json "$T/co.json"
import "$T/whole" $sample
import "$T/twice" $sample
status 0 'the same file again' "$BIN/ingest" import -s "$T/twice" -c "$T/co.json" $sample
like "$(cat "$T/err")" 'already imported as batch 2026-11-22T020000Z' 'is recognised'
cat $sample >"$T/renamed.jsonl"
echo >>"$T/renamed.jsonl"
status 0 'the same posts in another file' "$BIN/ingest" import -s "$T/twice" -c "$T/co.json" --now $NOW "$T/renamed.jsonl"
like "$(cat "$T/err")" 'nothing new: 698 records read' 'are nothing new'
is "$(ls "$T/twice/posts")" 2026-11-22T020000Z.jsonl 'and make no batch'
head -n 400 $sample >"$T/one.jsonl"
tail -n 350 $sample >"$T/two.jsonl"
import "$T/cut" "$T/one.jsonl"
import "$T/cut" "$T/two.jsonl"
newest "$T/whole" >"$T/a"
newest "$T/cut" >"$T/b"
is "$(cmp "$T/a" "$T/b" 2>&1)" '' 'cut in two with an overlap: the same posts'
import "$T/back" "$T/two.jsonl"
import "$T/back" "$T/one.jsonl"
newest "$T/back" >"$T/b"
is "$(cmp "$T/a" "$T/b" 2>&1)" '' 'the later part first: the same posts'
gzip -c $sample >"$T/p.jsonl.gz"
zstd -q -c $sample >"$T/p.jsonl.zst"
import "$T/gz" "$T/p.jsonl.gz"
import "$T/zst" "$T/p.jsonl.zst"
import "$T/stdin" -f jsonl - <$sample
for k in gz zst stdin; do
	is "$(diff -r "$T/whole/posts" "$T/$k/posts")" '' "$k: the same bytes"
done
is "$("$BIN/ingest" import -q -c "$T/co.json" --now $NOW -o - $sample | cmp - "$T/whole/posts/2026-11-22T020000Z.jsonl")" '' '-o - writes the same'
is "$(jq -c 'select(.companies == ["drovelink","tarnwire"]) | .id' "$T/whole/posts/"*.jsonl | wc -l | tr -d ' ')" 1 'companies that are given stay'

# ---- threads over batches ----
cat >"$T/co.json" <<'EOF'
{"v":1,"companies":[{"id":"acme","name":"Acme","accounts":{"x":["AcmeHelp"]}}]}
EOF
printf '%s\n3,AcmeHelp,False,Tue Oct 31 22:30:47 +0000 2017,"@7 sorry!",,2\n4,7,True,Tue Oct 31 22:50:47 +0000 2017,still broken,,3.0\n' "$head" >"$T/late.csv"
printf '%s\n1,7,True,%s,broken,2,\n2,7,True,Tue Oct 31 22:20:47 +0000 2017,hello?,"3,99",1\n' "$head" "$when" >"$T/early.csv"
import "$T/th" -f twcs "$T/late.csv"
is "$(newest "$T/th" | jq -r '"\(.id) \(.thread) \(.companies | join(",")) \(.thread_complete)"' | paste -sd';')" \
    'twcs:3 twcs:3 acme false;twcs:4 twcs:3 acme true' 'a parent that is absent starts a thread'
import "$T/th" -f twcs "$T/early.csv"
is "$(newest "$T/th" | jq -r '"\(.id) \(.thread) \(.companies | join(",")) \(.thread_complete)"' | paste -sd';')" \
    'twcs:1 twcs:1 acme true;twcs:2 twcs:1 acme false;twcs:3 twcs:1 acme true;twcs:4 twcs:1 acme true' \
    'when it comes, what hangs below is written again'
sed 1d "$T/late.csv" | cat "$T/early.csv" - >"$T/all.csv"
import "$T/th2" -f twcs "$T/all.csv"
newest "$T/th" >"$T/a"
newest "$T/th2" >"$T/b"
is "$(cmp "$T/a" "$T/b" 2>&1)" '' 'as if it had been one archive'

# Replies are listed in any order, and twice.
printf '%s\n1,7,True,%s,@AcmeHelp,"30,4,4.0,200",\n' "$head" "$when" >"$T/list.csv"
import "$T/list" -f twcs "$T/list.csv"
is "$(posts "$T/list" | jq -c .reply_ids)" '["twcs:200","twcs:30","twcs:4"]' 'reply_ids are a set'

# again FORMAT FILE: the same records in other bytes are all known.
again() {
	import "$T/again.$1" -f "$1" "$2"
	{ cat "$2"; echo; } >"$T/again"
	import "$T/again.$1" -f "$1" --stats "$T/stats" "$T/again"
	is "$(jq -c '[.read == .known, .read > 0]' "$T/stats")" '[true,true]' "$1: read again, every record is known"
}
again twcs "$T/list.csv"
again twcs "$T/all.csv"

# ---- other formats ----
cat >"$T/page.jsonl" <<'EOF'
{"data":[{"id":"11","text":"@AcmeHelp R&amp;D","created_at":"2026-11-01T10:00:00.000Z","author_id":"7","conversation_id":"11","lang":"und","public_metrics":{"like_count":1,"retweet_count":2,"quote_count":3,"reply_count":4,"impression_count":5}}],"includes":{"users":[{"id":"7","username":"sam","public_metrics":{"followers_count":9}}],"tweets":[{"id":"10","text":"earlier","created_at":"2026-11-01T09:00:00Z","author_id":"8"}]},"__twarc":{"retrieved_at":"2026-11-02T00:00:00+00:00"}}
{"id":"12","text":"cut…","note_post":{"text":"the whole of it"},"created_at":"2026-11-01T11:00:00Z","author":{"id":"9","username":"AcmeHelp"},"conversation_id":"11","referenced_posts":[{"type":"replied_to","id":"11"}],"public_metrics":{"repost_count":7}}
{"errors":[{"title":"Not Found Error"}]}
{"data":[],"meta":{"result_count":0}}
[{"id":"13","text":"in an array","created_at":"2026-11-01T12:00:00Z"}]
EOF
status 0 'twarc: pages and flattened posts in one file' import "$T/tw" -f twarc --stats "$T/stats" "$T/page.jsonl"
is "$(jq -c '[.read,.new,.included,.pages_without_posts]' "$T/stats")" '[4,4,1,1]' 'its counters'
is "$(posts "$T/tw" | jq -c 'select(.id=="x:11") | [.text,.author,.author_name,.likes,.reposts,.replies,.views,.followers,.lang,.fetched_at,.url]')" \
    '["@AcmeHelp R&D","7","sam",1,5,4,5,9,null,"2026-11-02T00:00:00Z","https://x.com/i/web/status/11"]' 'its members'
is "$(posts "$T/tw" | jq -c 'select(.id=="x:12") | [.text,.official,.reply_to,.thread,.reposts,.companies]')" \
    '["the whole of it","acme","x:11","x:11",7,["acme"]]' 'renamed members, official account, thread'
again twarc "$T/page.jsonl"
echo '{"id_str":"1","full_text":"old","created_at":"Tue Oct 31 22:10:47 +0000 2017"}' >"$T/v1.jsonl"
status 7 'tweets of API v1.1 are refused' import "$T/v1" -f twarc "$T/v1.jsonl"
like "$(cat "$T/err")" 'v1.1' 'with a reason'

printf 'Datum;Nachricht;Wer;Likes\n2026-11-01 10:00;"hallo; @AcmeHelp";eva;"1,200"\n' >"$T/x.csv"
status 0 'csv with a map' import "$T/csv" --map text=Nachricht,created_at=Datum,author=Wer,likes=Likes "$T/x.csv"
is "$(posts "$T/csv" | jq -c '[.source,.text,.author,.created_at,.likes,.companies]')" \
    '["csv","hallo; @AcmeHelp","eva","2026-11-01T10:00:00Z",1200,["acme"]]' 'its members'
status 2 'csv without a needed column' import "$T/csv" --map text=Nachricht "$T/x.csv"
like "$(cat "$T/err")" 'say which with --map created_at=COLUMN' 'says what to do'

# ---- init ----
status 0 'init drafts' "$BIN/ingest" init --from "$T/all.csv" -f twcs -o "$T/draft.json"
is "$(jq -r '.companies[] | .id + " " + .accounts.x[0]' "$T/draft.json")" 'acmehelp AcmeHelp' 'the account that answers'
status 2 'init replaces nothing by itself' "$BIN/ingest" init --from "$T/all.csv" -f twcs -o "$T/draft.json"
status 0 'but with --force' "$BIN/ingest" init --force --from "$T/all.csv" -f twcs -o "$T/draft.json"
status 2 'init without answers in the archive' "$BIN/ingest" init --from "$T/x.csv" --map text=Nachricht,created_at=Datum -o "$T/d2.json"
for who in x:Acme.Help x:acme.help bluesky:acme.help; do
	i=0
	while [ $i -lt 20 ]; do
		i=$((i + 1))
		post "${who%%:*}:$who$i" "@u$i sorry" "\"author\":\"${who#*:}\",\"reply_to\":\"x:0$i\""
	done
done >"$T/answers.jsonl"
status 0 'init: the same handle in two cases and on two networks' "$BIN/ingest" init --from "$T/answers.jsonl" -o "$T/d3.json"
is "$(jq -r '.companies[].id' "$T/d3.json" | paste -sd' ')" 'acme.help acme.help-2' 'every id stands once'
status 0 'and the draft is read without complaint' "$BIN/ingest" import -c "$T/d3.json" -o /dev/null "$T/answers.jsonl"
status 0 'help' "$BIN/ingest" import --help
like "$(cat "$T/out")" 'Examples:' 'has examples'
