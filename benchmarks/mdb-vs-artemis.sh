#!/usr/bin/env bash
# transactions per second of a bean that receives 1 KB, sends it on and commits; peer: Artemis with its adapter
#
# Ours: two Open Liberty servers with the adapter, each message in both. Artemis: one server with Artemis's adapter, a
# broker and its live backup. XA in both; everything on this machine, journals in RAM.
benchmark=mdb-vs-artemis
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'HELP'
Usage: benchmarks/run mdb-vs-artemis [options]

  --rounds N      rounds of each, in turns; the median counts (default 3)
  --messages N    messages in a round (default 20000)
  --warm-up N     messages through each before the first round (default 20000)
  --beans N       beans at work at once, over all servers (default 16)
  --quick         one round of 2000 after 2000: shows that it works, no figure to quote
  --no-build      measure what is built
  --help          this text
HELP
}

rounds=3 messages=20000 warm_up=20000 beans=16 build=yes
while [[ $# -gt 0 ]]; do
  case $1 in
    --rounds | --messages | --warm-up | --beans)
      [[ ${2:-} =~ ^[1-9][0-9]{0,6}$ ]] || fail "$1 is '${2:-}': must be a number from 1"
      ;;&
    --rounds) rounds=$2; shift ;;
    --messages) messages=$2; shift ;;
    --warm-up) warm_up=$2; shift ;;
    --beans) beans=$2; shift ;;
    --quick) rounds=1 messages=2000 warm_up=2000 ;;
    --no-build) build=no ;;
    --help | -h) usage; exit 0 ;;
    *) fail "unknown option '$1': see benchmarks/run $benchmark --help" ;;
  esac
  shift
done
((messages % 2 == 0 && warm_up % 2 == 0 && beans % 2 == 0)) ||
  fail '--messages, --warm-up and --beans must be even: they are split between two servers'

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
wlp=$root/liberty-config/target/wlp
module=$root/benchmarks/mdb/target
if [[ $build == yes ]]; then
  command -v mvn >/dev/null || fail 'no Maven found: install Maven 3.8 or later (Debian: apt install maven)'
  say 'building'
  (cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Pmdb-benchmark -pl benchmarks/mdb,liberty-config -am package) ||
    fail 'the build failed: see above'
fi
[[ -d $wlp && -d $module/lib ]] || fail 'nothing is built: leave out --no-build'

make_scratch
at_exit 'rm -rf "$scratch"'
describe_machine

# --- archives ---------------------------------------------------------------------------------------------------------

