# The counts are right: per company, report's traffic block against SQL over
# the raw CSV (oracle.sql), on 48,220 real tweets.
. "$(dirname "$0")/lib.sh"

csv=$SHARED/data/conversations/twcs.csv
if [ ! -r "$csv" ]; then
	skip 'traffic against SQL' 'shared data are not here'
	exit 0
fi
ok 'draft companies.json' "$BIN/ingest" init -q --from "$csv" -f twcs -s "$T/s"
ok 'import' "$BIN/ingest" import -q -s "$T/s" -f twcs "$csv"
ok 'label' "$BIN/classify" run -q -s "$T/s" -m models/default
ok 'report' "$BIN/report" run -q -s "$T/s" -o "$T/summary.json"

jq -r '.companies[] | [.id, .accounts.x[0]] | @csv' "$T/s/companies.json" >"$T/accounts.csv"
sqlite3 -batch "$T/o.db" >"$T/oracle.out" 2>"$T/oracle.err" <<EOF
.mode csv
.import '$csv' raw
CREATE TABLE account(company TEXT, handle TEXT);
.import '$T/accounts.csv' account
.mode list
.separator ' '
.read tests/cli/oracle.sql
EOF
is "$(cat "$T/oracle.err")" '' 'the oracle ran'
jq -r '.companies | sort_by(.id)[] | .traffic as $t | [.id, $t.customer_posts,
 $t.official_posts, $t.threads, $t.first_posts, $t.first_answered,
 ($t.first_response_median_s | if . == null then "none" else
  (. * 10 | round | "\(. / 10 | floor).\(. % 10)") end)] | join(" ")' \
    "$T/summary.json" >"$T/report.out"
is "$(wc -l <"$T/report.out" | tr -d ' ')" 18 '18 companies answer in the archive'
while read -r id rest; do
	is "$(grep "^$id " "$T/oracle.out")" "$id $rest" "$id"
done <"$T/report.out"
is "$(awk '{ n += $2 } END { print (n > 0) }' "$T/oracle.out")" 1 'the oracle counted something'

# The same on the sample, whose table was made by hand with it.
mkdir "$T/p"
cp data/sample/companies.json "$T/p"
"$BIN/ingest" import -q -s "$T/p" --now 2026-11-22T02:00:00Z data/sample/posts.jsonl
"$BIN/classify" run -q -s "$T/p" -m models/default
"$BIN/report" run -q -s "$T/p" -o "$T/sample.json"
is "$(jq -r '.companies[] | [.name, .posts, .traffic.first_posts,
 .traffic.first_answered, (.traffic.first_response_median_s // 0 | . / 60 | floor)]
 | join(" ")' "$T/sample.json")" \
'Corrivane Air 159 78 55 11
Drovelink Parcels 143 104 9 2940
Hernsey Bank 126 73 31 116
Tarnwire Broadband 122 65 39 808
Tansy Marlock 54 34 13 2520
Ellerwold Buses 92 85 0 0' 'the sample: posts, first posts, answered, median minutes'
