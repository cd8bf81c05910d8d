#!/usr/bin/env bash
# jobs on one node with two threads: read, write, shuffle, word count, k-means, PageRank; peers: Spark local[2], Hadoop
#
# The synthetic jobs of the SSS papers with a fixed volume, three usual jobs, an empty one, and a key with many values.
benchmark=mapreduce
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'HELP'
Usage: benchmarks/run mapreduce [options]

  --rounds N       rounds of each job that count, the median of which is shown (default 3)
  --warm-up N      rounds before them (default 2)
  --volume BYTES   of the synthetic jobs (default 1073741824 where 20 GB of memory are free, else 268435456)
  --sizes LIST     bytes of their values (default 1024,16384,1048576)
  --text MB        of the word count (default 100)
  --points N       of k-means, in ten dimensions (default 500000)
  --pages N        of PageRank (default 200000)
  --values N       on one key (default 10000000)
  --jobs LIST      of read,write,shuffle,wordcount,kmeans,pagerank,empty,hotkey (default all)
  --sides LIST     of ours,spark,hadoop (default all)
  --heap SIZE      of each side's process (default 5g, and 4g with the smaller volume)
  --hot-heap SIZE  of the process for the hot key (default 768m)
  --quick          small and one round: shows that it works, no figure to quote
  --no-build       measure what is built
  --help           this text
HELP
}

# three processes with their data and copies of it, and files in memory
free_gb=$(awk '/MemAvailable/ { printf "%d", $2 / 1000000 }' /proc/meminfo)
if ((free_gb >= 20)); then volume=1073741824 heap=5g; else volume=268435456 heap=4g; fi
rounds=3 warm_up=2 sizes=1024,16384,1048576 text=100 points=500000 pages=200000 values=10000000
jobs=read,write,shuffle,wordcount,kmeans,pagerank,empty,hotkey sides=ours,spark,hadoop hot_heap=768m build=yes
while [[ $# -gt 0 ]]; do
  case $1 in
    --rounds | --volume | --text | --points | --pages | --values)
      [[ ${2:-} =~ ^[1-9][0-9]{0,10}$ ]] || fail "$1 is '${2:-}': must be a number from 1"
      declare "${1#--}=$2"
      shift
      ;;
    --warm-up)
      [[ ${2:-} =~ ^[0-9]{1,3}$ ]] || fail "$1 is '${2:-}': must be a number from 0"
      warm_up=$2
      shift
      ;;
    --sizes)
      [[ ${2:-} =~ ^[1-9][0-9]*(,[1-9][0-9]*)*$ ]] || fail "$1 is '${2:-}': must be numbers with commas between them"
      sizes=$2
      shift
      ;;
    --jobs | --sides)
      [[ ${2:-} =~ ^[a-z]+(,[a-z]+)*$ ]] || fail "$1 is '${2:-}': must be names with commas between them"
      declare "${1#--}=$2"
      shift
      ;;
    --heap | --hot-heap)
      [[ ${2:-} =~ ^[1-9][0-9]*[mg]$ ]] || fail "$1 is '${2:-}': must be like 4g or 512m"
      name=${1#--}
      declare "${name//-/_}=$2"
      shift
      ;;
    --quick) rounds=1 warm_up=1 volume=33554432 heap=2g sizes=1024,1048576 text=10 points=50000 pages=20000 values=1000000 ;;
    --no-build) build=no ;;
    --help | -h) usage; exit 0 ;;
    *) fail "unknown option '$1': see benchmarks/run $benchmark --help" ;;
  esac
  shift
done

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
module=$root/benchmarks/mapreduce/target
if [[ $build == yes ]]; then
  command -v mvn >/dev/null || fail 'no Maven found: install Maven 3.8 or later (Debian: apt install maven)'
  say 'building'
  (cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Pmapreduce-benchmark -pl benchmarks/mapreduce -am package) ||
    fail 'the build failed: see above'
fi
[[ -f $module/classpath ]] || fail 'nothing is built: leave out --no-build'

make_scratch
at_exit 'rm -rf "$scratch"'
describe_machine
say "volume of the synthetic jobs: $((volume >> 20)) MiB; heap of each side: $heap"
"$java" -Xmx64m -XX:+UseSerialGC -cp "$module/classes:$(<"$module/classpath")" io.hikyaku.benchmarks.mapreduce.Main \
  "scratch=$scratch" "port=$(free_port)" "rounds=$rounds" "warm-up=$warm_up" "volume=$volume" "sizes=$sizes" \
  "text=$text" "points=$points" "pages=$pages" "values=$values" "jobs=$jobs" "sides=$sides" "heap=$heap" \
  "hot-heap=$hot_heap" || {
  for log in "$scratch"/*.log; do
    [[ ! -s $log ]] || { printf -- '--- end of %s\n' "$(basename "$log")" >&2; tail -n 25 "$log" >&2; }
  done
  fail 'the run failed: see above'
}
