#!/usr/bin/env python3
"""idle.py PORT CONNECTIONS PID [HEARTBEAT]: what idle connections cost. Each logs in as guest and opens one channel,
then stays; prints the broker's resident memory before, with all of them open, and for each connection. Source addresses
127.0.0.2 and on take turns, so that ports do not run out; each process holds as many connections as it may have files
open, and forks for more."""
import os, resource, socket, struct, sys, time

IP_BIND_ADDRESS_NO_PORT = 24


def rss_kb(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def method(channel, class_id, method_id, arguments):
    payload = struct.pack(">HH", class_id, method_id) + arguments
    return struct.pack(">BHI", 1, channel, len(payload)) + payload + b"\xce"


def expect(sock, wanted):
    """Reads frames up to the method that is wanted."""
    while True:
        head = read(sock, 7)
        kind, _, size = struct.unpack(">BHI", head)
        payload = read(sock, size + 1)
        if kind == 1 and struct.unpack(">HH", payload[:4]) == wanted:
            return payload


def read(sock, size):
    data = b""
    while len(data) < size:
        more = sock.recv(size - len(data))
        if not more:
            raise EOFError("the broker closed a connection")
        data += more
    return data


def open_one(port, number, heartbeat):
    sock = socket.socket()
    sock.setsockopt(socket.IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1)
    sock.bind((f"127.0.0.{2 + number // 10000}", 0))
    sock.connect(("127.0.0.1", port))
    sock.sendall(b"AMQP\0\0\x09\x01")
    expect(sock, (10, 10))
    response = b"\0guest\0guest"
    sock.sendall(method(0, 10, 11, struct.pack(">I", 0) + b"\x05PLAIN" + struct.pack(">I", len(response)) + response
                        + b"\x05en_US"))
    tune = expect(sock, (10, 30))
    channels, frame = struct.unpack(">HI", tune[4:10])
    sock.sendall(method(0, 10, 31, struct.pack(">HIH", channels, frame, heartbeat)) + method(0, 10, 40, b"\x01/\0\0"))
    expect(sock, (10, 41))
    sock.sendall(method(1, 20, 10, b"\0"))
    expect(sock, (20, 11))
    return sock


def main():
    port, count, pid = (int(argument) for argument in sys.argv[1:4])
    heartbeat = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    before = rss_kb(pid)
    children = []
    share = min(count, files - 64)
    for first in range(0, count, share):
        ready, tell = os.pipe()
        stay, leave = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(leave)
            held = [open_one(port, number, heartbeat) for number in range(first, min(count, first + share))]
            os.write(tell, b"x")
            os.read(stay, 1)
            os._exit(len(held) == 0)
        os.close(tell)
        if os.read(ready, 1) != b"x":
            sys.exit("a connection was not let in")
        children.append((child, leave))
    time.sleep(3)
    cpu = cpu_seconds(pid)
    time.sleep(5)
    cpu = (cpu_seconds(pid) - cpu) / 5
    after = rss_kb(pid)
    print(f"{count} connections: {before / 1024:.0f} MB before, {after / 1024:.0f} MB now, "
          f"{(after - before) / count:.1f} KB each, {cpu * 100:.1f}% of a core")
    sys.stdout.flush()
    if os.environ.get("HOLD"):
        time.sleep(float(os.environ["HOLD"]))
    for child, leave in children:
        os.close(leave)
        os.waitpid(child, 0)


main()
