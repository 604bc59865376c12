# classify eval: groups, a file kept apart, and what was said about each post.
. "$(dirname "$0")/lib.sh"
C=$BIN/classify

# 240 posts in three groups, as TSV and as JSON Lines; two more to test on.
for f in a-services c-threads e-requests; do
	head -n 80 data/labelled/$f.jsonl | jq -c --arg g "$f" '{id, text, complaint, query, sentiment, set: $g}'
done >"$T/all.jsonl"
tsv() { # JSON Lines on standard input as TSV with a header
	printf 'id\tset\ttext\tcomplaint\tquery\tsentiment\n'
	jq -r '[.id, .set, .text, .complaint, .query, .sentiment] | @tsv'
}
tsv <"$T/all.jsonl" >"$T/all.tsv"
sed -n '100,140p' data/labelled/b-trades.jsonl | jq -c '. + {set: "b"}' | tsv >"$T/test.tsv"

# col NAME FILE: that column without its header.
col() {
	awk -F'\t' -v c="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == c) n = i; next } { print $n }' "$2"
}
# counted FILE LABEL: tp fp fn tn by truth and what was said.
counted() {
	awk -F'\t' -v t="$2" 'NR == 1 { for (i = 1; i <= NF; i++) { if ($i == t) a = i; if ($i == "said_" t) b = i }; next }
		$a != "" && $b != "" { n[$a $b]++ }
		END { print n["11"] + 0, n["01"] + 0, n["10"] + 0, n["00"] + 0 }' "$1"
}
confusion='.labels[$l].confusion | "\(.tp) \(.fp) \(.fn) \(.tn)"'

status 0 "predictions" "$C" eval -q --folds 4 --json --predictions "$T/p.tsv" "$T/all.tsv"
cp "$T/out" "$T/folds.json"
is "$(col id "$T/p.tsv" | wc -l)" 240 "a line a post"
is "$(col fold "$T/p.tsv" | sort -u | tr '\n' ' ')" "0 1 2 3 " "each with its fold"
for l in complaint query; do
	is "$(counted "$T/p.tsv" $l)" "$(jq -r --arg l $l "$confusion" "$T/folds.json")" "$l: the table counts what the file says"
done
right=$(awk -F'\t' 'NR > 1 && $5 == $NF' "$T/p.tsv" | wc -l)
is "$right" "$(jq '.labels.sentiment.confusion | .negative.negative + .neutral.neutral + .positive.positive' "$T/folds.json")" "so for the sentiment"
is "$(awk -F'\t' 'NR > 1 && ($7 >= 0.5) != ($(NF - 2) == 1)' "$T/p.tsv" | wc -l)" 0 "what is said is what the probability says"
ok "with three threads" "$C" eval -q -j 3 --folds 4 --json --predictions "$T/p3.tsv" "$T/all.tsv"
ok "the same bytes" cmp "$T/p.tsv" "$T/p3.tsv"
status 0 "the file is a labelled file too" "$C" eval --folds 4 --json "$T/p.tsv"
ok "with the same scores" cmp "$T/out" "$T/folds.json"

# Leave one group out.
status 0 "groups" "$C" eval -q --group set --json --predictions "$T/g.tsv" "$T/all.tsv"
cp "$T/out" "$T/groups.json"
is "$(jq -r '"\(.folds) \(.group)"' "$T/out")" "3 set" "one part a value"
awk -F'\t' 'NR > 1 { print $1 "\t" $6 }' "$T/g.tsv" | sort >"$T/a"
jq -r '[.id, .set] | @tsv' "$T/all.jsonl" | sort >"$T/b"
ok "each post in its group" cmp "$T/a" "$T/b"
status 0 "groups from JSON Lines" "$C" eval -q --group set --json --predictions "$T/gj.tsv" "$T/all.jsonl"
ok "the same" cmp "$T/gj.tsv" "$T/g.tsv"
# Honest: the labels of a group do not reach the machine that judges it.
awk -F'\t' -v OFS='\t' '$2 == "c-threads" { $4 = 1 - $4 } 1' "$T/all.tsv" >"$T/flip.tsv"
ok "labels of one group turned round" "$C" eval -q --group set --predictions "$T/gf.tsv" "$T/flip.tsv"
d() { awk -F'\t' '$6 == "c-threads" { print $1, $12 }' "$1"; }
is "$(d "$T/gf.tsv")" "$(d "$T/g.tsv")" "its decision values stay"
o() { awk -F'\t' '$6 == "a-services" { print $1, $12 }' "$1"; }
o "$T/g.tsv" >"$T/a"
o "$T/gf.tsv" >"$T/b"
if cmp -s "$T/a" "$T/b"; then fail "those of the others move"; else pass "those of the others move"; fi
status 2 "no such column" "$C" eval --group town "$T/all.tsv"
like "$(cat "$T/err")" 'all.tsv:1: .*--group' "names the file"
sed '5s/\tc-threads\t\|\ta-services\t/\t\t/' "$T/all.tsv" >"$T/hole.tsv"
status 0 "a row without group" "$C" eval --group set "$T/hole.tsv"
like "$(cat "$T/err")" 'hole.tsv:5: no value for the groups' "is skipped and said"
head -n 60 "$T/all.tsv" >"$T/one.tsv"
status 2 "one group alone" "$C" eval --group set --predictions "$T/no.tsv" "$T/one.tsv"
like "$(cat "$T/err")" 'two parts and more' "has nothing to be measured with"
[ -e "$T/no.tsv" ] && fail "and writes nothing" || pass "and writes nothing"

