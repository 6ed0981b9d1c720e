#!/usr/bin/env python3
"""Parks delayed messages in a broker and measures how they come: delays.py PORT [COUNT [PID [SPREAD_S [LEAD_S]]]].

COUNT messages (1000000) of 100 bytes get a deliver-at at random within SPREAD_S seconds (60), beginning LEAD_S seconds
(30) from now. PID is the broker's, for its memory. Speaks AMQP by itself, so that the client costs little. Lateness is
measured where the bytes of a delivery are received; the client's own work is in it.
"""
import random
import socket
import struct
import sys
import time


def frame(kind, channel, payload):
    return struct.pack(">BHI", kind, channel, len(payload)) + payload + b"\xce"


def method(channel, class_id, method_id, arguments=b""):
    return frame(1, channel, struct.pack(">HH", class_id, method_id) + arguments)


def short(text):
    return bytes([len(text)]) + text


def long_string(text):
    return struct.pack(">I", len(text)) + text


class Connection:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.buffer = b""
        self.socket.sendall(b"AMQP\0\0\x09\x01")
        self.read_frame()
        self.socket.sendall(method(0, 10, 11, struct.pack(">I", 0) + short(b"PLAIN") + long_string(b"\0guest\0guest")
                                   + short(b"en_US")))
        self.read_frame()
        self.socket.sendall(method(0, 10, 31, struct.pack(">HIH", 2047, 131072, 0))
                            + method(0, 10, 40, short(b"/") + b"\0\0"))
        self.read_frame()
        self.call(method(1, 20, 10, b"\0"))

    def call(self, request):
        self.socket.sendall(request)
        return self.read_frame()

    def read_frame(self):
        while True:
            if len(self.buffer) >= 7:
                end = 8 + struct.unpack_from(">I", self.buffer, 3)[0]
                if len(self.buffer) >= end:
                    found, self.buffer = self.buffer[:end], self.buffer[end:]
                    return found
            self.buffer += self.socket.recv(1 << 20)


def memory(pid):
    if pid is None:
        return "?"
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS"):
                return f"{int(line.split()[1]) / 1024:.0f} MiB"
    return "?"


def publish(connection, count, first_ms, spread_ms):
    key = b"bench-delays"
    publish_method = method(1, 60, 40, b"\0\0" + short(b"") + short(key) + b"\0")
    pad = b"." * 92
    chunk = []
    for i in range(count):
        due = first_ms + random.randrange(spread_ms)
        table = short(b"deliver-at") + b"l" + struct.pack(">q", due)
        head = struct.pack(">HHQH", 60, 0, 100, 0x3000) + long_string(table) + b"\x02"
        chunk.append(publish_method + frame(2, 1, head) + frame(3, 1, struct.pack(">q", due) + pad))
        if len(chunk) == 500 or i == count - 1:
            connection.socket.sendall(b"".join(chunk))
            chunk.clear()
    # A confirmed publish behind the others: all of them are stored when it is answered.
    confirmed = 0
    while confirmed < count:
        answer = connection.read_frame()
        if answer[0] == 1 and struct.unpack_from(">HH", answer, 7) == (60, 80):
            confirmed = struct.unpack_from(">Q", answer, 11)[0]
        else:
            sys.exit(f"the broker said {answer!r}")


def receive(connection, count):
    connection.socket.sendall(method(1, 60, 20, b"\0\0" + short(b"bench-delays") + short(b"c") + b"\x02\0\0\0\0"))
    late, rest = [], b""
    connection.socket.settimeout(30)
    while len(late) < count:
        try:
            rest += connection.socket.recv(1 << 20)
        except TimeoutError:
            break
        now, at = time.time() * 1000, 0
        while len(rest) - at >= 7:
            size = struct.unpack_from(">I", rest, at + 3)[0] + 8
            if len(rest) - at < size:
                break
            if rest[at] == 3:
                late.append(now - struct.unpack_from(">q", rest, at + 7)[0])
            at += size
        rest = rest[at:]
    return late


def main():
    arguments = sys.argv[1:]
    port = int(arguments[0])
    count = int(arguments[1]) if len(arguments) > 1 else 1_000_000
    pid = arguments[2] if len(arguments) > 2 else None
    spread_ms = int(float(arguments[3]) * 1000) if len(arguments) > 3 else 60_000
    lead_ms = int(float(arguments[4]) * 1000) if len(arguments) > 4 else 30_000
    connection = Connection(port)
    connection.call(method(1, 50, 10, b"\0\0" + short(b"bench-delays") + b"\x02\0\0\0\0"))
    connection.call(method(1, 85, 10, b"\0"))
    print(f"broker's memory before: {memory(pid)}")
    begin = time.time()
    publish(connection, count, int(begin * 1000) + lead_ms, spread_ms)
    took = time.time() - begin
    print(f"{count} parked and confirmed in {took:.1f} s ({count / took:.0f}/s), memory {memory(pid)}")
    if took * 1000 > lead_ms:
        print("some were due before all were parked: raise LEAD_S")
    late = sorted(receive(connection, count))
    print(f"{len(late)} of {count} delivered, memory {memory(pid)}")
    if late:
        print(f"lateness ms: min {late[0]:.2f} p50 {late[len(late) // 2]:.2f} p99 {late[len(late) * 99 // 100]:.2f} "
              f"max {late[-1]:.2f}")
    connection.call(method(1, 50, 40, b"\0\0" + short(b"bench-delays") + b"\0"))


if __name__ == "__main__":
    main()