packages=io/hikyaku/benchmarks/mdb
archive() { # FILE DIRECTORY: a zip without a tool that may be missing
  "${java%java}jar" --create --no-manifest --file "$1" -C "$2" .
}
war() { # NAME PACKAGE
  mkdir -p "$scratch/$1/WEB-INF/classes/$packages"
  cp -r "$module/classes/$packages/work" "$module/classes/$packages/$2" "$scratch/$1/WEB-INF/classes/$packages/"
  archive "$scratch/$1.war" "$scratch/$1"
}
war ours-job ours
mkdir -p "$scratch/nothing/$packages"
cp -r "$module/classes/$packages/nothing" "$scratch/nothing/$packages/"
archive "$scratch/nothing.jar" "$scratch/nothing"
war artemis-job jms
mkdir -p "$scratch/rar/META-INF"
cp "$root/benchmarks/mdb/liberty/artemis-ra.xml" "$scratch/rar/META-INF/ra.xml"
for jar in "$module"/lib/*.jar; do
  # the server's own interfaces must stay the only ones
  [[ $(basename "$jar") == jakarta.* ]] || cp "$jar" "$scratch/rar/"
done
archive "$scratch/artemis.rar" "$scratch/rar"

# --- processes --------------------------------------------------------------------------------------------------------

show_logs() {
  local log
  for log in "$scratch"/*.log; do
    printf -- '--- end of %s\n' "$(basename "$log")" >&2
    tail -n 25 "$log" >&2
  done
}

await_ready() { # WHAT PID COMMAND...
  local what=$1 pid=$2 deadline=$((SECONDS + 180))
  shift 2
  until "$@" >/dev/null 2>&1; do
    kill -0 "$pid" 2>/dev/null && ((SECONDS < deadline)) || { show_logs; fail "$what did not start"; }
    pause 0.5
  done
}

broker() { # ROLE PORT OTHER
  "$java" -Xmx1g -Djava.net.preferIPv4Stack=true -cp "$module/classes:$module/lib/*" \
    io.hikyaku.benchmarks.mdb.broker.Broker "$1" "$2" "$3" "$scratch/$1" >"$scratch/broker-$1.log" 2>&1 &
  at_exit "stop_process $!"
  await_ready "broker ($1)" $! grep -q '^READY' "$scratch/broker-$1.log"
}

server() { # NAME CONFIGURATION PORT WAR RAR: more variables on standard input
  local directory=$scratch/servers-$1/servers/mdb
  mkdir -p "$directory"
  cp "$root/benchmarks/mdb/liberty/$2.xml" "$directory/server.xml"
  cp "$4" "$directory/job.war"
  cp "$5" "$scratch/nothing.jar" "$directory/"
  { printf 'http.port=%s\n' "$3"; cat; } >"$directory/bootstrap.properties"
  printf -- '-Xmx1g\n-Djava.net.preferIPv4Stack=true\n' >"$directory/jvm.options"
  WLP_USER_DIR=$scratch/servers-$1 LOG_DIR=$scratch/servers-$1 bash "$wlp/bin/server" run mdb >"$scratch/server-$1.log" 2>&1 &
  at_exit "stop_process $! 40"
  await_ready "server $1" $! answers "$3"
}
answers() { # PORT: the count of commits
  [[ $(http_get "$1" '/job?do=look') =~ ^[0-9]+\ [0-9]+ ]]
}

cluster_1=$(free_port) cluster_2=$(free_port) http_1=$(free_port) http_2=$(free_port) http_3=$(free_port)
broker_1=$(free_port) broker_2=$(free_port)
rar=$root/liberty-config/target/server/adapter/hikyaku.rar
ours() { # NUMBER HTTP CLUSTER
  server "ours-$1" ours "$2" "$scratch/ours-job.war" "$rar" <<VARIABLES
cluster.name=$(basename "$scratch")
node.name=node-$1
cluster.port=$3
cluster.hosts=127.0.0.1:$cluster_1,127.0.0.1:$cluster_2
beans=$((beans / 2))
VARIABLES
}
say 'starting servers and brokers'
ours 1 "$http_1" "$cluster_1"
ours 2 "$http_2" "$cluster_2"
broker primary "$broker_1" "$broker_2"
broker backup "$broker_2" "$broker_1"
server artemis artemis "$http_3" "$scratch/artemis-job.war" "$scratch/artemis.rar" <<VARIABLES
broker.port=$broker_1
beans=$beans
VARIABLES

# --- rounds -----------------------------------------------------------------------------------------------------------

round() { # ours|two-phases|artemis COUNT
  local phases=1 urls=("http://127.0.0.1:$http_1/job" "http://127.0.0.1:$http_2/job")
  [[ $1 != artemis ]] || urls=("http://127.0.0.1:$http_3/job")
  [[ $1 != two-phases ]] || phases=2
  "$java" -Dphases=$phases -Xmx64m -XX:+UseSerialGC -cp "$module/classes" io.hikyaku.benchmarks.mdb.broker.Rounds "$2" "${urls[@]}" ||
    { show_logs; fail "a round of $1 failed"; }
}

say "warm-up: $warm_up messages through each"
for side in ours artemis two-phases; do round "$side" "$warm_up" >/dev/null; done
declare -A rates=([ours]='' [artemis]='' [two-phases]='')
for ((i = 1; i <= rounds; i++)); do
  for side in ours artemis two-phases; do
    rate=$(round "$side" "$messages")
    rates[$side]+=" $rate"
    say "round $i: $side $rate transactions/s"
  done
done
# ours beside ours: the same job with a second resource in each transaction, so that it has two phases, against one;
# and that against Artemis, whose transactions have two phases as well
# shellcheck disable=SC2086 # numbers
{
  result "$benchmark-two-phases" 'transactions/s' "$(median ${rates[two-phases]})" "$(median ${rates[ours]})"
  result "$benchmark-both-two-phases" 'transactions/s' "$(median ${rates[two-phases]})" "$(median ${rates[artemis]})"
}
# shellcheck disable=SC2086 # numbers
result "$benchmark" 'transactions/s' "$(median ${rates[ours]})" "$(median ${rates[artemis]})"
