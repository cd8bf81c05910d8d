#!/usr/bin/env bash
# ten times kill -9 of one of two servers while mails come in: what was accepted is delivered; no peer
#
# Real servers and SMTP clients; see TwoNodesIT in arquillian-tests.
benchmark=mail-kill
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'HELP'
Usage: benchmarks/run mail-kill [options]

Sixteen clients send mails to two Open Liberty servers; when half of them are accepted, one of the servers is killed
(kill -9), the one and the other in turns, and started again for the next time. Fails if a mail that was answered 250 is
in no mailbox, or if more are there twice than were in flight.

  --kills N   how often (default 10)
  --mails N   mails each time (default 20000)
  --help      this text
HELP
}

kills=10 mails=20000
while [[ $# -gt 0 ]]; do
  case $1 in
    --kills | --mails) [[ ${2:-} =~ ^[1-9][0-9]{0,5}$ ]] || fail "$1 is '${2:-}': must be a number from 1" ;;&
    --kills) kills=$2; shift ;;
    --mails) mails=$2; shift ;;
    --help | -h) usage; exit 0 ;;
    *) fail "unknown option '$1': see benchmarks/run $benchmark --help" ;;
  esac
  shift
done

describe_machine
out=$(mktemp)
at_exit 'rm -f "$out"'
(cd "$root" && mvn -B -pl arquillian-tests -am verify -Dtest=NoSuchTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dit.test='TwoNodesIT#aKilled*' -Dfailsafe.failIfNoSpecifiedTests=false -Dhikyaku.kills="$kills" \
  -Dhikyaku.mails="$mails") >"$out" 2>&1 || {
  grep -a 'OUTCOME kill -9: ' "$out" >&2 || true
  tail -n 60 "$out" >&2
  fail 'mails were lost, or it could not be tried: see above'
}
grep -a 'OUTCOME kill -9: ' "$out"
result "$benchmark" 'kills without a loss' "$(grep -ac 'OUTCOME kill -9: .* lost 0,' "$out")"
