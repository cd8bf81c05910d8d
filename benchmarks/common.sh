# Shared by the benchmarks: sourced, not run. The sourcing script sets `benchmark` to its name before.
# shellcheck shell=bash
set -euo pipefail
export LC_ALL=C # a decimal point in every number
PATH=$PATH:/usr/sbin:/sbin

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s: %s\n' "${benchmark:-benchmark}" "$*" >&2
  exit 1
}

# --- what is needed, and what is left behind -----------------------------------------------------------------------

# require_package COMMAND PACKAGE: installs the Debian package if the command is not there and we may.
require_package() {
  local command=$1 package=$2 how
  command -v "$command" >/dev/null && return 0
  how="install the package $package (apt-get install $package, as root)"
  [[ $(id -u) == 0 ]] || fail "'$command' is missing: $how"
  command -v apt-get >/dev/null || fail "'$command' is missing, and there is no apt-get: install what Debian has as $package"
  say "installing $package"
  install_package "$package" || fail "$package could not be installed (offline?): $how"
  command -v "$command" >/dev/null || fail "'$command' is still missing after the installation of $package"
}

install_package() { # without questions, and without starting it as a service
  local policy=/usr/sbin/policy-rc.d own_policy=no status=0
  export DEBIAN_FRONTEND=noninteractive
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    own_policy=yes
  fi
  if [[ $1 == postfix ]]; then
    printf 'postfix postfix/main_mailer_type select No configuration\n' | debconf-set-selections || true
  fi
  { apt-get -qq update && apt-get -qq install --no-install-recommends -y "$1"; } >/dev/null || status=$?
  [[ $own_policy == no ]] || rm -f "$policy"
  return "$status"
}

# A directory for all that a benchmark writes: in RAM where there is a RAM file system, so that no disk is measured.
make_scratch() {
  local parent=${TMPDIR:-/tmp}
  [[ -d /dev/shm && -w /dev/shm ]] && parent=/dev/shm
  scratch=$(mktemp -d "$parent/hikyaku-$benchmark.XXXXXX")
  chmod 755 "$scratch" # daemons that gave up root go through it
}

undo=() # commands that put things back, the last first
at_exit() { undo+=("$*"); }
clean_up() {
  local status=$? i
  trap - EXIT
  trap '' INT TERM HUP
  set +e
  for ((i = ${#undo[@]} - 1; i >= 0; i--)); do eval "${undo[i]}"; done
  exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

stop_process() { # PID [SECONDS]: ends what we started, by its id, and waits for it
  local pid=$1 deadline=$((SECONDS + ${2:-10}))
  kill -TERM "$pid" 2>/dev/null || return 0
  while kill -0 "$pid" 2>/dev/null && ((SECONDS < deadline)); do pause 0.1; done
  kill -KILL "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}

# --- ports, time, load -----------------------------------------------------------------------------------------------

# pause SECONDS: a sleep without a process of its own, so that waiting does not load what is measured
exec {nothing}<> <(:)
pause() { read -r -t "$1" -u "$nothing" _ || true; }

in_use() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() { # below the range from which the kernel gives ports to clients
  local port i
  for ((i = 0; i < 100; i++)); do
    port=$((20000 + RANDOM % 10000))
    in_use "$port" || { printf '%s' "$port"; return 0; }
  done
  fail 'found no free port between 20000 and 30000'
}

await_port() { # PORT WHAT
  local deadline=$((SECONDS + 20))
  until in_use "$1"; do
    ((SECONDS < deadline)) || fail "$2 does not answer on port $1 after 20 s"
    pause 0.1
  done
}

http_get() { # PORT PATH: body on standard output; bash alone can ask
  local line
  exec 4<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.0\r\nAccept: application/json\r\n\r\n' "$2" >&4
  while read -r -t 10 line <&4 && [[ $line != $'\r' ]]; do :; done
  cat <&4
  exec 4>&-
} 2>/dev/null

calc() { awk "BEGIN { printf \"$1\", $2 }"; }

cpu_ticks() { # busy and all ticks of all processors since the machine started
  local name user nice system idle iowait irq softirq steal rest
  read -r name user nice system idle iowait irq softirq steal rest </proc/stat
  printf '%s %s' $((user + nice + system + irq + softirq + steal)) \
    $((user + nice + system + irq + softirq + steal + idle + iowait))
}

processor_ms() { # PID...: processor time so far of these processes and all below them, those that ended included
  local hz
  hz=$(getconf CLK_TCK)
  # a process that ends just then has no file any more
  { cat /proc/[0-9]*/stat 2>/dev/null || true; } | awk -v roots="$*" -v hz="$hz" '
    { pid = $1; sub(/^.*\) /, ""); parent[pid] = $2; ticks[pid] = $12 + $13 + $14 + $15 }
    END {
      n = split(roots, r, " ")
      for (i = 1; i <= n; i++) root[r[i]] = 1
      for (pid in parent) {
        for (p = pid; p in parent && !(p in root); p = parent[p]);
        if (p in root) sum += ticks[pid]
      }
      printf "%.0f", sum * 1000 / hz
    }'
}

describe_machine() {
  local java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  say "machine: $(nproc) processors, $(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GB," \
    "$("$java" -version 2>&1 | sed -n '1s/"//gp'); load average before: $(cut -d' ' -f1 /proc/loadavg)"
}

# --- results -----------------------------------------------------------------------------------------------------------

median() { # of its arguments
  printf '%s\n' "$@" | sort -g | awk '{ v[NR] = $1 } END { m = int((NR + 1) / 2); print NR % 2 ? v[m] : (v[m] + v[m + 1]) / 2 }'
}

# result NAME UNIT OURS [PEER]
result() {
  if [[ $# -ge 4 ]]; then
    say "RESULT $1 ours=$(calc %.0f "$3") peer=$(calc %.0f "$4") ratio=$(calc %.2f "$3 / $4") unit=$2"
  else
    say "RESULT $1 ours=$(calc %.0f "$3") unit=$2"
  fi
}
