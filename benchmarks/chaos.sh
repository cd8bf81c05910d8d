#!/usr/bin/env bash
# what kills, pauses, splits, joins and leaves at random do to acknowledged messages: violations found; no peer
#
# Three nodes in three JVMs, each with producers and consumers that write down what they see; a checker judges it.
benchmark=chaos
controller_heap=2g # it holds the events of a round
source "$(dirname "${BASH_SOURCE[0]}")/store/common.sh"

usage() {
  cat <<'HELP'
Usage: benchmarks/run chaos [options]

Disturbs three nodes under load at random, never two at once, and has what the callers saw judged: every acknowledged
message consumed, nothing that was never sent, order by key, and a reason for everything delivered twice. As root, each
node has a network namespace of its own, so that the network can be split; otherwise splits are left out.

  --rounds N        rounds, each of 1 to 3 disturbances and a judgement (default 5)
  --seed N          the same seed disturbs in the same way (default: by the clock; it is printed)
  --nodes N         nodes, 3 or more; one more joins now and then (default 3)
  --only KIND       crash, pause, split, leave or join; may be repeated (default: all)
  --refuse          nodes refuse what cannot have its two copies (default: they go on with one)
  --detection N     seconds of silence after which a node is taken out (default 3)
  --quick           one round
  --help            this text

Of a round with violations, the events and the logs stay under work/chaos/.
HELP
}

rounds=5 seed='' nodes=3 only='' detection=3 missing=CONTINUE

while [[ $# -gt 0 ]]; do
  case $1 in
    --rounds | --seed | --nodes | --detection)
      [[ ${2:-} =~ ^[1-9][0-9]{0,17}$ ]] || fail "$1 is '${2:-}': must be a number from 1"
      ;;&
    --rounds) rounds=$2; shift ;;
    --seed) seed=$2; shift ;;
    --nodes)
      (($2 >= 3 && $2 <= 20)) || fail "--nodes is '$2': must be from 3 to 20, or a loss leaves no two copies"
      nodes=$2
      shift
      ;;
    --detection) detection=$2; shift ;;
    --only)
      [[ ${2:-} =~ ^(crash|pause|split|leave|join)$ ]] || fail "--only is '${2:-}': see --help"
      only+=,$2
      shift
      ;;
    --refuse) missing=REFUSE ;;
    --quick) rounds=1 ;;
    --help | -h) usage; exit 0 ;;
    *) fail "unknown option '$1': see benchmarks/run $benchmark --help" ;;
  esac
  shift
done
[[ -n $seed ]] || seed=$(date +%s)

[[ $(id -u) != 0 ]] || require_package ip iproute2
make_scratch
at_exit 'rm -rf "$scratch"'
build_store
describe_machine
say "seed $seed: $rounds rounds with $nodes nodes, copies=2, when-copies-missing=${missing,,}, detection $detection s"
more=()
[[ -z $only ]] || more+=(--only "${only#,}")
hikyaku_java chaos --scratch "$scratch" --keep "$root/work/chaos" --port "$(free_port)" --rounds "$rounds" \
  --seed "$seed" --nodes "$nodes" --detection-seconds "$detection" --when-copies-missing "$missing" \
  ${more[@]+"${more[@]}"} || {
  show_logs
  fail 'the run failed: see above'
}
