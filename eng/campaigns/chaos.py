#!/usr/bin/python3
"""Real clients against a real broker to which bad things happen, and an account of every acknowledged message.

  eng/chaos --minutes N [--seed S] [--only FAULT,...] [--freeze SECONDS]

Every fault comes once, in an order drawn from the seed, then again and again until the time is over; after each one
all producers must get acknowledgements again, and after every other one, drawn as well, the consumer group must go on
before the next fault comes. At the end the queues are drained, the log is read as a whole, and the account is
printed. Exit code 1 when an acknowledged message is lost, or anything else was not as promised.

  kill          kill -9 while clients write
  restarts      kill -9 of a process that is still starting, several times
  freeze        SIGSTOP for 20 seconds, then SIGCONT
  stop          SIGTERM: it must end with 0, and the next start must replay nothing
  full          the disk fills up to the last byte and later has room again: the process must stay and recover
  full-kill     kill -9 on a full disk
  failing-write every write to a file fails with EIO: the process must end and say why
  failing-sync  every fdatasync fails with EIO: the same
  power         the file system stops as a power cut stops it: what was not synced is gone
  clock         the clock steps by up to an hour, forth and back

full and power need root and loop devices (the data directory then lies on a small ext4 file system of its own); without
them they are left out, which the report says.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import threading
import time
import traceback

from account import table
from broker import Broker
from chaosload import Load
from faults import Shim, SmallDisk

DISK_BYTES = 256 << 20
RECOVERY_SECONDS = 90
SETTINGS = [
    "storage.journal_file_bytes=1MiB", "storage.memory_bytes_max=16MiB", "storage.segment_bytes_max=1MiB",
    "storage.checkpoint_interval_ms=1500", "storage.free_bytes_min=16MiB", "retention.check_interval_ms=2000",
    "compaction.interval_ms=2000"]
NEED_DISK = ("full", "full-kill", "power")


class Promise(Exception):
    """Something was not as promised."""


class Chaos:
    def __init__(self, broker, disk, shim, load, seed, freeze_seconds):
        self.broker, self.disk, self.shim, self.load = broker, disk, shim, load
        self.random = random.Random(seed)
        self.freeze_seconds = freeze_seconds
        self.faults = {
            "kill": self.kill, "restarts": self.restarts, "freeze": self.freeze, "stop": self.stop, "full": self.full,
            "full-kill": self.full_kill, "failing-write": lambda: self.failing(writes=True),
            "failing-sync": lambda: self.failing(syncs=True), "power": self.power, "clock": self.clock}
        self.counts = {}
        self.has_read_all = False

    def run(self, name):
        begun = time.monotonic()
        said = self.faults[name]()
        self.await_progress()
        if self.random.random() < 0.5:
            said += f"; the group went on after {self.await_group():.1f} s"
        self.counts[name] = self.counts.get(name, 0) + 1
        print(f"  {name:14} {time.monotonic() - begun:5.1f} s  {said}", flush=True)

    def await_progress(self):
        """Every producer gets acknowledgements again."""
        before = [f.acked for f in self.load.producing]
        deadline = time.monotonic() + RECOVERY_SECONDS
        while time.monotonic() < deadline:
            if self.load.errors:
                raise Promise(self.load.errors[0])
            if all(f.acked > n for f, n in zip(self.load.producing, before)):
                return
            time.sleep(0.05)
        stuck = [f.name for f, n in zip(self.load.producing, before) if f.acked <= n]
        raise Promise(f"no acknowledgement for {RECOVERY_SECONDS} s: {', '.join(stuck)}")

    def await_group(self):
        """The group reads what has been acknowledged after the fault, also if it has to join again first."""
        begun = time.monotonic()
        newest = self.load.group.newest_acked
        while not self.load.group.has(newest):
            if self.load.errors:
                raise Promise(self.load.errors[0])
            if time.monotonic() - begun > RECOVERY_SECONDS:
                raise Promise(f"the consumer group did not go on for {RECOVERY_SECONDS} s")
            time.sleep(0.05)
        return time.monotonic() - begun

    def pause(self, low, high):
        time.sleep(self.random.uniform(low, high))

    def kill(self):
        self.pause(0, 0.5)
        self.broker.kill9()
        return self.restart()

    def restarts(self):
        self.broker.kill9()
        times = self.random.randrange(2, 5)
        for _ in range(times):
            self.broker.launch()
            self.pause(0, 0.9)
            self.broker.kill9()
        return f"{times} starts cut short; {self.restart()}"

    def freeze(self):
        self.broker.freeze()
        time.sleep(self.freeze_seconds)
        self.broker.thaw()
        return f"frozen for {self.freeze_seconds:g} s"

    def stop(self):
        code = self.broker.stop()
        if code != 0:
            raise Promise(f"SIGTERM ended the broker with {code}:\n{self.broker.tail()}")
        said = self.restart()
        if " 0 bytes of journal replayed" not in self.broker.tail(200):
            raise Promise(f"the start after a stop replayed journal:\n{self.broker.tail()}")
        return said

    def full(self):
        refused = sum(f.refused for f in self.load.producing) + self.load.blocked
        self.disk.fill(0)
        self.expect_metric("weir_disk_short", 1)
        acked = [f.acked for f in self.load.producing]
        time.sleep(2)
        taken = sum(f.acked for f in self.load.producing) - sum(acked)
        if not self.broker.is_running:
            raise Promise(f"the broker ended on a full disk:\n{self.broker.tail()}")
        if taken > 50:
            raise Promise(f"{taken} messages were taken on a full disk")
        self.disk.give_back()
        self.expect_metric("weir_disk_short", 0)
        blocked = sum(f.refused for f in self.load.producing) + self.load.blocked - refused
        return f"{taken} acknowledged while full, {blocked} refusals and blocked connections; the process stayed"

    def full_kill(self):
        self.disk.fill(0)
        self.pause(0.2, 1.5)
        self.broker.kill9()
        self.disk.give_back()
        return self.restart()

    def failing(self, writes=False, syncs=False):
        self.shim.fail(writes, syncs)
        try:
            code = self.broker.process.wait(30)
        finally:
            self.shim.fail()
        time.sleep(0.2)
        said = [line for line in self.broker.lines if "check the disk, then start weir again" in line]
        if code == 0 or not said:
            raise Promise(f"failing writes ended the broker with {code}:\n{self.broker.tail()}")
        return f"ended with {code} and said why; {self.restart()}"

    def power(self):
        self.pause(0, 0.5)
        self.disk.cut_power()
        self.pause(0, 0.2)
        self.broker.kill9()
        self.disk.mount_again()
        return self.restart()

    def clock(self):
        steps = [self.random.choice((-1, 1)) * self.random.uniform(1, 3600) for _ in range(2)]
        for step in steps:
            self.shim.step_clock(step)
            self.expect_clock(step)
            self.pause(0, 1)
        self.shim.step_clock(0)
        return "steps of " + ", ".join(f"{s:+.0f} s" for s in steps) + " and back"

    def expect_clock(self, offset):
        """The step must be seen by the broker, or it proves nothing."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if abs(self.broker.clock() - time.time() - offset) < 3:
                return
            time.sleep(0.1)
        raise Promise(f"the broker's clock did not step by {offset:.0f} s")

    def restart(self):
        begun = time.monotonic()
        self.broker.start()
        return f"served again after {time.monotonic() - begun:.1f} s"

    def expect_metric(self, name, value, seconds=20):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not self.broker.is_running:
                raise Promise(f"the broker ended:\n{self.broker.tail()}")
            try:
                if self.broker.metrics()[name] == value:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise Promise(f"{name} did not become {value} in {seconds} s:\n{self.broker.tail()}")


