#!/usr/bin/env bash
# mails per second to live domains while half of 2,000 domains are dead and some slow; memory per queued mail
#
# A generator -> one Hikyaku node, routes by MX (dnsmasq on loopback) -> smtp-sink; dead domains have an address where
# nobody listens, slow ones a sink that takes its time. Without a peer: what is compared is ours with and without them.
benchmark=mail-queue
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'HELP'
Usage: benchmarks/run mail-queue [options]

First mails go to live domains while nothing else is queued; then the queue is filled with mails for dead and slow domains,
and while they are tried and wait, as many go to the live domains again. Compares how fast the live ones arrive, and says
what a queued mail takes of memory. Installs postfix (for smtp-sink), dnsmasq-base and python3.

  --mails N     mails in all, of the second part (default 200000; a multiple of --domains)
  --domains N   of which half are dead and a fortieth slow (default 2000; a multiple of 40)
  --heap SIZE   heap of the node (default 3g)
  --quick       20000 mails to 400 domains: shows that it works, no figure to quote
  --help        this text
HELP
}

mails=200000 domains=2000 heap=3g
while [[ $# -gt 0 ]]; do
  case $1 in
    --mails | --domains)
      [[ ${2:-} =~ ^[1-9][0-9]{0,6}$ ]] || fail "$1 is '${2:-}': must be a number from 1"
      ;;&
    --mails) mails=$2; shift ;;
    --domains) domains=$2; shift ;;
    --heap) [[ $# -ge 2 ]] || fail '--heap needs a value'; heap=$2; shift ;;
    --quick) mails=20000 domains=400 ;;
    --help | -h) usage; exit 0 ;;
    *) fail "unknown option '$1': see benchmarks/run $benchmark --help" ;;
  esac
  shift
done
((domains % 40 == 0 && mails % domains == 0)) || fail '--domains must be a multiple of 40, and --mails of --domains'
slow=$((domains / 40)) dead=$((domains / 2)) live=$((domains / 2 - domains / 40))
live_mails=$((mails / domains * live))

require_package smtp-sink postfix
require_package dnsmasq dnsmasq-base
require_package python3 python3
make_scratch
at_exit 'rm -rf "$scratch"'

user=()
[[ $(id -u) != 0 ]] || user=(-u nobody)
sink_port=$(free_port)
counter=$scratch/arrived
smtp-sink "${user[@]}" -c -m 4000 "127.0.0.1:$sink_port" 4000 >"$counter" 2>"$scratch/sink.err" &
at_exit "stop_process $!"
await_port "$sink_port" smtp-sink
# -w: so many seconds before each answer
smtp-sink "${user[@]}" -w 5 -m 4000 "127.0.0.4:$sink_port" 4000 >/dev/null 2>"$scratch/slow.err" &
at_exit "stop_process $!"

dns_port=$(free_port)
# --local: it says that there is no MX, rather than refuse the question
dnsmasq --keep-in-foreground --port="$dns_port" --listen-address=127.0.0.1 --bind-interfaces --no-resolv --no-hosts \
  --conf-file=/dev/null --pid-file= --user="$(id -un)" --cache-size=0 --dns-forward-max=2000 \
  --local=/live.test/ --local=/slow.test/ --local=/dead.test/ \
  --address=/live.test/127.0.0.1 --address=/slow.test/127.0.0.4 --address=/dead.test/127.0.0.3 \
  >"$scratch/dnsmasq.out" 2>&1 &
at_exit "stop_process $!"

say 'starting one Hikyaku node (builds first if sources are newer than what is built)'
"$root/run" --node 8 --fresh --heap "$heap" --hosts 127.0.0.1:7870 --set hikyaku.cluster.name=hikyaku-queue \
  --set hikyaku.copies=1 --set hikyaku.delivery.default=mx --set "hikyaku.delivery.mx.port=$sink_port" \
  --set "hikyaku.delivery.dns.servers=127.0.0.1:$dns_port" >"$scratch/node.out" 2>&1 &
