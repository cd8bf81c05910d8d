#!/usr/bin/env bash
# tuples per second written and read by 16 threads on one node; peer: Infinispan with an entry for each
#
# 1 Mi records, keys of 32 bytes, values of 8 bytes to 16 KiB: the micro-benchmark of the SSS papers.
benchmark=tuples
source "$(dirname "${BASH_SOURCE[0]}")/store/common.sh"

usage() {
  cat <<'HELP'
Usage: benchmarks/run tuples [options]

Writes tuples from 16 threads and reads them all, on a tuple group with one copy, on Infinispan with an entry for each
tuple (as a cluster of one, and in local mode), on Redis and on Tokyo Cabinet, in turns. What is read is checked.

  --rounds N       rounds of each size; the median counts (default 3)
  --warm-up N      rounds of each before the first that counts, for the JIT compilers (default 4)
  --records N      tuples at the most (default 1048576)
  --volume BYTES   of the values at the most: larger values come in smaller numbers (default 1073741824)
  --sizes LIST     bytes of values (default 8,256,2048,16384,32)
  --heap SIZE      heap of the JVM (default 6g)
  --no-redis       without Redis
  --no-tokyo       without Tokyo Cabinet
  --quick          one small round: shows that it works, no figure to quote
  --help           this text
HELP
}

rounds=3 records=1048576 volume=1073741824 sizes=8,256,2048,16384,32 heap=6g redis=yes tokyo=yes warm_up=4

while [[ $# -gt 0 ]]; do
  case $1 in
    --rounds | --records | --volume | --warm-up)
      [[ ${2:-} =~ ^[1-9][0-9]{0,10}$ ]] || fail "$1 is '${2:-}': must be a number from 1"
      name=${1#--}
      declare "${name//-/_}=$2"
      shift
      ;;
    --sizes)
      [[ ${2:-} =~ ^[1-9][0-9]*(,[1-9][0-9]*)*$ ]] || fail "$1 is '${2:-}': must be numbers with commas between them"
      sizes=$2
      shift
      ;;
    --heap) [[ $# -ge 2 ]] || fail '--heap needs a value: see --help'; heap=$2; shift ;;
    --no-redis) redis=no ;;
    --no-tokyo) tokyo=no ;;
    --quick) rounds=1 records=65536 sizes=32 warm_up=1 ;;
    --help | -h) usage; exit 0 ;;
    *) fail "unknown option '$1': see benchmarks/run $benchmark --help" ;;
  esac
  shift
done

make_scratch
at_exit 'rm -rf "$scratch"'
build_store
describe_machine
more=()
if [[ $redis == yes ]]; then
  require_package redis-server redis-server
  port=$(free_port)
  (cd "$scratch" && exec redis-server --bind 127.0.0.1 --port "$port" --save '' --appendonly no >redis.log 2>&1) &
  at_exit "stop_process $!"
  await_port "$port" Redis
  more+=(--redis "$port")
fi
if [[ $tokyo == yes ]]; then
  [[ -f /usr/include/tcutil.h ]] || install_package libtokyocabinet-dev ||
    fail 'Tokyo Cabinet is missing: install the package libtokyocabinet-dev as root, or leave it out with --no-tokyo'
  require_package gcc gcc
  gcc -O2 -o "$scratch/tokyo" "$root/benchmarks/store/src/main/c/tokyo.c" -ltokyocabinet -lpthread ||
    fail 'the peer in C could not be compiled'
  more+=(--tokyo "$scratch/tokyo")
fi
# all but Redis and Tokyo Cabinet is in this one process, so its collector is not that of a controller
java_options=(-Xms"$heap" -XX:+UseParallelGC)
controller_heap=$heap hikyaku_java "$benchmark" --port "$(free_port)" --rounds "$rounds" --records "$records" \
  --volume "$volume" --sizes "$sizes" --warm-up "$warm_up" "${more[@]}" || fail 'the run failed: see above'