def main():
    parser = argparse.ArgumentParser(
        prog="eng/chaos", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5, help="0 for every fault once")
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(2), "big"))
    parser.add_argument("--only", help="faults, with commas between them")
    parser.add_argument("--freeze", type=float, default=20)
    parser.add_argument("--rate", type=float, default=150, help="messages a second of each producer")
    parser.add_argument("--restore-backup", action="store_true",
                        help="in the end put back an early copy of the data: the account must show the loss")
    option = parser.parse_args()
    scratch = tempfile.mkdtemp(prefix="weir-chaos-")
    disk = SmallDisk(scratch, DISK_BYTES)
    data = os.path.join(disk.root, "data")
    shim = Shim(scratch)
    broker = Broker(data, SETTINGS, shim.environment, os.path.join(scratch, "broker.log"))
    problems, load = [], Load(broker, option.rate, 300)
    chaos = Chaos(broker, disk, shim, load, option.seed, option.freeze)
    names = option.only.split(",") if option.only else list(chaos.faults)
    unknown = [n for n in names if n not in chaos.faults]
    if unknown:
        parser.error(f"unknown fault {unknown[0]!r}; allowed are {', '.join(chaos.faults)}")
    possible = [n for n in names if disk.is_real or n not in NEED_DISK]
    print(f"chaos for {option.minutes:g} minutes, seed {option.seed}"
          + ("" if disk.is_real else f"; no small disk here, so without {', '.join(NEED_DISK)}"), flush=True)
    try:
        broker.start()
        load.declare()
        load.start()
        chaos.await_progress()
        if option.restore_backup:
            keep_copy(broker, data, scratch)
            chaos.await_progress()
        campaign(chaos, possible, time.monotonic() + option.minutes * 60)
        finish(chaos, option.restore_backup, data, scratch)
    except Promise as error:
        problems.append(str(error))
    except Exception:
        problems.append(f"{traceback.format_exc()}\n{broker.tail()}")
    finally:
        broker.end()
        disk.give_back()
    problems += load.errors
    if chaos.has_read_all:
        problems += [p for f in load.flows for p in f.problems()]
    print(f"\n{broker.starts} starts; " + ", ".join(f"{count} {name}" for name, count in sorted(chaos.counts.items())))
    print(table(load.flows))
    lost = sum(len(f.lost()) for f in load.flows) if chaos.has_read_all else "not known: the end was not reached"
    print(f"acknowledged {sum(f.acked for f in load.flows)}, lost = {lost}")
    if problems:
        kept = os.path.join(scratch, "data") if not disk.is_real else disk.root
        print("FAILED: " + "\n".join(problems))
        with open(os.path.join(scratch, "group.log"), "w", encoding="utf-8") as log:
            log.writelines(f"{line}\n" for line in list(load.group_log))
        print(f"data: {kept}, logs: {scratch}/broker.log and group.log (the consumer group's client, its last lines); "
              f"again with: eng/chaos --seed {option.seed}")
        if os.environ.get("WEIR_KEEP") != "1":
            clean(disk, scratch, keep_log=True)
        return 1
    clean(disk, scratch)
    return 0


