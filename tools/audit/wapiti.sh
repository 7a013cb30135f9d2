#!/bin/sh
# Crawl and attack a demo town on this machine with wapiti3, as a stranger and as each persona.
#
#   make run                                  (another terminal; a town that may be spoilt)
#   tools/audit/wapiti.sh http://127.0.0.1:8000 [persona ...]
#
# wapiti lives in an environment of its own, made on first use and thrown away with `rm -r .stamps/wapiti`: its
# dependencies are none of ours. Reports land in .stamps/wapiti-report/<who>.json; the exit status is 1 where one
# of them says more than "informational".
set -eu
BASE=${1:-http://127.0.0.1:8000}
[ $# -gt 0 ] && shift
case "$BASE" in
    http://127.0.0.1:*|http://localhost:*) ;;
    *) echo "Only a town on this machine is attacked, not $BASE" >&2; exit 2 ;;
esac
HERE=$(cd "$(dirname "$0")/../.." && pwd)
VENV=${WAPITI_VENV:-$HERE/.stamps/wapiti}
OUT=${WAPITI_OUT:-$HERE/.stamps/wapiti-report}
SECONDS_EACH=${WAPITI_SECONDS:-600}
PYTHON=$HERE/.venv/bin/python
if [ ! -x "$VENV/bin/wapiti" ]; then
    mkdir -p "$(dirname "$VENV")"
    "$PYTHON" -m venv "$VENV" 2>/dev/null || "$PYTHON" -m virtualenv --quiet "$VENV"
    "$VENV/bin/python" -m pip install --disable-pip-version-check --quiet wapiti3
fi
mkdir -p "$OUT"
# Left out: ssrf, xxe and log4shell call a server of their makers; wapp and cms only fetch lists of products.
MODULES=cookieflags,crlf,csp,csrf,exec,file,http_headers,methods,permanentxss,redirect,sql,timesql,upload,xss

crawl() { # who, more arguments
    who=$1; shift
    echo "== wapiti as $who"
    "$VENV/bin/wapiti" -u "$BASE/" --scope folder -m "$MODULES" --flush-session --no-bugreport --verify-ssl 0 \
        --max-scan-time "$SECONDS_EACH" --max-attack-time "$((SECONDS_EACH / 4))" --max-links-per-page 60 \
        --max-files-per-dir 40 --depth 8 --tasks 4 -x "$BASE/sign-out" -x "$BASE/my/sign-ins/endings" \
        --store-session "$OUT/session-$who" -f json -o "$OUT/$who.json" "$@" > "$OUT/$who.log" 2>&1 || true
}

WHO=${*:-coordinator administrator hotline host newcomer-ar association}
crawl public -s "$BASE/demoby/" -s "$BASE/sign-in"
for who in $WHO; do
    link=$(cd "$HERE" && .venv/bin/flask --app wsgi persona "$who" | grep -o 'http[^ ]*/w/[A-Za-z0-9_-]*' | tail -1)
    crawl "$who" -s "$BASE/desk/" -s "$BASE/my/" -H "Cookie: $("$PYTHON" "$HERE/tools/audit/cookie.py" "$link")"
done
exec "$PYTHON" "$HERE/tools/audit/verdict.py" "$OUT"