# A file kept apart.
status 0 "test file" "$C" eval -q --folds 3 --json --test "$T/test.tsv" --predictions "$T/t.tsv" "$T/all.tsv"
is "$(jq -r '"\(.posts) \(.trained_on)"' "$T/out")" "41 240" "trained on one, measured on the other"
is "$(counted "$T/t.tsv" complaint)" "$(jq -r --arg l complaint "$confusion" "$T/out")" "the table counts what the file says"
is "$(col fold "$T/t.tsv" | sort -u)" "" "no fold"
awk -F'\t' -v OFS='\t' 'NR > 1 { $4 = 1 - $4; $6 = "neutral" } 1' "$T/test.tsv" >"$T/test2.tsv"
ok "its labels changed" "$C" eval -q --folds 3 --json --test "$T/test2.tsv" --predictions "$T/t2.tsv" "$T/all.tsv"
is "$(cut -f7- "$T/t2.tsv")" "$(cut -f7- "$T/t.tsv")" "what is said stays"
ok "a model trained on the same" "$C" train -q --folds 3 -o "$T/m" "$T/all.tsv"
ok "that model" "$C" eval -q -m "$T/m" --predictions "$T/tm.tsv" "$T/test.tsv"
says() { awk -F'\t' '{ print $1, $(NF - 2), $(NF - 1), $NF }' "$1"; }
is "$(says "$T/tm.tsv")" "$(says "$T/t.tsv")" "says the same"
jq -c '{text, complaint}' "$T/all.jsonl" >"$T/c.jsonl"
status 0 "one label alone" "$C" eval -q --folds 3 --json --test "$T/test.tsv" --predictions "$T/tc.tsv" "$T/c.jsonl"
is "$(jq -r '.labels | keys | join(" ")' "$T/out")" complaint "only that one is measured"
is "$(cut -f8-11 "$T/tc.tsv" | sort -u | tail -n 1 | tr -d '\t')$(col said_sentiment "$T/tc.tsv" | sort -u)" "p_queryp_negativep_neutralp_positive" "the rest is empty"

# What stands in a text does not break the file or a terminal.
printf '{"id":"\\u001b[1m","text":"a\\tb\\nc\\\\d\\u001b[31m\\u009be","complaint":1}\n' >"$T/esc.jsonl"
ok "control characters" "$C" eval -q -m "$T/m" --predictions "$T/esc.tsv" "$T/esc.jsonl" "$T/c.jsonl"
is "$(grep -F '[31m' "$T/esc.tsv" | cut -f1-3)" "$(printf ' [1m\ta\\tb\\nc\\\\d [31m e\t1')" "become spaces"

status 2 "model and test" "$C" eval -m "$T/m" --test "$T/test.tsv" "$T/all.tsv"
status 2 "predictions to standard output" "$C" eval -m "$T/m" --predictions - "$T/all.tsv"
status 2 "test file not there" "$C" eval --test "$T/none.tsv" "$T/all.tsv"
if [ -e /dev/full ]; then
	status 1 "full disk" "$C" eval -q -m "$T/m" --predictions /dev/full "$T/all.tsv"
	is "$(cat "$T/out")" "" "no table then"
else
	skip "full disk" "no /dev/full"
fi