def campaign(chaos, names, deadline):
    """Each fault once, then at random until the time is over."""
    first = list(names)
    chaos.random.shuffle(first)
    while first or time.monotonic() < deadline:
        chaos.run(first.pop() if first else chaos.random.choice(names))


def keep_copy(broker, data, scratch):
    broker.stop()
    shutil.copytree(data, os.path.join(scratch, "copy"))
    broker.start()


def finish(chaos, restores, data, scratch):
    load, broker = chaos.load, chaos.broker
    load.stop_producing()
    if restores:
        broker.stop()
        shutil.rmtree(data)
        shutil.copytree(os.path.join(scratch, "copy"), data)
        broker.start()
    load.drain(5 if restores else 60)
    if chaos.broker.stop() != 0:
        raise Promise(f"the last stop failed:\n{broker.tail()}")
    broker.start()
    load.read_log()
    chaos.has_read_all = True
    broker.stop()


def clean(disk, scratch, keep_log=False):
    disk.unmount()
    for name in os.listdir(scratch):
        if keep_log and name in ("broker.log", "group.log"):
            continue
        path = os.path.join(scratch, name)
        shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
    if not keep_log:
        os.rmdir(scratch)


if __name__ == "__main__":
    # Reconnecting clients are noisy; what matters is in the account.
    threading.excepthook = lambda a: traceback.print_exception(a.exc_type, a.exc_value, a.exc_traceback)
    sys.exit(main())
