#!/usr/bin/env bash
# messages per second sent, taken and settled, each on two nodes; peer: memcached (set, get, delete), no copy
#
# 64 blocking producers and 64 blocking consumers; the two nodes are two JVMs, the peer's client is a third.
benchmark=store-vs-memcached
source "$(dirname "${BASH_SOURCE[0]}")/store/common.sh"

usage() {
  cat <<'HELP'
Usage: benchmarks/run store-vs-memcached [options]

Producers and consumers, each a blocking thread, on two nodes of the store (each message on both before the call
returns) and on memcached with a Java client, in turns. Needs the Debian packages memcached and redis-server, which it
installs as root when they are missing.

  --rounds N           rounds of each for each setting; the median counts (default 5)
  --seconds N          length of a round (default 5)
  --warm-up N          seconds of each before the first round of a setting (default 30; 90 for one setting alone)
  --only SETTING       headline, 1-caller, 16-callers, 256-callers, 16-KB, batch-of-32, keyed or redis; may be repeated
  --no-peer            without memcached and Redis: for work on ours
  --peer-only          memcached alone, without a result: to choose its client and connections
  --client NAME        the peer's client: spymemcached or xmemcached (default: the faster, see README.md)
  --connections N      connections of the peer's client (default: the best, see README.md)
  --heap SIZE          heap of each JVM (default 2g)
  --jvm-options TEXT   more options for each JVM, separated by spaces
  --jfr DIR            each JVM writes a flight recording to this directory
  --quick              one round of 2 s of the headline: shows that it works, no figure to quote
  --help               this text
HELP
}

rounds=5 seconds=5 warm_up= only='' peer=yes client=xmemcached connections=2 heap=2g more=()

while [[ $# -gt 0 ]]; do
  case $1 in
    --rounds | --seconds | --warm-up | --connections)
      [[ ${2:-} =~ ^[1-9][0-9]{0,4}$ ]] || fail "$1 is '${2:-}': must be a number from 1"
      ;;&
    --only | --client | --heap | --jvm-options | --jfr) [[ $# -ge 2 ]] || fail "$1 needs a value: see --help" ;;&
    --rounds) rounds=$2; shift ;;
    --seconds) seconds=$2; shift ;;
    --warm-up) warm_up=$2; shift ;;
    --connections) connections=$2; shift ;;
    --only)
      [[ $2 =~ ^(headline|1-caller|16-callers|256-callers|16-KB|batch-of-32|keyed|redis)$ ]] ||
        fail "--only is '$2': must be one of the settings that --help names"
      only+=,$2
      shift
      ;;
    --no-peer) peer=no ;;
    --peer-only) more+=(--peer-only yes) ;;
    --client)
      [[ $2 =~ ^(spymemcached|xmemcached)$ ]] || fail "--client is '$2': must be spymemcached or xmemcached"
      client=$2
      shift
      ;;
    --heap) heap=$2; shift ;;
    --jvm-options) more+=(--jvm-options "$2"); shift ;;
    --jfr) mkdir -p "$2"; more+=(--jfr "$(realpath "$2")"); shift ;;
    --quick) rounds=1 seconds=2 warm_up=2 only=,headline ;;
    --help | -h) usage; exit 0 ;;
    *) fail "unknown option '$1': see benchmarks/run $benchmark --help" ;;
  esac
  shift
done

if [[ -z $warm_up ]]; then
  # with all settings, those that come first warm up the code for the rest
  [[ $only =~ ^,[^,]+$ ]] && warm_up=90 || warm_up=30
fi

make_scratch
at_exit 'rm -rf "$scratch"'
build_store

start_memcached() {
  local port user=()
  require_package memcached memcached
  port=$(free_port)
  [[ $(id -u) != 0 ]] || user=(-u nobody)
  # as many threads as processors; room for everything that may wait, so that nothing is evicted
  memcached "${user[@]}" -l 127.0.0.1 -p "$port" -U 0 -m 2048 -c 4096 -t 2 >"$scratch/memcached.log" 2>&1 &
  at_exit "stop_process $!"
  more+=(--memcached "$port:$!")
  await_port "$port" memcached
  say "peer: $(memcached -V), 2 threads, client $client with $connections connections"
}

start_redis() {
  local port
  require_package redis-server redis-server
  port=$(free_port)
  (cd "$scratch" && exec redis-server --bind 127.0.0.1 --port "$port" --save '' --appendonly no \
    --maxclients 4096 >"$scratch/redis.log" 2>&1) &
  at_exit "stop_process $!"
  more+=(--redis "$port:$!")
  await_port "$port" Redis
  say "peer of the line redis: $(redis-server --version | cut -d' ' -f1-3), nothing on disk, a connection for each thread"
}

describe_machine
if [[ $peer == yes ]]; then
  [[ $only == ,redis ]] || start_memcached
  [[ -n $only && $only, != *,redis,* ]] || start_redis
fi
say "ours: two nodes, copies=2, when-copies-missing=refuse; heap $heap for each JVM"
hikyaku_java "$benchmark" --scratch "$scratch" --port-a "$(free_port)" --port-b "$(free_port)" --heap "$heap" \
  --rounds "$rounds" --seconds "$seconds" --warm-up "$warm_up" --client "$client" --connections "$connections" \
  --only "${only:-,all}" "${more[@]}" || {
  show_logs
  fail 'the run failed: see above'
}
