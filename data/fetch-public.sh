#!/bin/sh
# SPDX-License-Identifier: MIT
# Public labelled sets from where their authors published them: whole and of
# the sum expected, or not at all.
set -u
me=fetch-public
dir=data/public

# name, file, most bytes, sha256 (- where nobody here has seen the file's
# bytes), address.
table() {
	cat <<'END'
acl2019 complaints-data.csv 8000000 - https://raw.githubusercontent.com/danielpreotiuc/complaints-social-media/baec7154669fb51a7a7e0f74a2eff1ce565982d3/complaints-data.csv
airline Airline-Sentiment-2-w-AA.csv 16000000 - https://d1p17r2m4rzlbo.cloudfront.net/wp-content/uploads/2016/03/Airline-Sentiment-2-w-AA.csv
fincorp FINCORP.csv 16000000 - https://raw.githubusercontent.com/RohanBh23/FINCORP/8b168f8dab3c27c3238f135c420087a5c61de8f4/Database/FINCORP.csv
sanders full-corpus.csv 8000000 - https://raw.githubusercontent.com/zfz/twitter_corpus/master/full-corpus.csv
germeval dev-2017-09-15.tsv 16000000 - https://ltdata1.informatik.uni-hamburg.de/germeval2017/dev-2017-09-15.tsv
sentirueval tkk_test_etalon.xml 16000000 - https://raw.githubusercontent.com/mokoron/sentirueval/17679a980796bd8dc7e377396545ab2db77e0e2d/tkk_test_etalon.xml
END
}

help() {
	cat <<END
Usage: data/fetch-public.sh [OPTION...] SET...
Download public labelled sets into a folder.

  SHA256_ACL2019=1f0c... data/fetch-public.sh acl2019
  data/fetch-public.sh -s 1f0c... -u https://mirror.example/a.csv acl2019

  -d DIR    the folder ($dir)
  -s SUM    sha256 of the file (one set), else SHA256_NAME
  -u URL    address of the file (one set), else URL_NAME
  -m BYTES  more than that is refused (one set; by set)
  -l        list the sets
  -h        this help

No sum is built in: the script was written where these addresses cannot be
reached, so nobody has checked the bytes behind them. Take the sum from
somebody you trust, or download the file yourself, look at it and run
sha256sum; without one nothing is downloaded. The addresses of acl2019, fincorp
and sentirueval name a commit; sanders a branch that may move; airline is as
others cite it; germeval is published under http, and https is not known to
answer there. Addresses are https, or http on this machine itself (127.0.0.1,
localhost, [::1]).

Files arrive as published: CSV, TSV, XML. To train on one, make of it TSV with
the columns of data/FORMAT.md. Each set has its own licence (acl2019 and
sanders state none, airline is CC BY-NC-SA 4.0, germeval non-commercial).

Exit status: 0 done; 1 a download failed or was not what the sum says, and
nothing was put in its place; 2 usage, or a sum is missing.
END
}

say() {
	echo "$me: $*" >&2
}

usage() {
	say "$* (-h shows how)"
	exit 2
}

# address_ok URL: https, or this machine. No user part, which could hide where
# it leads.
address_ok() {
	case $1 in
	*[!!-~]* | *@* | *\\*) return 1 ;;
	https://?*) return 0 ;;
	http://127.0.0.1/* | http://localhost/* | 'http://[::1]/'*) return 0 ;;
	http://127.0.0.1:[0-9]*/* | http://localhost:[0-9]*/* | \
	    'http://[::1]:'[0-9]*/*) return 0 ;;
	esac
	return 1
}

# get URL MAX FILE: at most MAX + 1 bytes into FILE. Only the size tells that
# there is more: not every server says beforehand.
get() {
	case $1 in
	https:*) how='--location --max-redirs 5 --proto =https --proto-redir =https' ;;
	*) how='--proto =http --noproxy *' ;;
	esac
	{
		set -f
		curl -q --fail --silent --show-error --globoff $how \
		    --connect-timeout 20 --max-time 900 -- "$1" 2>"$3.err"
		echo $? >"$3.rc"
		set +f
	} | head -c $(($2 + 1)) >"$3"
}

# fetch NAME FILE MAX SUM URL
fetch() {
	part=$tmp/$2
	if [ -f "$dir/$2" ] && [ "$(sum_of "$dir/$2")" = "$4" ]; then
		say "$1: $dir/$2 is here already"
		return 0
	fi
	get "$5" "$3" "$part"
	size=$(wc -c <"$part")
	if [ "$size" -gt "$3" ]; then
		say "$1: more than $3 bytes: refused"
		return 1
	fi
	if [ "$(cat "$part.rc")" != 0 ]; then
		say "$1: $(tr -cd '[:print:]' <"$part.err" | cut -c1-200)"
		return 1
	fi
	found=$(sum_of "$part")
	if [ "$found" != "$4" ]; then
		say "$1: sha256 is $found, not $4: refused"
		return 1
	fi
	sync "$part" && mv -f "$part" "$dir/$2" || return 1
	say "$1: $dir/$2, $size bytes"
}

sum_of() {
	sha256sum <"$1" | cut -d' ' -f1
}

# one NAME: look it up, take what the user gave, check it, fetch.
one() {
	line=$(table | grep "^$1 ") || usage "no set is called $1"
	set -- $line
	name=$(echo "$1" | tr a-z A-Z)
	eval "sum=\${opt_sum:-\${SHA256_$name:-$4}} url=\${opt_url:-\${URL_$name:-$5}}"
	sum=$(printf %s "$sum" | tr A-F a-f)
	if [ "$sum" = - ]; then
		say "$1: no sum is known for it: give SHA256_$name= or -s (-h says where from)"
		return 2
	fi
	case $sum in *[!0-9a-f]*) usage "$1: a sha256 has 64 hexadecimal digits" ;; esac
	[ ${#sum} -eq 64 ] || usage "$1: a sha256 has 64 hexadecimal digits"
	address_ok "$url" || usage "$1: the address must be https, or http on this machine"
	fetch "$1" "$2" "${opt_max:-$3}" "$sum" "$url"
}

opt_sum= opt_url= opt_max=
while getopts d:s:u:m:lh o; do
	case $o in
	d) dir=$OPTARG ;;
	s) opt_sum=$OPTARG ;;
	u) opt_url=$OPTARG ;;
	m) opt_max=$OPTARG ;;
	l) table | cut -d' ' -f1,5; exit 0 ;;
	h) help; exit 0 ;;
	*) usage 'unknown option' ;;
	esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || usage 'name the sets'
case $opt_max in *[!0-9]* | ??????????*) usage '-m: a number of bytes, below a thousand million' ;; esac
if [ -n "$opt_sum$opt_url$opt_max" ] && [ $# -gt 1 ]; then
	usage '-s, -u and -m are for one set'
fi
command -v curl >/dev/null || { say 'curl is not here (apt-get install curl)'; exit 1; }
mkdir -p -- "$dir" && tmp=$(mktemp -d "$dir/.part.XXXXXX") || exit 1
case $dir in -*) dir=./$dir tmp=./$tmp ;; esac
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM HUP
worst=0
for set; do
	case $set in *[!a-z0-9]* | '') usage "no set is called that" ;; esac
	one "$set"
	rc=$?
	[ $rc -le $worst ] || worst=$rc
done
exit $worst
