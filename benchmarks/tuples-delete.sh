#!/usr/bin/env bash
# milliseconds to drop a group of 100 thousand, 1 and 10 million tuples; no peer
#
# Two nodes in one JVM, two copies; the drop is timed where it is called, and then neither node may have the group.
benchmark=tuples-delete
source "$(dirname "${BASH_SOURCE[0]}")/store/common.sh"

usage() {
  cat <<'HELP'
Usage: benchmarks/run tuples-delete [options]

  --rounds N       rounds of each size; the median counts (default 5)
  --tuples LIST    sizes, the headline last (default 102400,1048576,10485760)
  --heap SIZE      heap of the JVM (default 5g)
  --quick          one round with 100 thousand: shows that it works, no figure to quote
  --help           this text
HELP
}

rounds=5 tuples=102400,1048576,10485760 heap=5g

while [[ $# -gt 0 ]]; do
  case $1 in
    --rounds)
      [[ ${2:-} =~ ^[1-9][0-9]{0,2}$ ]] || fail "$1 is '${2:-}': must be a number from 1"
      rounds=$2
      shift
      ;;
    --tuples)
      [[ ${2:-} =~ ^[1-9][0-9]*(,[1-9][0-9]*)*$ ]] || fail "$1 is '${2:-}': must be numbers with commas between them"
      tuples=$2
      shift
      ;;
    --heap) [[ $# -ge 2 ]] || fail '--heap needs a value: see --help'; heap=$2; shift ;;
    --quick) rounds=1 tuples=102400 ;;
    --help | -h) usage; exit 0 ;;
    *) fail "unknown option '$1': see benchmarks/run $benchmark --help" ;;
  esac
  shift
done

build_store
describe_machine
java_options=(-XX:+UseParallelGC)
controller_heap=$heap hikyaku_java "$benchmark" --port-a "$(free_port)" --port-b "$(free_port)" --rounds "$rounds" \
  --tuples "$tuples" || fail 'the run failed: see above'
