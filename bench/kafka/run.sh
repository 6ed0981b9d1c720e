#!/bin/bash
# Measures a fresh broker over Kafka's protocol and writes bench/results/kafka-<date>.txt.
#   bench/kafka/run.sh [quick]      quick: one round of 3 s each instead of the median of three of 8 s
# BROKER_DIR names a published broker (default: publish one); PORT the port to use (default 24000).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

rounds=3 seconds=8
[ "${1:-}" != quick ] || { rounds=1 seconds=3; }
port=${PORT:-24000}
scratch=$(mktemp -d)
results=bench/results/kafka-$(date +%Y-%m-%d).txt
broker=""

stop_broker() {
  [ -n "$broker" ] || return 0
  kill "$broker" 2>/dev/null || true
  while kill -0 "$broker" 2>/dev/null; do sleep 0.1; done
  broker=""
}
trap 'stop_broker; rm -rf "$scratch"' EXIT

for tool in start idle rawproduce rawfetch; do
  gcc -O2 -msse4.2 -pthread -o "$scratch/$tool" "bench/kafka/$tool.c"
done
gcc -O2 -msse4.2 -pthread -o "$scratch/kafkaload" bench/kafka/kafkaload.c -lrdkafka
weir=${BROKER_DIR:-$scratch/weir}
[ -n "${BROKER_DIR:-}" ] || dotnet publish src/Weir -c Release --use-current-runtime -o "$weir" >"$scratch/publish.log" || { cat "$scratch/publish.log"; exit 1; }

# start_broker NAME [serve arguments]: on an empty data directory; prints start time and idle memory.
start_broker() {
  local name=$1
  shift
  rm -rf "$scratch/data"
  BROKER_LOG=$scratch/broker.log "$scratch/start" "$port" "$name" "$weir/weir" serve --data "$scratch/data" \
    --kafka "127.0.0.1:$port" --amqp off --http off "$@" >"$scratch/start.txt"
  broker=$(sed -n 's/^pid //p' "$scratch/start.txt")
  grep -v '^pid ' "$scratch/start.txt"
}

# What a measurement wrote goes before the next one: at these rates a disk fills within minutes.
forget() { "$weir/weir" topic delete "$1" --yes --broker "127.0.0.1:$port" >/dev/null; }
topic() { "$scratch/kafkaload" -m create -b "127.0.0.1:$port" -t "$1" -n "$2"; }
load() { "$scratch/kafkaload" -b "127.0.0.1:$port" -i "$broker" -d "$seconds" "$@"; }
raw() { local tool=$1; shift; "$scratch/$tool" -P "$port" -i "$broker" -d "$seconds" "$@"; }

# Runs a command for every round and prints, for each metric, the line with the median value and the range.
median() {
  local i
  for i in $(seq "$rounds"); do "$@"; done | sort -k1,1 -k2,2g | awk '
    { n[$1]++; line[$1, n[$1]] = $0; value[$1, n[$1]] = $2 }
    END { for (m in n) print line[m, int((n[m] + 1) / 2)], "range=" value[m, 1] ".." value[m, n[m]] }' | sort
}

measure() {
  echo "# $(date -u +%FT%TZ) $(nproc) cores, $(uname -sr), load average $(cut -d' ' -f1-3 /proc/loadavg), librdkafka" \
    "$(dpkg-query -W -f='${Version}' librdkafka1), rounds $rounds of $seconds s, commit $(git rev-parse --short HEAD)"
  start_broker weir
  "$scratch/idle" "$port" 5000 "$broker"
  topic latency 1
  median load -m latency -t latency -r 1000 -l 0 -N latency_100B
  local size n
  for size in 100 1024; do
    for n in 1 4; do
      topic "load-$size-$n" "$n"
      median load -m produce -t "load-$size-$n" -n "$n" -p "$n" -s "$size" -N "produce_${size}B_$n"
      median load -m consume -t "load-$size-$n" -n "$n" -c 1 -s "$size" -N "consume_${size}B_$n"
      median load -m both -t "load-$size-$n" -n "$n" -p "$n" -c 1 -s "$size" -N "both_${size}B_$n"
      forget "load-$size-$n"
    done
    topic "raw-$size" 4
    for n in 1 4; do median raw rawproduce -t "raw-$size" -n "$n" -c "$n" -s "$size" -N "rawproduce_${size}B_$n"; done
    median raw rawfetch -t "raw-$size" -c 1 -N "rawfetch_${size}B_1"
    median raw rawfetch -t "raw-$size" -n 2 -c 2 -N "rawfetch_${size}B_2"
    forget "raw-$size"
  done
  stop_broker
  background
}

# Latency of producers while retention, compaction and checkpoints run all the time beside a flood, and without them.
background() {
  start_broker quiet
  topic latency 1
  median load -m latency -t latency -r 1000 -l 0 -N latency_alone
  stop_broker
  start_broker busy --set storage.checkpoint_interval_ms=1000 --set retention.check_interval_ms=1000 \
    --set compaction.interval_ms=1000 --set retention.default_bytes=20000000
  topic latency 1
  topic flood 4
  "$scratch/kafkaload" -m produce -b "127.0.0.1:$port" -t flood -n 4 -r 20000 -s 1024 -d $((rounds * (seconds + 3))) \
    >/dev/null &
  local flood=$!
  median load -m latency -t latency -r 1000 -l 0 -N latency_beside_upkeep
  wait "$flood"
  stop_broker
}

mkdir -p bench/results
measure | tee "$results"
