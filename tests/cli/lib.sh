# Sourced by tests/cli/*.t: checks that print TAP, and a folder that goes away.
# Gives $BIN (the built programs), $SHARED (data for development, may be
# empty), $TOP (the project), $T (a fresh folder).
TOP=$(cd "$(dirname "$0")/../.." && pwd)
: "${BIN:=$TOP/build/bin}"
: "${SHARED=$TOP/../shared}"
[ -d "$SHARED" ] || SHARED=
T=$(mktemp -d)
N=0
trap 'echo "1..$N"; rm -rf "$T"' EXIT
trap 'exit 1' INT TERM
cd "$TOP" || exit 1

# pass DESC / fail DESC: one line of TAP.
pass() {
	N=$((N + 1))
	echo "ok $N - $1"
}
fail() {
	N=$((N + 1))
	echo "not ok $N - $1"
	shift
	for line; do printf '%s\n' "$line" | sed 's/^/#   /'; done
}
# skip DESC REASON
skip() {
	N=$((N + 1))
	echo "ok $N # skip $1: $2"
}
# ok DESC COMMAND...: the command succeeds.
ok() {
	desc=$1
	shift
	if out=$("$@" 2>&1); then pass "$desc"; else
		fail "$desc" "exit status $?" "$(printf '%s' "$out" | tail -n 8)"
	fi
}
# is GOT WANT DESC
is() {
	if [ "$1" = "$2" ]; then pass "$3"; else fail "$3" "got:  $1" "want: $2"; fi
}
# like GOT PATTERN DESC: an extended regular expression is found in GOT.
like() {
	if printf '%s\n' "$1" | grep -Eq -- "$2"; then pass "$3"; else
		fail "$3" "got:  $1" "want: /$2/"
	fi
}
# status WANT DESC COMMAND...: the exit status; output is left in $T/out, $T/err.
status() {
	want=$1 desc=$2
	shift 2
	"$@" >"$T/out" 2>"$T/err"
	rc=$?
	if [ $rc -eq "$want" ]; then pass "$desc"; else
		fail "$desc" "exit status $rc, want $want" "$(tail -n 8 "$T/err")"
	fi
}
