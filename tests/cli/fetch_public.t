# data/fetch-public.sh against a server on this machine.
. "$(dirname "$0")/lib.sh"
F=data/fetch-public.sh

if ! command -v curl >/dev/null || ! command -v python3 >/dev/null; then
	skip "public sets" "apt-get install curl python3"
	exit 0
fi
mkdir "$T/www"
printf 'id,text\n1,hello\n' >"$T/www/a.csv"
head -c 5000 /dev/zero >"$T/www/big.csv"
sum() { sha256sum <"$1" | cut -d' ' -f1; }
SUM=$(sum "$T/www/a.csv")
# A tiny server: files, a body cut short, a body of no stated length, and a way
# off this machine.
cat >"$T/server.py" <<'END'
import http.server, os, sys
class H(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "17")
            self.end_headers()
            self.wfile.write(b"id,text\n")
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(100000):
                    self.wfile.write(b"x" * 1000)
            except OSError:
                pass
        elif self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://192.0.2.1/a.csv")
            self.end_headers()
        else:
            super().do_GET()
    def log_message(self, *a):
        pass
os.chdir(sys.argv[1])
s = http.server.ThreadingHTTPServer(("127.0.0.1", 0), H)
print(s.server_port, flush=True)
s.serve_forever()
END
python3 "$T/server.py" "$T/www" >"$T/port" &
server=$!
trap 'kill $server 2>/dev/null; echo "1..$N"; rm -rf "$T"' EXIT
i=0
while [ ! -s "$T/port" ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
W=http://127.0.0.1:$(cat "$T/port")
D=$T/d
empty() { is "$(ls -A "$D" 2>/dev/null)" "" "$1"; }

status 2 "no sum" "$F" -d "$D" -u "$W/a.csv" acl2019
like "$(cat "$T/err")" 'SHA256_ACL2019=' "says how to give one"
empty "nothing is there"
status 1 "wrong sum" "$F" -d "$D" -u "$W/a.csv" -s "$(echo | sha256sum | cut -d' ' -f1)" acl2019
like "$(cat "$T/err")" "sha256 is $SUM, not" "is said"
empty "nothing is there"
status 1 "no such file" "$F" -d "$D" -u "$W/none.csv" -s "$SUM" acl2019
like "$(cat "$T/err")" '404' "is said"
empty "nothing is there"
status 1 "too big" "$F" -d "$D" -u "$W/big.csv" -s "$(sum "$T/www/big.csv")" -m 4999 acl2019
like "$(cat "$T/err")" 'more than 4999 bytes' "is said"
status 0 "just small enough" "$F" -d "$D" -u "$W/big.csv" -s "$(sum "$T/www/big.csv")" -m 5000 acl2019
rm "$D/complaints-data.csv"
status 1 "without end" "$F" -d "$D" -u "$W/endless" -s "$SUM" -m 4999 acl2019
like "$(cat "$T/err")" 'more than 4999 bytes' "is said"
# Its sum is that of what came, and still it is not the file.
status 1 "cut short" "$F" -d "$D" -u "$W/cut" -s "$(printf 'id,text\n' | sha256sum | cut -d' ' -f1)" acl2019
status 1 "redirected away" "$F" -d "$D" -u "$W/away" -s "$SUM" acl2019
status 1 "no server" "$F" -d "$D" -u http://127.0.0.1:1/a.csv -s "$SUM" acl2019
empty "nothing is there"
status 0 "good" env URL_ACL2019="$W/a.csv" SHA256_ACL2019="$(echo "$SUM" | tr a-f A-F)" "$F" -d "$D" acl2019
ok "is the file" cmp "$D/complaints-data.csv" "$T/www/a.csv"
is "$(ls -A "$D")" complaints-data.csv "and nothing else"
status 0 "again, the server gone" "$F" -d "$D" -u http://127.0.0.1:1/a.csv -s "$SUM" acl2019
status 1 "a bad one later" "$F" -d "$D" -u "$W/big.csv" -s "$(printf x | sha256sum | cut -d' ' -f1)" acl2019
ok "leaves the old one" cmp "$D/complaints-data.csv" "$T/www/a.csv"
status 2 "one with a sum, one without" env URL_AIRLINE="$W/a.csv" SHA256_AIRLINE="$SUM" "$F" -d "$T/e" sanders airline
is "$(ls -A "$T/e")" Airline-Sentiment-2-w-AA.csv "the other arrives"
for url in http://example.org/a.csv ftp://127.0.0.1/a file:///etc/passwd \
	http://127.0.0.1.example.org/a http://127.0.0.1@example.org/ \
	http://127.0.0.1:8@example.org/a 'http://localhost /a' "-o/x"; do
	status 2 "address $url" "$F" -d "$T/f" -u "$url" -s "$SUM" acl2019
done
status 2 "unknown set" "$F" -d "$T/f" 'x;y'
status 2 "a short sum" "$F" -d "$T/f" -s abc acl2019
is "$("$F" -l | wc -l)" 6 "six sets"
like "$("$F" -h)" 'No sum is built in' "help is plain about sums"
