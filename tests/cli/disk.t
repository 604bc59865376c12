# A full disk and a full device: a clear line, exit status 1, nothing half
# written where a reader would find it.
. "$(dirname "$0")/lib.sh"

import() {
	"$BIN/ingest" import -q -s "$1" -c data/sample/companies.json -f jsonl \
	    --now 2026-11-22T02:00:00Z "$2"
}
ok 'a store on a good disk' import "$T/good" data/sample/posts.jsonl
ok 'labels on a good disk' "$BIN/classify" run -q -s "$T/good" -m models/default

status 1 'ingest: standard output is a full device' sh -c \
    '"$1/ingest" import -q -c data/sample/companies.json -f jsonl -o - data/sample/posts.jsonl >/dev/full' sh "$BIN"
like "$(cat "$T/err")" 'No space left' 'ingest says why'
status 1 'classify: standard output is a full device' sh -c \
    '"$1/classify" run -q -m models/default < data/sample/posts.jsonl >/dev/full' sh "$BIN"
like "$(cat "$T/err")" 'No space left' 'classify says why'
status 1 'report: standard output is a full device' sh -c \
    '"$1/report" run -q -s "$2" -c data/sample/companies.json -o - >/dev/full' sh "$BIN" "$T/good"
like "$(cat "$T/err")" 'No space left' 'report says why'

mkdir "$T/small"
if ! mount -t tmpfs -o size=200k tmpfs "$T/small" 2>/dev/null; then
	skip 'a full disk' 'cannot mount a tmpfs here'
	exit 0
fi
trap 'umount "$T/small"; echo "1..$N"; rm -rf "$T"' EXIT

status 1 'ingest: the disk fills' import "$T/small/s" data/sample/posts.jsonl
like "$(cat "$T/err")" 'No space left' 'ingest says why'
is "$(find "$T/small" -name '*.jsonl*' -path '*posts*')" '' 'ingest leaves no posts file'
rm -rf "$T/small/s"

mount -o remount,size=600k "$T/small"
cp -R "$T/good/posts" "$T/small/posts-only"
mkdir "$T/small/s"
mv "$T/small/posts-only" "$T/small/s/posts"
status 1 'classify: the disk fills' "$BIN/classify" run -q -s "$T/small/s" -m models/default
like "$(cat "$T/err")" 'No space left' 'classify says why'
is "$(find "$T/small" -name '*.jsonl*' -path '*labels*')" '' 'classify leaves no labels file'
rm -rf "$T/small/s"

mount -o remount,size=1200k "$T/small"
cp -R "$T/good" "$T/small/s"
status 1 'report: the disk fills' "$BIN/report" run -q -s "$T/small/s" -c data/sample/companies.json
like "$(cat "$T/err")" 'No space left' 'report says why'
is "$(ls "$T/small/s/reports/latest" 2>/dev/null)" '' 'report leaves no newest report'
