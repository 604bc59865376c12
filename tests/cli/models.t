# classify models as a user runs it: promote, gate, rollback, diff, damage.
. "$(dirname "$0")/lib.sh"
case $BIN in /*) ;; *) BIN=$TOP/$BIN ;; esac
C=$BIN/classify
M=$T/models
m() { # m COMMAND...: on this test's folder, at a fixed time
	sub=$1
	shift
	"$C" models "$sub" -q --models "$M" --now "${NOW:-2026-11-22T02:00:00Z}" "$@"
}
current() { readlink "$M/current" | sed 's|^versions/||'; }
lines() { wc -l <"$M/ledger.jsonl"; }

# Two models, the second trained on more; one that is bad; gold they have not seen.
for f in a-services c-threads e-requests; do
	head -n 150 data/labelled/$f.jsonl >"$T/$f.jsonl"
	sed -n 151,350p data/labelled/$f.jsonl >>"$T/gold.jsonl"
done
head -q -n 40 data/labelled/a-services.jsonl data/labelled/e-requests.jsonl >"$T/tiny.jsonl"
train() { "$C" train -q --folds 2 -o "$@" | tail -n 1 | cut -d' ' -f1; }
A=$(train "$T/a" --name first "$T/a-services.jsonl" "$T/c-threads.jsonl")
B=$(train "$T/b" --name second "$T/a-services.jsonl" "$T/c-threads.jsonl" "$T/e-requests.jsonl")
D=$(train "$T/bad" --name bad "$T/tiny.jsonl")
like "$A $B $D" '^first@[0-9a-f]{12} second@[0-9a-f]{12} bad@[0-9a-f]{12}$' "three models"

# Usage.
status 2 "no subcommand" "$C" models
status 2 "unknown subcommand" "$C" models lst
status 2 "promote what?" "$C" models promote
status 2 "list takes nothing" "$C" models list x
status 2 "gold is for promote" m list --gold "$T/gold.jsonl"
status 2 "tolerance" m promote "$T/a" --tolerance 2
status 0 "help" "$C" models --help
like "$(cat "$T/out")" 'models promote models/mine --gold' "has an example"

# Nothing yet.
status 0 "empty list" m list
is "$(wc -c <"$T/out")" 0 "shows nothing"
status 2 "nothing to go back to" m rollback
status 2 "no model" m promote "$T/none"
[ -e "$M" ] && fail "no folder is made" || pass "no folder is made"

# The first needs no comparison.
NOW=2026-11-20T02:00:00Z
status 0 "first promotion" m promote "$T/a" --why "the first one"
is "$(cat "$T/out")" "$A is in use" "is said"
is "$(current)" "$A" "current points to it"
ok "it is the model, whole" diff -r "$T/a" "$M/versions/$A"
is "$(jq -c '[.v, .when, .action, .model, .previous, .why, .gate, .forced]' "$M/ledger.jsonl")" \
	"[1,\"2026-11-20T02:00:00Z\",\"promote\",\"$A\",null,\"the first one\",null,false]" "the ledger's line"
is "$(jq -c '[.data[] | [.file, .rows]]' "$M/ledger.jsonl")" '[["a-services.jsonl",150],["c-threads.jsonl",150]]' "names the data"
is "$(jq -c '.scores.query' "$M/ledger.jsonl")" "$(jq -c '.out_of_fold.query.macro_f1' "$T/a/manifest.json")" "and the scores"
is "$(jq -r '.data[0].sha256' "$M/ledger.jsonl")" "$(sha256sum <"$T/a-services.jsonl" | cut -c1-64)" "and the digest"
cp "$M/ledger.jsonl" "$T/ledger1"
status 0 "again" "$C" models promote "$T/a" --models "$M"
like "$(cat "$T/err")" 'in use already: nothing to do' "is nothing to do"
ok "and no line" cmp "$M/ledger.jsonl" "$T/ledger1"
is "$(m promote "$T/a" --json)" "{\"changed\":false,\"model\":\"$A\",\"previous\":null}" "which JSON says too"

# The gate.
NOW=2026-11-21T02:00:00Z
status 2 "a second one without gold" m promote "$T/b"
like "$(cat "$T/err")" '[-]-gold FILE' "says what is missing"
status 2 "gold that was trained on" m promote "$T/b" --gold "$T/e-requests.jsonl"
like "$(cat "$T/err")" 'was trained on' "is no gold"
printf 'id\ttext\tcomplaint\n1\tgood\t0\n' >"$T/one.tsv"
status 2 "gold of one kind" m promote "$T/b" --gold "$T/one.tsv"
is "$(current) $(lines)" "$A 1" "nothing moved"
status 0 "a better one" m promote "$T/b" --gold "$T/gold.jsonl"
like "$(cat "$T/out")" '^complaint +600 ' "shows the comparison"
is "$(current) $(lines)" "$B 2" "is in use"
is "$(tail -n 1 "$M/ledger.jsonl" | jq -c '[.previous, .gate.passed, .gate.gold.posts, .forced]')" "[\"$A\",true,600,false]" "with its gate"
for l in complaint query sentiment; do
	for v in a b; do
		"$C" eval -q -m "$T/$v" --json "$T/gold.jsonl" | jq ".labels.$l.macro_f1"
	done | tr '\n' ' ' >"$T/eval"
	is "$(tail -n 1 "$M/ledger.jsonl" | jq -r ".gate.labels.$l | \"\(.current) \(.candidate) \"")" "$(cat "$T/eval")" "$l is what eval says"
done
is "$(tail -n 1 "$M/ledger.jsonl" | jq -c '[.gate.labels[] | .lo <= .difference and .difference <= .hi]')" '[true,true,true]' "in its interval"
cp "$M/ledger.jsonl" "$T/ledger2"
status 8 "a bad one" m promote "$T/bad" --gold "$T/gold.jsonl"
like "$(cat "$T/err")" 'refused: complaint is worse by 0\.[0-9]+ \(macro-F1 0.* interval of the difference -0\.[0-9]+ to -0\.' "by how much"
like "$(cat "$T/out")" 'worse$' "and a table"
status 8 "as JSON" m promote "$T/bad" --gold "$T/gold.jsonl" --json
is "$(jq -c '[.changed, .model, .gate.passed, .gate.labels.complaint.worse]' "$T/out")" "[false,\"$D\",false,true]" "with numbers"
ok "a refusal changes no line" cmp "$M/ledger.jsonl" "$T/ledger2"
is "$(current) $(ls "$M/versions" | wc -l)" "$B 2" "nor anything else"
cp "$T/out" "$T/once"
m promote "$T/bad" --gold "$T/gold.jsonl" --json >"$T/twice" 2>/dev/null
ok "the same numbers each time" cmp "$T/once" "$T/twice"
# The seen loss stays within a tolerance of 1, but it is shown beyond doubt.
status 8 "a tolerance does not excuse a proven loss" m promote "$T/bad" --gold "$T/gold.jsonl" --tolerance 1
NOW=2026-11-22T02:00:00Z
status 0 "forced" m promote "$T/bad" --gold "$T/gold.jsonl" --force --why "$(printf 'a try\033[31m')"
is "$(tail -n 1 "$M/ledger.jsonl" | jq -c '[.model, .gate.passed, .forced]')" "[\"$D\",false,true]" "is recorded"
is "$(head -n 2 "$M/ledger.jsonl" | cmp - "$T/ledger2" && echo same)" same "lines are only added"

# list, show.
status 0 "list" m list
is "$(cut -c1-6 "$T/out" | tail -n 3 | tr '\n' '|')" "* bad@|  seco|  firs|" "newest first, the current one marked"
status 0 "list --json" m list --json
is "$(jq -r '.current' "$T/out")" "$D" "current"
is "$(jq -c '[.versions[] | [.model, .current, .promoted, .posts]]' "$T/out")" \
	"[[\"$D\",true,\"2026-11-22T02:00:00Z\",80],[\"$B\",false,\"2026-11-21T02:00:00Z\",450],[\"$A\",false,\"2026-11-20T02:00:00Z\",300]]" "and all"
status 0 "show current" m show current
like "$(cat "$T/out")" "^$D, in use" "names it"
like "$(cat "$T/out")" 'It finds [0-9]+ of 100 complaints' "in words"
like "$(cat "$T/out")" 'forced: a try\[31m$' "with the ledger, escaped"
status 0 "show a version" m show "$A" --json
is "$(jq -c '[.current, .manifest.name, (.history | length)]' "$T/out")" '[false,"first",1]' "as JSON"
status 2 "show nothing" m show none@123
like "$(cat "$T/err")" 'no model at none@123' "says so"

# diff.
{
	printf '{"v":1,"id":"x:\\u001b1","text":"the parcel never came, this is awful","lang":"en"}\n'
	printf '{"v":1,"id":"x:2","deleted":true,"fetched_at":"2026-11-22T02:00:00Z"}\n'
	printf '{"v":1,"id":"x:3","text":"Warum kommt mein Paket nicht an und niemand antwortet mir"}\n'
	cat "$T/gold.jsonl"
} >"$T/posts.jsonl"
status 0 "diff" m diff "$A" current "$T/posts.jsonl" --json
for v in a bad; do
	jq -c 'select(.deleted | not) | {v: 1, id, text, lang}' "$T/posts.jsonl" | "$C" run -q -m "$T/$v" >"$T/$v.jsonl"
done
count() { jq -s "[.[] | select($2)] | length" "$T/$1.jsonl"; }
for q in "complaints:.labels != null and (.labels | index(\"complaint\"))" "queries:.labels != null and (.labels | index(\"query\"))" \
	"negative:.sentiment == \"negative\"" "positive:.sentiment == \"positive\"" "not_judged:.labels == null" "posts:true"; do
	is "$(jq -c ".counts.${q%%:*} | [.a, .b]" "$T/out")" "[$(count a "${q#*:}"),$(count bad "${q#*:}")]" "diff counts ${q%%:*} as run does"
done
jq -c '[.id, .labels, .sentiment]' "$T/a.jsonl" >"$T/va"
jq -c '[.id, .labels, .sentiment]' "$T/bad.jsonl" >"$T/vb"
is "$(jq -r '.moves[].id' "$T/out" | sort)" "$(diff "$T/va" "$T/vb" | sed -n 's/^> //p' | jq -r '.[0]' | sort)" "and lists who moves"
is "$(jq -r '.counts.moved == (.moves | length) and .counts.moved > 0' "$T/out")" true "all of them"
status 0 "diff for people" m diff "$A" "$T/bad" "$T/posts.jsonl"
like "$(cat "$T/out")" '^(complaint|query) +(yes|no) [01]\.[0-9]{4} +-> (yes|no) [01]\.[0-9]{4} ' "labels and probabilities"
is "$(grep -c "$(printf '\033')" "$T/out")" 0 "nothing unescaped"
status 0 "diff without posts" m diff "$A" "$B" --json
is "$(jq -c '[.b.data_only[].file, (.counts | type)]' "$T/out")" '["e-requests.jsonl","null"]' "compares the cards"
printf 'id\ttext\tcomplaint\n1\tall broken\t1\n' >"$T/x.tsv"
status 0 "diff on TSV" m diff "$A" "$A" "$T/x.tsv" --json
is "$(jq -c '[.counts.posts.a, .counts.moved]' "$T/out")" '[1,0]' "a model does not differ from itself"
printf 'nonsense\n{"text":1}\n' >"$T/bad.txt"
status 7 "diff on nonsense" m diff "$A" "$B" "$T/bad.txt"
like "$(cat "$T/err")" 'bad.txt:1' "says file and line"

# rollback.
status 0 "rollback" m rollback --why "it was bad"
is "$(current)" "$B" "to the one before"
is "$(tail -n 1 "$M/ledger.jsonl" | jq -c '[.action, .model, .previous, .why]')" "[\"rollback\",\"$B\",\"$D\",\"it was bad\"]" "is recorded"
status 0 "once more" m rollback --json
is "$(jq -r .model "$T/out") $(current)" "$A $A" "to the first"
status 2 "no further" m rollback
is "$(current) $(lines)" "$A 5" "nothing changed"
status 0 "a version by its name" m promote "$B" --gold "$T/gold.jsonl"
is "$(current)" "$B" "is promoted again"

# The model in use is found.
p='{"v":1,"id":"x:1","text":"my parcel never arrived and nobody answers"}'
is "$(cd "$T" && echo "$p" | "$C" run -q | jq -r .model)" "$B" "run takes models/current"
is "$(cd "$T" && echo "$p" | UNANSWERED_MODEL=a "$C" run -q | jq -r .model)" "$A" "the environment goes before it"
is "$(cd "$T" && echo "$p" | "$C" run -q -m bad | jq -r .model)" "$D" "so does -m"

# Interrupted between the ledger and the link: a folder stands in the way.
n=$(lines)
mkdir -p "$M/current.part/x"
status 1 "killed before the link" m promote "$T/a" --force
is "$(current) $(lines)" "$B $((n + 1))" "the ledger is ahead"
echo "$p" >"$T/p.jsonl"
is "$(cd "$T" && "$C" run -q <p.jsonl | jq -r .model)" "$B" "the old model still serves"
status 0 "list" m list
like "$(cat "$T/err")" 'was interrupted' "says so"
rm -r "$M/current.part"
status 0 "the same again" m promote "$T/a" --force
is "$(current) $(lines)" "$A $((n + 1))" "completes it, no line twice"
mkdir -p "$M/current.part/x"
status 1 "rollback killed before the link" m rollback
rm -r "$M/current.part"
status 0 "the same again" m rollback
is "$(current) $(lines)" "$B $((n + 2))" "is one step back, not two"
is "$(cat "$T/out")" "$B is in use" "and says where it is"
rm "$M/current"
status 0 "the link is lost" m promote "$T/b"
is "$(current) $(lines)" "$B $((n + 2))" "and restored"

# Interrupted while copying, or while writing the ledger.
rm -rf "$M/versions/$A"
mkdir -p "$M/versions/.part"
echo half >"$M/versions/.part/weights.bin"
chmod 000 "$M/versions/.part/weights.bin"
is "$(m list --json | jq '.versions | length')" 2 "half a copy is no version"
printf '{"v":1,"when":"2026-11' >>"$M/ledger.jsonl"
is "$(m list --json | jq -r .current)" "$B" "half a line is no line"
status 0 "promote over both" m promote "$T/a" --force
is "$(current) $(lines) $(ls -A "$M/versions" | wc -l)" "$A $((n + 3)) 3" "leaves nothing half"
is "$(jq -s length "$M/ledger.jsonl")" $((n + 3)) "in the ledger either"
truncate -s -1 "$M/ledger.jsonl"
status 0 "a line that lacks its newline only" m rollback
is "$(current) $(lines)" "$B $((n + 4))" "counts"

# A disk that is full.
rm -rf "$M/versions/$D"
cp "$M/ledger.jsonl" "$T/l"
status 1 "no room for the version" sh -c 'ulimit -f 8; exec "$@"' sh "$C" models promote "$T/bad" --force --models "$M"
is "$(ls "$M/versions" | wc -l)" 2 "no half version"
status 1 "no room for the line" sh -c 'ulimit -f $(($2 / 512)); shift 2; exec "$@"' sh x "$(wc -c <"$M/ledger.jsonl")" "$C" models promote "$T/a" --force --models "$M"
ok "the ledger is as it was" cmp "$M/ledger.jsonl" "$T/l"
is "$(current)" "$B" "and the link"

# Killed at any moment: what is there is whole, and the next run goes on.
to=$T/a bad=
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	timeout -s KILL "0.0$((i / 10))$((i % 10))" "$C" models promote "$to" -q --force --models "$M" >/dev/null 2>&1
	"$C" run -q -m "$M/$(readlink "$M/current")" <"$T/p.jsonl" >/dev/null 2>"$T/err" || bad="$bad $i:link"
	m list >/dev/null 2>&1 || bad="$bad $i:list"
	m promote "$to" --force >/dev/null 2>"$T/err" || bad="$bad $i:$(cat "$T/err")"
	is "$(current)" "$(jq -rs '.[-1].model' "$M/ledger.jsonl")" "killed after $i ms, run again: link and ledger agree"
	if [ "$to" = "$T/a" ]; then to=$T/b; else to=$T/a; fi
done
is "$bad" "" "whole at any moment"
is "$(ls -A "$M" "$M/versions" | grep -c part)" 0 "nothing left over"

# Two at once.
if command -v flock >/dev/null; then
	(flock 9; exec sleep 30) 9>>"$M/ledger.jsonl" &
	holder=$!
	until ! flock -n "$M/ledger.jsonl" true; do sleep 0.05; done
	status 4 "another run holds the folder" m promote "$T/bad" --force
	status 0 "looking is allowed" m list
	kill $holder
	wait $holder 2>/dev/null
else
	skip "two at once" "flock is not installed"
fi

# Damage is one clear line.
cp -r "$M" "$T/damaged"
M=$T/damaged
other=$A
[ "$(current)" = "$A" ] && other=$B
chmod 644 "$M/versions/$other/weights.bin"
echo x >>"$M/versions/$other/weights.bin"
status 0 "a damaged version is listed" m list
like "$(grep "$other" "$T/out")" 'damaged$' "as damaged"
is "$(wc -l <"$T/err")" 1 "with one warning"
status 2 "it is not promoted" m promote "$other" --force
status 2 "and not returned to" m rollback
like "$(cat "$T/err")" 'weights.bin is not the file' "says why"
sed -i '2s/.*/{"v":1,"action":"promote"}/' "$M/ledger.jsonl"
for sub in list rollback; do
	status 2 "a damaged line: $sub" m $sub
	like "$(cat "$T/err")" '^classify: error: [^ ]*ledger.jsonl:2: ' "names file and line"
	is "$(wc -l <"$T/err")" 1 "in one line"
done
rm "$M/ledger.jsonl"
status 2 "no ledger, but a link" m promote "$T/b"
like "$(cat "$T/err")" 'knows of no promotion' "is said"
