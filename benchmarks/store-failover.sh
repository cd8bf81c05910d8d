#!/usr/bin/env bash
# acknowledged messages lost when one of three nodes is killed or hangs under load, and what callers notice; no peer
#
# Each node has producers and consumers that write down what they see; a checker judges it.
benchmark=store-failover
controller_heap=2g # it holds the events of a round
source "$(dirname "${BASH_SOURCE[0]}")/store/common.sh"

usage() {
  cat <<'HELP'
Usage: benchmarks/run store-failover [options]

Kills (kill -9) and stops (SIGSTOP for 15 s) one of three nodes under load, in rounds, and reports what callers at the
two others noticed: the longest time without a completed send, the slowest send, and how many saw an error. All of it
twice: as the store does it, and without leaving slow members out (lines with -not-left-out).

  --rounds N       rounds of each; the median counts (default 3)
  --only KIND      kill or hang (default: both)
  --detection N    seconds of silence after which a node is taken out (default 6, as is the store's)
  --quick          one round of each
  --help           this text
HELP
}

rounds=3 detection=6 only=''

while [[ $# -gt 0 ]]; do
  case $1 in
    --rounds | --detection)
      [[ ${2:-} =~ ^[1-9][0-9]{0,2}$ ]] || fail "$1 is '${2:-}': must be a number from 1"
      ;;&
    --rounds) rounds=$2; shift ;;
    --detection) detection=$2; shift ;;
    --only)
      [[ ${2:-} =~ ^(kill|hang)$ ]] || fail "--only is '${2:-}': must be kill or hang"
      only=$2
      shift
      ;;
    --quick) rounds=1 ;;
    --help | -h) usage; exit 0 ;;
    *) fail "unknown option '$1': see benchmarks/run $benchmark --help" ;;
  esac
  shift
done

make_scratch
at_exit 'rm -rf "$scratch"'
build_store
describe_machine
say "three nodes, copies=2, when-copies-missing=continue, detection $detection s"
hikyaku_java "$benchmark" --scratch "$scratch" --port "$(free_port)" --rounds "$rounds" \
  --detection-seconds "$detection" ${only:+--only "$only"} || {
  show_logs
  fail 'the run failed: see above'
}