node=$!
at_exit "stop_process $node 90"
until grep -qs ' is ready after ' "$scratch/node.out"; do
  kill -0 "$node" 2>/dev/null || { tail -20 "$scratch/node.out" >&2; fail 'the node did not start: see above'; }
  pause 0.2
done
smtp_port=2595 http_port=9150

arrived() {
  local line
  line=$(tail -c 80 "$counter")
  if [[ $line =~ .*mesg=([0-9]+)$'\r' ]]; then printf '%s' "${BASH_REMATCH[1]}"; else printf 0; fi
}

figure() { # NAME: of the group mail
  http_get "$http_port" /hikyaku/api/v1/groups/mail | tr -d ' \n' | grep -o "\"$1\":[0-9.]*" | cut -d: -f2
}

java_below() { # PID: the JVM that it started
  local pid
  [[ $(cat "/proc/$1/comm" 2>/dev/null) != java ]] || { printf %s "$1"; return; }
  for pid in $(pgrep -P "$1"); do java_below "$pid"; done
}

heap_after_collection() { # bytes of all objects that are alive
  jcmd "$(java_below "$node")" GC.class_histogram | awk 'END { printf "%d", $3 }'
}

# part NAME MAILS DOMAIN...: to live domains. Leaves in `rate` the mails a second, from the first send to the last arrival
part() {
  local name=$1 wanted=$2 before started target moved seen now
  shift 2
  before=$(arrived) target=$((before + wanted)) started=$EPOCHREALTIME moved=$SECONDS seen=$before
  python3 "$root/benchmarks/mail-queue.py" "$smtp_port" "$wanted" 1024 16 "$@" || fail 'not all mails were accepted'
  accepted=$EPOCHREALTIME
  while ((seen < target)); do
    pause 0.1
    now=$(arrived)
    ((now == seen)) || moved=$SECONDS
    ((SECONDS - moved < 60)) || fail "$name: of $wanted mails $((seen - before)) arrived, and no more for 60 s"
    seen=$now
  done
  rate=$(calc %.1f "$wanted / ($EPOCHREALTIME - $started)")
  printf '  %-26s %6d mails: %6.0f mails/s (all accepted after %.1f s)\n' "$name" "$wanted" "$rate" \
    "$(calc %.3f "$accepted - $started")"
}

describe_machine
say "$domains domains: $live live, $dead dead, $slow slow; $mails mails of 1 KB"
part 'warm-up' "$live_mails" "live%d.live.test:$live"
part 'live only' "$live_mails" "live%d.live.test:$live"
alone=$rate
heap_before=$(heap_after_collection)
started=$EPOCHREALTIME
python3 "$root/benchmarks/mail-queue.py" "$smtp_port" $((mails - live_mails)) 1024 16 "dead%d.dead.test:$dead" \
  "slow%d.slow.test:$slow" || fail 'not all mails were accepted'
printf '  %-26s %6d mails accepted after %.1f s\n' 'dead and slow' $((mails - live_mails)) \
  "$(calc %.3f "$EPOCHREALTIME - $started")"
part 'live, beside dead and slow' "$live_mails" "live%d.live.test:$live"
among=$rate
depth=$(figure depth) stored=$(figure storedBytes)
((depth > (mails - live_mails) * 9 / 10)) || fail "only $depth mails are queued: the others were not held back"
say "queued then: $depth mails, $(calc %.0f "$stored / $depth") bytes of store each"
heap=$(heap_after_collection)
say "alive in the heap: $(calc %.0f "$heap / 1048576") MB with them, $(calc %.0f "$heap_before / 1048576") MB before:" \
  "$(calc %.0f "($heap - $heap_before) / $depth") bytes a mail with all that leads to it"
say ''
result "$benchmark/bytes-per-mail" bytes "$(calc %.0f "($heap - $heap_before) / $depth")"
result "$benchmark" live-mails/s "$among" "$alone"
