#!/usr/bin/env bash
# processor time and bytes on the wire per message with 2, 3, 4 and 6 nodes, as the ratio of 6 to 2; no peer
#
# The same work by the same number of callers, spread over the nodes; every message has two copies whatever the size.
benchmark=store-scale
source "$(dirname "${BASH_SOURCE[0]}")/store/common.sh"

usage() {
  cat <<'HELP'
Usage: benchmarks/run store-scale [options]

Clusters of 2, 3, 4 and 6 nodes, a JVM each, send and consume the same number of 1 KB messages in turns. As root each
cluster has a network namespace of its own, with the packet size of Ethernet, so that the kernel counts its bytes alone.

  --rounds N       rounds of each size; the median counts (default 5)
  --messages N     messages in a round (default 60000)
  --warm-up N      messages for each node before the first round (default 20000)
  --quick          one round of 5000 messages after 2000: shows that it works, no figure to quote
  --help           this text

15 JVMs with a heap of 512 MB run at once: it needs 8 GB.
HELP
}

rounds=5 messages=60000 warm_up=20000

while [[ $# -gt 0 ]]; do
  case $1 in
    --rounds | --messages | --warm-up)
      [[ ${2:-} =~ ^[1-9][0-9]{0,6}$ ]] || fail "$1 is '${2:-}': must be a number from 1"
      ;;&
    --rounds) rounds=$2; shift ;;
    --messages) messages=$2; shift ;;
    --warm-up) warm_up=$2; shift ;;
    --quick) rounds=1 messages=5000 warm_up=2000 ;;
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
make_namespaces() {
  local size namespace=hks$$
  for size in 2 3 4 6; do
    ip netns add "$namespace-$size" 2>/dev/null || return 1
    at_exit "ip netns delete $namespace-$size"
    # as many bytes of headers as on Ethernet
    ip -n "$namespace-$size" link set lo mtu 1500 up
  done
  more+=(--namespace "$namespace")
}
if ! { [[ $(id -u) == 0 ]] && require_package ip iproute2 && make_namespaces; }; then
  say 'no network namespaces (they need root): bytes are those of all of loopback, with its large packets'
fi
hikyaku_java "$benchmark" --scratch "$scratch" --port "$(free_port)" --rounds "$rounds" --messages "$messages" \
  --warm-up "$warm_up" ${more[@]+"${more[@]}"} || {
  show_logs
  fail 'the run failed: see above'
}
