#!/bin/bash
# What a backlog costs: memory over an empty broker once the tail is in segments, and publish and drain rates beside
# those of an empty queue.
#   bench/amqp/backlog.sh [messages]      default 10000000, of 100 bytes
# WEIR names the executable (default: publish one); PORT the port to use (default 24100).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

messages=${1:-10000000} port=${PORT:-24100}
scratch=$(mktemp -d)
broker=""
trap '[ -z "$broker" ] || { kill "$broker"; wait "$broker" || true; }; rm -rf "$scratch"' EXIT
if [ -z "${WEIR:-}" ]; then
  dotnet publish src/Weir -c Release --use-current-runtime -o "$scratch/weir" >"$scratch/publish.log" || { cat "$scratch/publish.log"; exit 1; }
  WEIR=$scratch/weir/weir
fi

"$WEIR" serve --data "$scratch/data" --kafka off --http off --amqp "127.0.0.1:$port" >"$scratch/log" 2>&1 &
broker=$!
until grep -q "amqp listens" "$scratch/log"; do kill -0 "$broker" || { cat "$scratch/log"; exit 1; }; sleep 0.1; done

# load NAME [options]: prints the rates.
load() {
  echo "== $1"
  shift
  "$WEIR" bench --protocol amqp --url "amqp://guest:guest@127.0.0.1:$port/%2F" "$@"
}
anonymous_kb() { awk '/^RssAnon/ { print $2 }' "/proc/$broker/status"; }

empty=$(anonymous_kb)
load "publish, empty queue" --consumers 0 --duration 5
load "publish and consume, empty queue" --duration 5
load "fill" --name backlog --producers 4 --consumers 0 --count $((messages / 4)) --duration 600 --warmup 0 --keep
# A checkpoint comes within a minute; spare memory goes back after that.
sleep 80
full=$(anonymous_kb)
echo "anonymous memory: empty $empty kB, with $messages ready $full kB, difference $((full - empty)) kB"
load "publish, $messages ready" --name backlog --consumers 0 --duration 5 --keep
load "publish and consume, $messages ready" --name backlog --duration 5 --keep
