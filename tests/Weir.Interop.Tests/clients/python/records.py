"""The records all test clients agree on (c/records.h says what record i looks like), and how the programs are called:
PROGRAM COMMAND name=value ... ; every program ends with status 0 only when all it checks was right."""

import sys
import time
import zlib

BASE_TIMESTAMP = 1700000000000
SILENCE_LIMIT_SECONDS = 30
HEADERS_FIXED = [("bytes", b"\x00\xff\x80"), ("empty", b"")]


def options():
    return dict(argument.split("=", 1) for argument in sys.argv[2:])


def make_key(i):
    return None if i % 10 == 9 else b"key-%d" % i


def make_value(i, size):
    if i % 10 == 8:
        return None
    word = b"%08x" % (i * 2654435761 % 2**32)
    filler = (word * (size // 8 + 1))[:size]
    return b"%d:%08x:%s" % (i, zlib.crc32(filler), filler)


def make_headers(i):
    return [("index", b"%d" % i)] + HEADERS_FIXED


def record_number(key, value):
    """The number of a record that was read; ValueError when key and value do not belong together."""
    if key is not None and not key.startswith(b"key-"):
        raise ValueError("strange key")
    if value is None:
        if key is None or int(key[4:]) % 10 != 8:
            raise ValueError("value lost")
        return int(key[4:])
    number, checksum, filler = value.split(b":", 2)
    i = int(number)
    if key != make_key(i):
        raise ValueError("key and value of different records")
    if i % 10 == 8:
        raise ValueError("a null value came back as text")
    if zlib.crc32(filler) != int(checksum, 16):
        raise ValueError("checksum differs")
    return i


class Checker:
    """Counts what was read: everything right, once, without gaps in a partition's offsets."""

    def __init__(self, option):
        self.count = int(option["count"])
        self.headers = option.get("headers", "1") == "1"
        self.timestamps = option.get("timestamps", "1") == "1"
        self.records = self.bad = self.gaps = 0
        self.seen = set()
        self.next = {}

    def see(self, partition, offset, key, value, headers, timestamp):
        self.records += 1
        self.gaps += self.next.get(partition, 0) != offset
        self.next[partition] = offset + 1
        try:
            i = record_number(key, value)
            if self.headers and sorted(headers) != sorted(make_headers(i)):
                raise ValueError(f"headers differ: {headers}")
            if self.timestamps and timestamp != BASE_TIMESTAMP + i:
                raise ValueError(f"timestamp {timestamp}")
            if i >= self.count:
                raise ValueError("a record nobody wrote")
            self.seen.add(i)
        except ValueError as error:
            self.bad += 1
            print(f"partition {partition} offset {offset}: {error}", file=sys.stderr)

    def finish(self):
        distinct = len(self.seen)
        print(f"records={self.records} distinct={distinct} bad={self.bad} gaps={self.gaps}")
        sys.exit(0 if self.records == distinct == self.count and not self.bad and not self.gaps else 1)


def expect(what, wanted, got):
    if wanted != got:
        sys.exit(f"{what}: expected {wanted!r}, got {got!r}")


def until(what, condition, seconds=20):
    """Waits for something the broker does in its own time (a group that ends, a topic that appears)."""
    end = time.monotonic() + seconds
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            sys.exit(f"{what}: still not so after {seconds} s")
        time.sleep(0.1)


def run(commands):
    commands[sys.argv[1]](options())
