#!/usr/bin/env bash
# mails per second from the first send to the last arrival, through two Hikyaku nodes; peers: Postfix and sendmail
#
# smtp-source -> Hikyaku (two nodes, each mail on both before its 250) or a peer -> smtp-sink, all on loopback.
benchmark=mail-relay
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'HELP'
Usage: benchmarks/run mail-relay [options]

Sends mails with smtp-source through two Hikyaku nodes and through its peers, in turns, and measures until the last has
arrived at smtp-sink. Needs root for the peers, and the Debian package postfix, which it installs when it is missing;
Debian's sendmail, which cannot be installed beside Postfix, is unpacked into a temporary directory.

  --rounds N       rounds of each for each setting; the median counts (default 3)
  --mails N        mails in a round (default 20000; half of it with 10 KB)
  --warm-up N      mails through ours before the first round, a tenth of it through the peer (default 200000: until then
                   the JVMs' compilers take a part of two processors; Postfix needs none, but gets its caches filled)
  --only SETTING   16-sessions (the headline), 64-sessions, 10-KB or 10-KB-64-sessions; may be repeated (default: all)
  --peers LIST     which, in which order: postfix, sendmail (with their queues in RAM), postfix-disk, sendmail-disk
                   (default: all, as postfix,sendmail,postfix-disk,sendmail-disk; the first makes the headline)
  --disk DIRECTORY where queues on disk are (default: a temporary directory below /var/tmp)
  --no-peer        ours alone: for work on it; needs no root
  --heap SIZE      heap of each Hikyaku node (default 1g)
  --set NAME=VALUE a setting for both Hikyaku nodes, see ./run --help; may be repeated
  --quick          one round of 5000 mails with 16 sessions after 5000, Postfix only unless --peers follows: shows that
                   it works, no figure to quote
  --help           this text

JVM_ARGS goes to both nodes.
HELP
}

rounds=3 mails=20000 warm_up=200000 only='' heap=1g settings=() disk=/var/tmp
peers=(postfix sendmail postfix-disk sendmail-disk)

while [[ $# -gt 0 ]]; do
  case $1 in
    --rounds | --mails | --warm-up)
      [[ ${2:-} =~ ^[1-9][0-9]{0,6}$ ]] || fail "$1 is '${2:-}': must be a number from 1"
      ;;&
    --only | --heap | --set | --peers | --disk) [[ $# -ge 2 ]] || fail "$1 needs a value: see --help" ;;&
    --rounds) rounds=$2; shift ;;
    --mails) mails=$2; shift ;;
    --warm-up) warm_up=$2; shift ;;
    --only)
      [[ $2 =~ ^(10-KB-)?(16|64)-sessions$|^10-KB$ ]] ||
        fail "--only is '$2': must be 16-sessions, 64-sessions, 10-KB or 10-KB-64-sessions"
      only+=" $2"
      shift
      ;;
    --peers)
      [[ $2 =~ ^(postfix|sendmail)(-disk)?(,(postfix|sendmail)(-disk)?)*$ ]] ||
        fail "--peers is '$2': must be some of postfix, sendmail, postfix-disk, sendmail-disk"
      IFS=, read -ra peers <<<"$2"
      shift
      ;;
    --disk) [[ -d $2 ]] || fail "--disk is '$2': must be a directory"; disk=$2; shift ;;
    --no-peer) peers=() ;;
    --heap) heap=$2; shift ;;
    --set) settings+=(--set "$2"); shift ;;
    --quick) rounds=1 mails=5000 warm_up=5000 only=' 16-sessions' peers=(postfix) ;;
    --help | -h) usage; exit 0 ;;
    *) fail "unknown option '$1': see benchmarks/run $benchmark --help" ;;
  esac
  shift
done
((mails % 40 == 0 && warm_up % 2 == 0)) ||
  fail "--mails must be a multiple of 40 and --warm-up of 2: they are split in halves, and sendmail gets a tenth"

