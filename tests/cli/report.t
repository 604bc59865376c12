# report run: empty stores, windows, re-runs, and what must not get through.
. "$(dirname "$0")/lib.sh"

C=data/sample/companies.json
cp -R tests/golden/two-companies "$T/g"
report() {
	"$BIN/report" run "$@"
}

mkdir -p "$T/none/posts"
status 0 'an empty store gives an empty report' report -s "$T/none" -c $C
like "$(cat "$T/out")" 'No complaints or questions' 'that says so'
ok 'with a PDF' test -s "$T/none/reports/latest/report.pdf"
is "$(jq -c '[.total.posts, (.companies | length), .total.response.rate]' "$T/none/reports/latest/summary.json")" '[0,6,null]' 'and numbers that are none'
status 2 'no store' report -s "$T/nowhere" -c $C
like "$(cat "$T/err")" 'no store at' 'says what to do'
status 2 'no config' report -s "$T/none" -c "$T/none.json"
mkdir -p "$T/un/posts"
cp "$T/g/store/posts/"*.jsonl "$T/un/posts"
status 1 'a batch without labels' report -s "$T/un" -c "$T/g/companies.json"
like "$(cat "$T/err")" 'batch 2026-11-10T000000Z has no labels: run .classify run' 'says what to do'
mkdir "$T/un/labels"
cp "$T/g/store/labels/"*.jsonl "$T/un/labels"
printf '{"v":1' >>"$T/un/labels/2026-11-11T000000Z.jsonl"
status 1 'a cut labels file is refused' report -s "$T/un" -c "$T/g/companies.json"
like "$(cat "$T/err")" '2026-11-11T000000Z.jsonl:3: last line is cut' 'with file and line'

S=$T/g/store
R="-s $S -c $T/g/companies.json"
status 0 'a report' report $R
is "$(ls "$S/reports/latest/" | paste -sd' ')" 'cases.csv report.html report.pdf summary.json' 'four files'
is "$(readlink "$S/reports/latest")" 2026-11-11T000000Z 'named by its moment'
cp -R "$S" "$T/before"
status 0 'again' report $R
like "$(cat "$T/out")" 'up to date' 'is up to date'
is "$(diff -r -x lock "$T/before" "$S")" '' 'and changes nothing'
status 0 'by force' report $R --force
is "$(diff -r -x lock "$T/before" "$S")" '' 'the same bytes'
status 0 'a window' report $R --window 3d -o "$T/w.json"
is "$(jq -c '[.total.traffic.customer_posts, .window.from]' "$T/w.json")" '[0,"2026-11-08T00:00:01Z"]' 'of three days'
status 0 'from and to' report $R --window 2026-11-01..2026-11-02 -o "$T/w.json"
is "$(jq -c '[.companies[] | .response.cases]' "$T/w.json")" '[2,1]' 'whole days'
status 2 'a window that is none' report $R --window soon
like "$(cat "$T/err")" '7d, 30d, 90d, all, or FROM..TO' 'says which there are'
status 0 'as of an earlier moment' report $R --as-of 2026-11-10T00:00:00Z -o "$T/w.json"
is "$(jq -c '[.as_of, .companies[1].response.cases]' "$T/w.json")" '["2026-11-10T00:00:00Z",3]' 'what was deleted later is there'
status 2 'an ending that is no format' report $R -o "$T/x.docx"
status 0 'several files' report $R -o "$T/a.pdf" -o "$T/a.html" -o "$T/a.csv"
is "$(head -c 5 "$T/a.pdf")" %PDF- 'one is a PDF'
is "$(grep -c '<b>two' "$T/a.html")" 0 'markup from a post does not reach the page'
like "$(cat "$T/a.html")" '&lt;b&gt;two' 'it is shown as it was written'
status 0 'without quotes' report $R --no-quotes -o "$T/b.html"
is "$(grep -c 'two&lt;' "$T/b.html")" 0 'no post is printed'
is "$(grep -c "http[s]*://[a-z]*[.]" "$T/a.html" | sed 's/[1-9].*/some/')" 0 'the page asks for nothing from the network'
status 1 'a closed pipe is noticed' sh -c \
    '{ "$1/report" run -q -s "$2" -c "$3" -o -; echo $? >"$4"; } | true; exit "$(cat "$4")"' \
    sh "$BIN" "$S" "$T/g/companies.json" "$T/rc"
