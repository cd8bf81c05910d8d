# Shared by the benchmarks of the store: sourced after `benchmark` was set to the name.
# shellcheck shell=bash
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# builds the module if a source is newer than what was built
build_store() {
  local classpath=$root/benchmarks/store/target/classpath newer=''
  if [[ -f $classpath ]]; then
    newer=$(cd "$root" && find pom.xml benchmarks/store resource-adapter/pom.xml resource-adapter/api \
      resource-adapter/store -name target -prune -o \( -path '*/src/main/*' -o -name pom.xml \) -type f \
      -newer "$classpath" -print -quit)
    [[ -n $newer ]] || return 0
  fi
  command -v mvn >/dev/null || fail 'no Maven found, and a build is needed: install Maven 3.8 or later (Debian: apt install maven)'
  say 'building'
  (cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -pl benchmarks/store -am package) ||
    fail 'the build failed: see above'
  touch "$classpath"
}

# hikyaku_java ARGUMENTS...: the benchmark itself, in the foreground; a small process that starts the others
hikyaku_java() {
  local options=("${java_options[@]:--XX:+UseSerialGC}")
  "$java" -Xmx"${controller_heap:-64m}" "${options[@]}" -Djava.net.preferIPv4Stack=true \
    -cp "$root/benchmarks/store/target/classes:$(<"$root/benchmarks/store/target/classpath")" \
    io.hikyaku.benchmarks.Main "$@"
}

# on failure, the ends of the logs of all processes
show_logs() {
  local log
  for log in "$scratch"/*.log; do
    [[ -s $log ]] || continue
    printf -- '--- end of %s\n' "$(basename "$log")" >&2
    tail -n 15 "$log" >&2
  done
}