((${#peers[@]} == 0)) || [[ $(id -u) == 0 ]] ||
  fail 'the peers can only be started by root: run this as root, or with --no-peer to measure ours alone'
require_package smtp-source postfix
make_scratch
at_exit 'rm -rf "$scratch"'

# --- smtp-sink: the one server to which both deliver ---------------------------------------------------------------

# It writes its counter ("sess=16 quit=0 mesg=20000", over and over) when a mail has arrived in whole; the file is in
# RAM. Its last line is the number of mails, its time of change that of the last arrival. Not -M, by which it would end
# with the last mail: it does so before the answer, and the sender would have to send that mail again.
counter=$scratch/arrived

start_sink() {
  sink_port=$(free_port)
  local user=()
  [[ $(id -u) != 0 ]] || user=(-u nobody)
  smtp-sink "${user[@]}" -c -m 1000 "127.0.0.1:$sink_port" 1000 >"$counter" 2>"$scratch/sink.err" &
  at_exit "stop_process $!"
  await_port "$sink_port" smtp-sink
}

arrived() { # how many mails so far
  local line
  line=$(tail -c 80 "$counter")
  if [[ $line =~ .*mesg=([0-9]+)$'\r' ]]; then printf '%s' "${BASH_REMATCH[1]}"; else printf 0; fi
}

# --- ours ------------------------------------------------------------------------------------------------------------

# Nodes 8 and 9, with their ports, and a cluster name of their own: a developer's nodes stay as they are.
nodes=(8 9)
cluster_hosts=127.0.0.1:7870,127.0.0.1:7880

start_ours() {
  local n pids=()
  say 'starting two Hikyaku nodes (builds first if sources are newer than what is built)'
  for n in "${nodes[@]}"; do
    # refuse: no mail is answered 250 unless it is on both nodes
    "$root/run" --node "$n" --fresh --heap "$heap" --relay "127.0.0.1:$sink_port" --hosts "$cluster_hosts" \
      --set hikyaku.cluster.name=hikyaku-benchmark --set hikyaku.copies=2 --set hikyaku.when-copies-missing=refuse \
      ${settings[@]+"${settings[@]}"} >"$scratch/node-$n.out" 2>&1 &
    pids+=($!)
    at_exit "stop_process $! 90"
  done
  for n in 0 1; do
    until grep -qs ' is ready after ' "$scratch/node-${nodes[n]}.out"; do
      kill -0 "${pids[n]}" 2>/dev/null || {
        tail -20 "$scratch/node-${nodes[n]}.out" >&2
        fail "node-${nodes[n]} did not start: see above"
      }
      pause 0.2
    done
  done
  await_cluster
  ours_processes=("${pids[@]}")
  ours_ports=($((2525 + 10 * (nodes[0] - 1))) $((2525 + 10 * (nodes[1] - 1))))
}

await_cluster() { # two that have found each other, and all segments with their copies
  local port=$((9080 + 10 * (nodes[0] - 1))) deadline=$((SECONDS + 60)) cluster=''
  until [[ $cluster == *'"state":"HEALTHY"'* && $cluster == *'"copiesNow":2'* ]]; do
    ((SECONDS < deadline)) || fail "the two nodes did not become one healthy cluster in 60 s: ${cluster:-no status}"
    pause 0.3
    cluster=$(http_get "$port" /hikyaku/api/v1/status | tr -d ' \n' | grep -o '"cluster":{[^}]*}' || true)
  done
  say "ours: two nodes with a heap of $heap each; $cluster"
}

# --- Postfix -----------------------------------------------------------------------------------------------------------

# An instance of its own: configuration, queue and log in the scratch directory. No DNS, no limits by client, no other
# delay than its own work; see benchmarks/README.md for each setting.
start_postfix() { # NAME DIRECTORY: the queue is in this directory
  local name=$1 config=$scratch/$1.conf queue=$2/$1.queue data=$2/$1.data peer_port
  peer_port=$(free_port)
  mkdir -p "$config" "$queue" "$data"
  chown postfix "$data"
  cat >"$config/main.cf" <<MAIN
compatibility_level = 3.6
queue_directory = $queue
data_directory = $data
myhostname = peer.example.org
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
relayhost = [127.0.0.1]:$sink_port
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtputf8_enable = no
maillog_file = $scratch/$name.log
maillog_file_prefixes = $scratch
default_process_limit = 200
max_use = 100000
in_flow_delay = 0
qmgr_message_active_limit = 100000
qmgr_message_recipient_limit = 100000
initial_destination_concurrency = 20
smtp_destination_concurrency_limit = 20
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtp_connection_cache_on_demand = no
MAIN
  cat >"$config/master.cf" <<MASTER
127.0.0.1:$peer_port inet n - n - - smtpd
pickup    unix      n - n 60 1 pickup
cleanup   unix      n - n - 0 cleanup
qmgr      unix      n - n 300 1 qmgr
rewrite   unix      - - n - - trivial-rewrite
bounce    unix      - - n - 0 bounce
defer     unix      - - n - 0 bounce
trace     unix      - - n - 0 bounce
flush     unix      n - n 1000? 0 flush
proxymap  unix      - - n - - proxymap
smtp      unix      - - n - - smtp
relay     unix      - - n - - smtp
showq     unix      n - n - - showq
error     unix      - - n - - error
retry     unix      - - n - - error
discard   unix      - - n - - discard
anvil     unix      - - n - 1 anvil
scache    unix      - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
MASTER
  : >"$config/dynamicmaps.cf"
  postfix -c "$config" start >"$scratch/$name.out" 2>&1 || {
    cat "$scratch/$name.out" "$scratch/$name.log" >&2 2>/dev/null || true
    fail 'Postfix did not start: see above'
  }
  at_exit "postfix -c '$config' stop >/dev/null 2>&1; await_postfix_end '$queue'"
  await_port "$peer_port" Postfix
  peer_ports[$name]=$peer_port
  peer_processes[$name]=$(tr -d ' ' <"$queue/pid/master.pid")
  say "peer: Postfix $(postconf -c "$config" -h mail_version), one instance (there is no copy of its queue)," \
    "queue in $(stat -f -c %T "$queue")"
}

await_postfix_end() { # QUEUE
  local pid deadline=$((SECONDS + 15))
  pid=$(tr -d ' ' <"$1/pid/master.pid" 2>/dev/null) || return 0
  while kill -0 "$pid" 2>/dev/null && ((SECONDS < deadline)); do pause 0.1; done
}

# --- sendmail ----------------------------------------------------------------------------------------------------------

unpack_sendmail() { # into $scratch/sendmail: its package conflicts with Postfix's
  local file
  mkdir -p "$scratch/sendmail/packages"
  (cd "$scratch/sendmail/packages" && apt-get -qq download sendmail-bin sendmail-cf m4 libwrap0 2>"$scratch/apt.err") || {
    cat "$scratch/apt.err" >&2
    fail 'sendmail could not be fetched (offline?): leave it out with --peers'
  }
  for file in "$scratch"/sendmail/packages/*.deb; do dpkg-deb -x "$file" "$scratch/sendmail/root"; done
  # a copy: with its set-group-id bit it would not take the library from where it was unpacked
  cp "$scratch/sendmail/root/usr/libexec/sendmail/sendmail" "$scratch/sendmail/sendmail"
  chmod 755 "$scratch/sendmail/sendmail"
}

# Configured by its own m4 macros. No DNS, no limits by load; a child for each session, which delivers behind its answer.
start_sendmail() { # NAME DIRECTORY: the queue is in this directory
  local name=$1 config=$scratch/$1.conf queue=$2/$1.queue root=$scratch/sendmail/root library peer_port
  [[ -e $scratch/sendmail/sendmail ]] || unpack_sendmail
  library=$(dirname "$(find "$root" -name libwrap.so.0)")
  peer_port=$(free_port)
  mkdir -p "$config" "$queue"
  chmod 700 "$queue"
  printf 'hosts files\naliases files\n' >"$config/service.switch"
  cat >"$config/sendmail.mc" <<MC
OSTYPE(\`linux')dnl
FEATURE(\`nocanonify')dnl
FEATURE(\`no_default_msa')dnl
FEATURE(\`promiscuous_relay')dnl
FEATURE(\`accept_unresolvable_domains')dnl
undefine(\`ALIAS_FILE')dnl
define(\`SMART_HOST', \`relay:[127.0.0.1]')dnl
define(\`RELAY_MAILER_ARGS', \`TCP \$h $sink_port')dnl
define(\`confDOMAIN_NAME', \`peer.example.org')dnl
define(\`QUEUE_DIR', \`$queue')dnl
define(\`STATUS_FILE', \`$config/statistics')dnl
define(\`confPID_FILE', \`$config/pid')dnl
define(\`confSERVICE_SWITCH_FILE', \`$config/service.switch')dnl
define(\`confDELIVERY_MODE', \`background')dnl
define(\`confQUEUE_LA', \`1000')dnl
define(\`confREFUSE_LA', \`1000')dnl
define(\`confTO_IDENT', \`0s')dnl
define(\`confLOG_LEVEL', \`4')dnl
define(\`confDONT_BLAME_SENDMAIL', \`GroupWritableDirPathSafe')dnl
DAEMON_OPTIONS(\`Name=MTA, Family=inet, Addr=127.0.0.1, Port=$peer_port')dnl
MAILER(\`smtp')dnl
MC
  "$root/usr/bin/m4" "-D_CF_DIR_=$root/usr/share/sendmail/cf/" "$root/usr/share/sendmail/cf/m4/cf.m4" \
    "$config/sendmail.mc" >"$config/sendmail.cf" 2>"$config/m4.err" || fail "sendmail.cf: $(cat "$config/m4.err")"
  # with a host name of its own: one without a dot makes it sleep for a minute
  LD_LIBRARY_PATH=$library unshare --uts bash -c 'echo peer.example.org >/proc/sys/kernel/hostname; exec "$@"' - \
    "$scratch/sendmail/sendmail" -C "$config/sendmail.cf" -bD >"$scratch/$name.out" 2>&1 &
  at_exit "stop_process $!"
  peer_ports[$name]=$peer_port
  peer_processes[$name]=$!
  await_port "$peer_port" "sendmail ($(tr '\n' ' ' <"$scratch/$name.out"))"
  say "peer: sendmail $(dpkg-deb -f "$scratch"/sendmail/packages/sendmail-bin_*.deb Version), queue in $(stat -f -c %T "$queue")"
}

declare -A peer_ports peer_processes

start_peers() {
  local name directory
  for name in "${peers[@]}"; do
    directory=$scratch
    if [[ $name == *-disk ]]; then
      if [[ -z ${disk_scratch:-} ]]; then
        disk_scratch=$(mktemp -d "$disk/hikyaku-$benchmark.XXXXXX")
        chmod 755 "$disk_scratch"
        at_exit 'rm -rf "$disk_scratch"'
      fi
      directory=$disk_scratch
    fi
    "start_${name%-disk}" "$name" "$directory"
  done
}

# --- a round -----------------------------------------------------------------------------------------------------------

# send ours|PEER MAILS SESSIONS BYTES: half of it to each of two ports at the same time. Leaves mails/s in `rate`, and in
# `frugality` the mails per second of processor time that the relay itself took.
send() {
  local who=$1 count=$2 sessions=$3 bytes=$4 name ports processes port pid sources=()
  local before target started accepted last seen now moved busy0 all0 busy all used0 used twice=''
  if [[ $who == ours ]]; then
    name=Hikyaku ports=("${ours_ports[@]}") processes=("${ours_processes[@]}")
  else
    name=$who ports=("${peer_ports[$who]}" "${peer_ports[$who]}") processes=("${peer_processes[$who]}")
  fi
  before=$(arrived) target=$((before + count))
  read -r busy0 all0 < <(cpu_ticks; echo)
  used0=$(processor_ms "${processes[@]}")
  started=$EPOCHREALTIME
  for port in "${ports[@]}"; do
    # -d: a session stays for all its mails
    smtp-source -4 -d -s $((sessions / 2)) -m $((count / 2)) -l "$bytes" -M client.example.org \
      -f sender@example.org -t recipient@example.net "127.0.0.1:$port" 2>>"$scratch/source.err" &
    sources+=($!)
  done
  for pid in "${sources[@]}"; do
    wait "$pid" || {
      tail -3 "$scratch/source.err" >&2
      fail "$name did not accept all mails: see above"
    }
  done
  accepted=$EPOCHREALTIME
  seen=$(arrived) moved=$SECONDS
  while ((seen < target)); do
    pause 0.05
    now=$(arrived)
    ((now == seen)) || moved=$SECONDS
    ((SECONDS - moved < 60)) || fail "$name: of $count mails $((seen - before)) arrived, and no more for 60 s"
    seen=$now
  done
  last=$(stat -c %.9Y "$counter")
  read -r busy all < <(cpu_ticks; echo)
  # what comes now was delivered twice; it must not count in the next round
  until_quiet
  used=$(processor_ms "${processes[@]}")
  seen=$(arrived)
  ((seen == target)) || twice="; $((seen - target)) arrived twice"
  rate=$(calc %.1f "$count / ($last - $started)")
  frugality=$(calc %.1f "1000 * $count / ($used - $used0 + 1)")
  printf '  %-13s %6d mails of %5d B, %2d sessions: %6.0f mails/s; %4.2f ms of processor time a mail (accepted after %.2f s, arrived after %.2f s, processors %.0f %% busy)%s\n' \
    "$name" "$count" "$bytes" "$sessions" "$rate" "$(calc %.3f "1000 / $frugality")" "$(calc %.3f "$accepted - $started")" \
    "$(calc %.3f "$last - $started")" "$(calc %.1f "100 * ($busy - $busy0) / ($all - $all0)")" "$twice"
}

until_quiet() { # nothing has arrived for a second
  local seen=-1 i
  for ((i = 0; i < 30; i++)); do
    local now
    now=$(arrived)
    ((now != seen)) || return 0
    seen=$now
    pause 1
  done
  fail 'mails go on arriving that nobody sent'
}

# sendmail is ten times slower: it gets a tenth, which still takes as long
share() { # PEER MAILS
  if [[ $1 == sendmail* ]]; then printf '%s' $(($2 / 10)); else printf '%s' "$2"; fi
}

results=()
# setting NAME MAILS SESSIONS BYTES: rounds in turns, and the lines for the end
setting() {
  local name=$1 count=$2 i who ours=() ours_frugality=() line
  local -A theirs=() their_frugality=()
  shift 2
  for ((i = 1; i <= rounds; i++)); do
    send ours "$count" "$@"
    ours+=("$rate") ours_frugality+=("$frugality")
    for who in ${peers[@]+"${peers[@]}"}; do
      send "$who" "$(share "$who" "$count")" "$@"
      theirs[$who]+=" $rate" their_frugality[$who]+=" $frugality"
    done
  done
  # the first peer last, without its name: with the default settings that is the headline
  for ((i = ${#peers[@]} - 1; i >= 0; i--)); do
    who=${peers[i]} line=$name
    ((i == 0)) || line+="/$who"
    if [[ $name == "$benchmark" ]]; then
      # shellcheck disable=SC2086 # numbers
      results+=("$(result "$name/processor$( ((i == 0)) || printf /%s "$who")" mails/processor-second \
        "$(median "${ours_frugality[@]}")" "$(median ${their_frugality[$who]})")")
    fi
    # shellcheck disable=SC2086 # numbers
    results+=("$(result "$line" mails/s "$(median "${ours[@]}")" "$(median ${theirs[$who]})")")
  done
  ((${#peers[@]} > 0)) || results+=("$(result "$name" mails/s "$(median "${ours[@]}")")")
}

wanted() { [[ -z $only || $only' ' == *" $1 "* ]]; }

describe_machine
start_sink
start_ours
start_peers
say 'all share the machine with smtp-source and smtp-sink; while one is measured the others are idle'

say "warm-up:"
send ours "$warm_up" 16 1024
for who in ${peers[@]+"${peers[@]}"}; do send "$who" "$(share "$who" $((warm_up / 20 * 2)))" 16 1024; done

say "rounds, the median of $rounds counts:"
if wanted 64-sessions; then setting mail-relay/64-sessions "$mails" 64 1024; fi
if wanted 10-KB; then setting mail-relay/10-KB $((mails / 2)) 16 10240; fi
if wanted 10-KB-64-sessions; then setting mail-relay/10-KB-64-sessions $((mails / 2)) 64 10240; fi
if wanted 16-sessions; then setting mail-relay "$mails" 16 1024; fi
say ''
printf '%s\n' "${results[@]}"
