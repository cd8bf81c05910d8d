#!/usr/bin/env bash
# 10,000 transactions that move messages between three groups, while servers are killed: the sum must be exact; no peer
#
# Real servers with message-driven beans; see TransactionCampaignIT in arquillian-tests.
benchmark=transactions
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'HELP'
Usage: benchmarks/run transactions [options]

Two Open Liberty servers, whose beans pass tokens on from group to group, each hop a transaction. One server or the
other is killed (kill -9) again and again and started anew. Fails unless each token has made each hop exactly once.

  --transactions N   hops in all, a multiple of 20 (default 10000)
  --kills N          how often a server is killed (default 8)
  --seed N           which one is killed when
  --help             this text
HELP
}

transactions=10000 kills=8 seed=$RANDOM
while [[ $# -gt 0 ]]; do
  case $1 in
    --transactions | --kills | --seed) [[ ${2:-} =~ ^[0-9]{1,9}$ ]] || fail "$1 is '${2:-}': must be a number" ;;&
    --transactions) transactions=$2; shift ;;
    --kills) kills=$2; shift ;;
    --seed) seed=$2; shift ;;
    --help | -h) usage; exit 0 ;;
    *) fail "unknown option '$1': see benchmarks/run $benchmark --help" ;;
  esac
  shift
done
((transactions > 0 && transactions % 20 == 0 && transactions <= 20000)) ||
  fail "--transactions is $transactions: must be a multiple of 20, from 20 to 20000"

describe_machine
say "$transactions transactions, $kills kills, seed $seed"
out=$(mktemp)
at_exit 'rm -f "$out"'
(cd "$root" && mvn -B -pl arquillian-tests -am verify -Dtest=NoSuchTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dit.test=TransactionCampaignIT -Dfailsafe.failIfNoSpecifiedTests=false -Dhikyaku.transactions="$transactions" \
  -Dhikyaku.kills="$kills" -Dhikyaku.seed="$seed") >"$out" 2>&1 || {
  tail -n 60 "$out" >&2
  fail 'the sum is not exact, or it could not be tried: see above'
}
grep '^CAMPAIGN' "$out"
result transactions 'transactions, each exactly once' "$transactions"
