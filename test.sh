#!/bin/bash
# Installs what the tests need, builds once, checks the formatting, runs every suite and sums up.
# The last line is "N passed, N failed"; the exit code is 0 only when everything ran and nothing failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec </dev/null
export CI=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

# The compiler and the -dev packages build the C clients; the last two are the broker's own codecs.
readonly PACKAGES="gcc libc6-dev librdkafka-dev zlib1g-dev librdkafka1 kcat python3-confluent-kafka python3-kafka \
  python3-lz4 python3-snappy python3-zstandard python3-pika python3-kombu python3-celery librabbitmq-dev amqp-tools \
  liblz4-1 libzstd1 chromium fonts-noto-cjk"
readonly RESULTS=artifacts/test-results

step() { echo; echo "== $*"; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

# Real clients, from the system's packages. Interop suites fetch their npm clients into artifacts/ by themselves.
install_packages() {
  local package missing=""
  command -v npm >/dev/null || missing=" npm"
  for package in $PACKAGES; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=" $package"
  done
  [ -n "$missing" ] || return 0
  step "install:$missing"
  as_root apt-get update -q
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
}

# Prints "passed failed" of one result file; an absent file counts as nothing.
count() {
  local counters
  counters=$(grep -o '<Counters [^>]*' "$1" 2>/dev/null || true)
  echo "$(attribute passed "$counters") $(attribute failed "$counters")"
}

attribute() {
  local value
  value=$(sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$2")
  echo "${value:-0}"
}

passed=0
failed=0
broken=""

run_suite() {
  local project=$1 name rc=0 suite_passed suite_failed
  name=$(basename "$project" .csproj)
  step "$name"
  if [ -z "$(find "$(dirname "$project")" -name '*.cs' -not -path '*/obj/*' -print -quit)" ]; then
    echo "no source yet"
    return 0
  fi
  dotnet test "$project" --no-build -c Release --results-directory "$RESULTS" --logger "trx;LogFileName=$name.trx" || rc=$?
  read -r suite_passed suite_failed <<<"$(count "$RESULTS/$name.trx")"
  passed=$((passed + suite_passed))
  failed=$((failed + suite_failed))
  if [ $((suite_passed + suite_failed)) = 0 ]; then
    broken+=" $name (ran no test)"
    failed=$((failed + 1))
  elif [ "$rc" != 0 ] && [ "$suite_failed" = 0 ]; then
    broken+=" $name (exit code $rc)"
    failed=$((failed + 1))
  fi
}

install_packages

step "build"
dotnet restore Weir.slnx
dotnet build Weir.slnx -c Release --no-restore -warnaserror

step "format"
dotnet format Weir.slnx --verify-no-changes --no-restore

rm -rf "$RESULTS"
for project in tests/*/*.csproj; do
  # What other suites are made of, without a test of its own.
  [ "$project" != tests/Weir.Testing/Weir.Testing.csproj ] || continue
  run_suite "$project"
done

step "total"
if [ -n "$broken" ]; then
  echo "suites that did not finish, one failure each:$broken"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
