#!/usr/bin/env bash
# milliseconds that lists of the management interface take with 2,000 groups and many messages, and what a viewer costs; no peer
#
# One node of its own, made for this and stopped behind it.
benchmark=console
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'HELP'
Usage: benchmarks/run console [options]

Starts a node, fills it with messages by SMTP (delivery is paused) and with groups, asks for each list 21 times, and lets
viewers follow the event stream. The headline is the slowest list's median. Needs the Debian packages postfix, curl and
python3, which it installs as root when they are missing.

  --groups N     groups besides that of mail (default 2000)
  --messages N   messages of 1 KB (default 500000)
  --viewers N    viewers of the event stream (default 10)
  --quick        20 groups, 2000 messages, 3 viewers: shows that it works, no figure to quote
  --help         this text
HELP
}

groups=2000 messages=500000 viewers=10 node=7

while [[ $# -gt 0 ]]; do
  case $1 in
    --groups | --messages | --viewers)
      [[ ${2:-} =~ ^[1-9][0-9]{0,6}$ ]] || fail "$1 is '${2:-}': must be a number from 1"
      ;;&
    --groups) groups=$2; shift ;;
    --messages) messages=$2; shift ;;
    --viewers) viewers=$2; shift ;;
    --quick) groups=20 messages=2000 viewers=3 ;;
    --help | -h) usage; exit 0 ;;
    *) fail "unknown option '$1': see benchmarks/run $benchmark --help" ;;
  esac
  shift
done

require_package smtp-source postfix
require_package curl curl
require_package python3 python3
make_scratch
at_exit 'rm -rf "$scratch"'
smtp=$(free_port) http=$(free_port) https=$(free_port) cluster=$(free_port)
home=$root/work/node-$node

"$root/run" --node "$node" --fresh --heap 3g --smtp-port "$smtp" --http-port "$http" --https-port "$https" \
  --cluster-port "$cluster" --hosts "127.0.0.1:$cluster" --set hikyaku.cluster.name=console-benchmark \
  --set hikyaku.memory.megabytes=1500 >"$scratch/run.log" 2>&1 &
run=$!
at_exit "kill $run 2>/dev/null; wait $run 2>/dev/null || true"
until grep -q 'is ready after' "$scratch/run.log"; do
  kill -0 "$run" 2>/dev/null || { cat "$scratch/run.log" >&2; fail 'the node did not start: see above'; }
  sleep 0.5
done
describe_machine
server=$(<"$home/pid")
password=$(<"$home/password")
# nothing is delivered: mails are what waits
curl -fsSk -u "admin:$password" -H 'X-Hikyaku-Request: benchmark' -X POST \
  "https://127.0.0.1:$https/hikyaku/api/v1/groups/mail/pause" >/dev/null || fail 'the group mail could not be paused'
smtp-source -s 16 -m "$messages" -l 1000 -f a@test.example -t b@test.example "127.0.0.1:$smtp"
python3 "$root/benchmarks/console.py" "$groups" "$messages" "$viewers" "$https" "$password" "$server"
