#!/bin/sh
# Who may include whom: libc <- common <- ingest | classify | report <- tests.
# A third-party library is known to the files named here and to no other.
cd "$(dirname "$0")/.." || exit 1
bad=0
for r in ingest classify report; do
	others=$(echo ingest classify report | tr ' ' '\n' | grep -v "^$r$" | paste -sd'|')
	if grep -rnE "#include \"($others|tests)/" $r --include='*.[ch]' --include='*.cc'; then bad=1; fi
done
if grep -nE '#include "(ingest|classify|report|tests)/' common/*.[ch]; then bad=1; fi
# only HEADER FILE...: no other file includes it.
only() {
	header=$1
	shift
	for f in $(grep -rlE "#include <$header" common ingest classify report); do
		case " $* " in
		*" $f "*) ;;
		*) echo "$f: <$header> belongs to: $*"; bad=1 ;;
		esac
	done
}
only utf8proc common/text.c
only zlib common/input.c
only zstd common/input.c
only xxhash common/hash.c
only sha2 common/hash.c
only libsvm classify/svm.c
only cld2 classify/cld2_shim.cc
only cairo report/canvas_cairo.c
only pango report/canvas_cairo.c
# File names are unique in the tree, main.c apart.
dup=$(find common ingest classify report -name '*.[ch]' -printf '%f\n' | grep -v '^main\.c$' | sort | uniq -d)
if [ -n "$dup" ]; then echo "file name used twice: $dup"; bad=1; fi
exit $bad
