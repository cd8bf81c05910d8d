#!/usr/bin/env bash
# milliseconds to purge a group that holds 100 thousand, 1 and 10 million small messages; no peer
#
# Two nodes; the purge is timed where it is called, and then nothing may be left to see on either node.
benchmark=store-delete
source "$(dirname "${BASH_SOURCE[0]}")/store/common.sh"

usage() {
  cat <<'HELP'
Usage: benchmarks/run store-delete [options]

Fills a group on two nodes with messages of 10 bytes, in units of work of 1000, and purges it.

  --rounds N       rounds of each size; the median counts (default 3)
  --messages LIST  sizes, the headline last (default 100000,1000000,10000000)
  --heap SIZE      heap of each of the two JVMs (default 4g; 10 million messages fill 1.6 GB of each)
  --quick          one round with 100 thousand: shows that it works, no figure to quote
  --help           this text
HELP
}

rounds=3 messages=100000,1000000,10000000 heap=4g

while [[ $# -gt 0 ]]; do
  case $1 in
    --rounds)
      [[ ${2:-} =~ ^[1-9][0-9]{0,2}$ ]] || fail "$1 is '${2:-}': must be a number from 1"
      rounds=$2
      shift
      ;;
    --messages)
      [[ ${2:-} =~ ^[1-9][0-9]*(,[1-9][0-9]*)*$ ]] || fail "$1 is '${2:-}': must be numbers with commas between them"
      messages=$2
      shift
      ;;
    --heap) [[ $# -ge 2 ]] || fail '--heap needs a value: see --help'; heap=$2; shift ;;
    --quick) rounds=1 messages=100000 heap=1g ;;
    --help | -h) usage; exit 0 ;;
    *) fail "unknown option '$1': see benchmarks/run $benchmark --help" ;;
  esac
  shift
done

make_scratch
at_exit 'rm -rf "$scratch"'
build_store
describe_machine
say "two nodes, copies=2, when-copies-missing=refuse, heap $heap each"
# pages of 10 million messages: about 100 bytes a message
hikyaku_java "$benchmark" --scratch "$scratch" --port-a "$(free_port)" --port-b "$(free_port)" --heap "$heap" \
  --memory-bytes 4000000000 --rounds "$rounds" --messages "$messages" || {
  show_logs
  fail 'the run failed: see above'
}
