#!/usr/bin/python3
"""A mixed load for a long time at a low rate, and the question whether anything grows.

  eng/soak --minutes N [--seed S] [--data DIR] [--csv FILE]

Both protocols at once: a topic with retention, a compacted table, a queue with dead letters and requeues, delays, queues
and topics that are declared and deleted again and again, connections and group members that come and go. Samples of
memory, handles, threads, disk and latencies; at the end their slopes. Exit code 1 when one grows, or a message is missing.
"""

import argparse
import os
import shutil
import sys
import tempfile
import threading
import time
import traceback

import slopes
import soakload
from broker import Broker

# What may be gained over a run of ten minutes or more: a share of the median and a number beside it. Shorter runs are
# mostly warm-up (just-in-time compilation, caches that fill), so memory gets more there.
ALLOWED = {
    "rss_mb": (0.10, 24), "heap_mb": (0.10, 12), "handles": (0.02, 20), "threads": (0.02, 6), "disk_mb": (0.10, 24),
    "kafka_ack_p99_ms": (0.75, 40), "kafka_end_to_end_p99_ms": (0.75, 60), "amqp_confirm_p99_ms": (0.75, 40),
    "amqp_end_to_end_p99_ms": (0.75, 60), "delay_late_p99_ms": (0.75, 60),
}
MEMORY = ("rss_mb", "heap_mb")
SHORT_RUN_MEMORY_MB = 128
SETTINGS = [
    "storage.journal_file_bytes=4MiB", "storage.checkpoint_interval_ms=10000", "storage.segment_bytes_max=1MiB",
    "retention.check_interval_ms=5000", "compaction.interval_ms=5000", "kafka.default_partitions=2"]


def sample(broker, load, started):
    metrics = broker.metrics()
    pid = broker.pid
    row = {
        "seconds": time.monotonic() - started,
        "rss_mb": metrics["process_resident_memory_bytes"] / 2**20,
        "heap_mb": metrics["dotnet_heap_bytes"] / 2**20,
        "handles": len(os.listdir(f"/proc/{pid}/fd")),
        "threads": len(os.listdir(f"/proc/{pid}/task")),
        "disk_mb": sum(size(f) for top, _, files in os.walk(broker.data) for f in (os.path.join(top, n) for n in files))
        / 2**20,
        "cpu_s": metrics["process_cpu_seconds_total"],
    }
    row.update(load.latencies.take())
    return row


def size(path):
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return 0


def judge(rows, minutes):
    """Prints every slope; gives the names of what grew."""
    rows = rows[len(rows) // 5:]  # the first fifth warms up
    grown = []
    print(f"\n{'':26}{'median':>10}{'min':>10}{'max':>10}{'slope/h':>12}{'gained':>10}{'allowed':>10}")
    for name, (share, beside) in ALLOWED.items():
        points = [(r["seconds"], r[name]) for r in rows if r.get(name) is not None]
        values = sorted(v for _, v in points)
        if not values:
            grown.append(f"{name} (no sample)")
            continue
        middle = values[len(values) // 2]
        if minutes < 10 and name in MEMORY:
            beside = SHORT_RUN_MEMORY_MB
        allowed = max(share * middle, beside)
        gained = slopes.growth(points)
        mark = ""
        if gained > allowed:
            grown.append(name)
            mark = "  GROWS"
        print(f"{name:26}{middle:10.1f}{values[0]:10.1f}{values[-1]:10.1f}{slopes.slope(points) * 3600:12.2f}"
              f"{gained:10.2f}{allowed:10.1f}{mark}")
    return grown


def main():
    parser = argparse.ArgumentParser(
        prog="eng/soak", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(2), "big"))
    parser.add_argument("--data", help="where the data directory is made; a temporary one otherwise")
    parser.add_argument("--csv", help="also write every sample there")
    option = parser.parse_args()
    os.nice(5)
    every = min(10.0, option.minutes * 60 / 20)
    scratch = tempfile.mkdtemp(prefix="weir-soak-", dir=option.data)
    broker = Broker(os.path.join(scratch, "data"), SETTINGS, log=os.path.join(scratch, "broker.log"))
    print(f"soak for {option.minutes:g} minutes, seed {option.seed}, a sample every {every:g} s", flush=True)
    rows, load, problems = [], None, []
    try:
        broker.start()
        load = soakload.Load(broker, option.seed)
        load.start()
        started = time.monotonic()
        while time.monotonic() - started < option.minutes * 60 and not load.errors and broker.is_running:
            time.sleep(every)
            rows.append(sample(broker, load, started))
            note(rows, option.csv)
        seconds = time.monotonic() - started
        problems += load.finish()
        used = (rows[-1]["cpu_s"] - rows[0]["cpu_s"]) / (rows[-1]["seconds"] - rows[0]["seconds"])
        print(f"\n{len(rows)} samples in {seconds:.0f} s; the broker used {100 * used:.1f} % of a core")
        print(load.account())
        problems += [f"{name} grows" for name in judge(rows, option.minutes)]
        code = broker.stop()
        if code != 0:
            problems.append(f"the broker ended with {code}")
    except Exception:
        problems.append(traceback.format_exc() + (f"\n{broker.tail()}" if broker.process else ""))
    finally:
        broker.end()
    if problems:
        print(f"FAILED: {'; '.join(problems)}\nlog and data: {scratch}; again with --seed {option.seed}")
        return 1
    shutil.rmtree(scratch)
    print("flat: nothing grew, nothing is missing")
    return 0


def note(rows, csv):
    row = rows[-1]
    if csv:
        with open(csv, "a", encoding="utf-8") as file:
            if len(rows) == 1:
                file.write(",".join(("seconds", *ALLOWED)) + "\n")
            file.write(",".join("" if row.get(n) is None else f"{row[n]:.2f}" for n in ("seconds", *ALLOWED)) + "\n")
    if len(rows) % 6 == 1:
        print(f"{row['seconds']:6.0f} s " + " ".join(
            f"{name}={row[name]:.1f}" for name in ALLOWED if row.get(name) is not None), flush=True)


if __name__ == "__main__":
    threading.excepthook = lambda a: traceback.print_exception(a.exc_type, a.exc_value, a.exc_traceback)
    sys.exit(main())
