#!/usr/bin/env bash
# What the management interface costs with many groups and messages: how fast lists answer, and what a viewer of the
# event stream costs the server. One node, made for this and stopped behind it. Needs smtp-source (Debian: postfix), curl and python3.
#
#   benchmarks/console.sh [--groups N] [--messages N] [--viewers N]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

groups=2000 messages=500000 viewers=10 node=8
while [[ $# -gt 0 ]]; do
  case $1 in
    --groups) groups=$2; shift 2 ;;
    --messages) messages=$2; shift 2 ;;
    --viewers) viewers=$2; shift 2 ;;
    *) printf 'console.sh: unknown option %s\n' "$1" >&2; exit 1 ;;
  esac
done

smtp=26525 http=26080 https=26443 cluster=26800
home=work/node-$node
work=$(mktemp -d)
pids=()
finish() {
  for pid in ${pids[@]+"${pids[@]}"}; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

./run --node $node --fresh --heap 3g --smtp-port $smtp --http-port $http --https-port $https --cluster-port $cluster \
  --hosts 127.0.0.1:$cluster --set hikyaku.cluster.name=console-benchmark --set hikyaku.memory.megabytes=1500 \
  >"$work/run.log" 2>&1 &
run=$!
pids+=("$run")
until grep -q 'Another node' "$work/run.log"; do
  kill -0 "$run" 2>/dev/null || { cat "$work/run.log" >&2; exit 1; }
  sleep 0.5
done
server=$(<"$home/pid")
password=$(<"$home/password")
curl -sSk -u "admin:$password" -H 'X-Hikyaku-Request: benchmark' -X POST \
  "https://127.0.0.1:$https/hikyaku/api/v1/groups/mail/pause" # nothing is delivered: mails are what waits
PATH=$PATH:/usr/sbin smtp-source -s 16 -m "$messages" -l 1000 -f a@test.example -t b@test.example "127.0.0.1:$smtp"
python3 benchmarks/console.py "$groups" "$messages" "$viewers" "$https" "$password" "$server"
