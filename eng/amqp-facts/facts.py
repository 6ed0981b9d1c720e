#!/usr/bin/python3
"""Does what clients do wrong or seldom to an AMQP 0-9-1 broker, and writes down what it answers.

    facts.py PORT [--vhost NAME] [--only WORD] > answers.txt

The output is what tests/Weir.Amqp.Tests/Facts/rabbitmq-3.10.txt holds for RabbitMQ: each scenario with the octets that
were sent and the answers in words, so the test can send the same and compare without RabbitMQ and without Python.
Lines:  "# name", "N open", "N connect", "N > octets in hex", "N < answer". N numbers the scenario's connections. "~" is
a scenario that cannot be told again, because what was sent depends on an answer.
Needs pika, for its encoder only: it would not send most of this by itself.
"""
import argparse
import re
import socket
import struct
import sys

from pika import data, frame, spec

SCENARIOS = []
HEADER = b"AMQP\x00\x00\x09\x01"
GUEST = b"\0guest\0guest"
CAPABLE = {"capabilities": {"authentication_failure_close": True, "consumer_cancel_notify": True,
                            "connection.blocked": True}}


def scenario(function):
    SCENARIOS.append((function.__name__.replace("_", " "), function))
    return function


class Ended(Exception):
    pass


class Client:
    def __init__(self, transcript, number, port):
        self.lines, self.number = transcript, number
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=15)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.quiet = False

    def note(self, text):
        if not self.quiet:
            self.lines.append(f"{self.number} {text}")

    def raw(self, octets):
        self.note("> " + octets.hex())
        try:
            self.socket.sendall(octets)
        except OSError:
            pass

    def send(self, *methods, ch=1):
        self.raw(b"".join(frame.Method(ch, method).marshal() for method in methods))

    def content(self, body=b"", props=None, ch=1, size=None):
        out = frame.Header(ch, len(body) if size is None else size, props or spec.BasicProperties()).marshal()
        return out + (frame.Body(ch, body).marshal() if body else b"")

    def publish(self, key, exchange="", body=b"x", props=None, mandatory=False, immediate=False, ch=1):
        method = spec.Basic.Publish(exchange=exchange, routing_key=key, mandatory=mandatory, immediate=immediate)
        self.raw(frame.Method(ch, method).marshal() + self.content(body, props, ch))

    def read(self):
        while True:
            if len(self.buffer) >= 8 and self.buffer[:4] == b"AMQP":
                self.buffer = self.buffer[8:]
                return "header"
            if len(self.buffer) >= 7:
                size = struct.unpack(">I", self.buffer[3:7])[0] + 8
                if len(self.buffer) >= size:
                    _, decoded = frame.decode_frame(self.buffer[:size])
                    self.buffer = self.buffer[size:]
                    return decoded
            octets = self.socket.recv(65536)
            if not octets:
                raise Ended
            self.buffer += octets

    def expect(self):
        """Reads one method, with its content; notes it in words."""
        try:
            got = self.read()
            while isinstance(got, frame.Heartbeat):
                got = self.read()
        except (Ended, ConnectionResetError):
            self.note("< end")
            return None
        if isinstance(got, str):
            return self.expect()
        method = got.method
        words = f"{got.channel_number} {method.NAME} {self.words(method)}".rstrip()
        if isinstance(method, (spec.Basic.Deliver, spec.Basic.GetOk, spec.Basic.Return)):
            header = self.read()
            body = b""
            while len(body) < header.body_size:
                body += self.read().fragment
            props = b"".join(header.properties.encode()).hex()
            words += f" {props} {body.decode() if len(body) < 50 else len(body)}"
        self.note("< " + re.sub(r"amq\.(gen|ctag)-[A-Za-z0-9_-]+", r"amq.\1-*", words))
        return method

    @staticmethod
    def words(m):
        if isinstance(m, (spec.Channel.Close, spec.Connection.Close)):
            return f"{m.reply_code} {m.class_id}.{m.method_id} {m.reply_text}"
        if isinstance(m, spec.Basic.Return):
            return f"{m.reply_code} {m.reply_text} [{m.exchange}] [{m.routing_key}]"
        if isinstance(m, spec.Basic.Deliver):
            return f"{m.consumer_tag} {m.delivery_tag} {m.redelivered} [{m.exchange}] [{m.routing_key}]"
        if isinstance(m, spec.Basic.GetOk):
            return f"{m.delivery_tag} {m.redelivered} [{m.exchange}] [{m.routing_key}] {m.message_count}"
        if isinstance(m, spec.Queue.DeclareOk):
            return f"{m.queue} {m.message_count} {m.consumer_count}"
        if isinstance(m, (spec.Queue.DeleteOk, spec.Queue.PurgeOk)):
            return f"{m.message_count}"
        if isinstance(m, (spec.Basic.Ack, spec.Basic.Nack)):
            return f"{m.delivery_tag} {m.multiple}"
        if isinstance(m, (spec.Basic.ConsumeOk, spec.Basic.CancelOk, spec.Basic.Cancel)):
            return m.consumer_tag
        if isinstance(m, spec.Connection.Tune):
            return f"{m.channel_max} {m.frame_max} {m.heartbeat}"
        if isinstance(m, spec.Channel.FlowOk):
            return f"{m.active}"
        return ""

    def outcome(self):
        """Reads the answer; after a close, checks that what is said to be over is over and the rest is not."""
        method = self.expect()
        if isinstance(method, spec.Channel.Close):
            self.send(spec.Channel.CloseOk())
            self.send(spec.Channel.Open())
            self.expect()
        elif isinstance(method, spec.Connection.Close):
            self.send(spec.Connection.CloseOk(), ch=0)
            self.expect()
        return method

    def ask(self, *methods, ch=1):
        self.send(*methods, ch=ch)
        return self.outcome()

    def probe(self):
        """Shows that nothing else came: the answer to this is the next."""
        return self.ask(spec.Channel.Flow(True))

    def handshake(self, vhost, capabilities=CAPABLE):
        self.raw(HEADER)
        self.expect()
        self.send(spec.Connection.StartOk(capabilities, "PLAIN", GUEST, "en_US"), ch=0)
        self.expect()
        self.send(spec.Connection.TuneOk(2047, 131072, 0), spec.Connection.Open(vhost), ch=0)
        self.expect()
        self.send(spec.Channel.Open())
        self.expect()


class Run:
    def __init__(self, port, vhost):
        self.port, self.vhost = port, vhost
        self.lines, self.clients = [], []

    def connect(self):
        """A connection on which nothing was sent."""
        client = Client(self.lines, len(self.clients), self.port)
        self.clients.append(client)
        client.note("connect")
        return client

    def open(self):
        """A connection with channel 1."""
        client = Client(self.lines, len(self.clients), self.port)
        self.clients.append(client)
        client.note("open")
        client.quiet = True
        client.handshake(self.vhost)
        client.quiet = False
        return client

    def clean(self):
        for client in self.clients:
            client.socket.close()
        client = Client([], 0, self.port)
        client.quiet = True
        client.handshake(self.vhost)
        for name in ("q", "q2", "q3", "work"):
            if isinstance(client.expect_of(spec.Queue.Delete(queue=name)), spec.Channel.Close):
                client.send(spec.Channel.CloseOk(), spec.Channel.Open())
                client.expect()
        for name in ("x", "x2", "x3"):
            client.expect_of(spec.Exchange.Delete(exchange=name))
        client.socket.close()


def expect_of(self, method):
    self.send(method)
    return self.expect()


Client.expect_of = expect_of


def queue(name="q", arguments=None, **options):
    return spec.Queue.Declare(queue=name, durable=options.pop("durable", True), arguments=arguments or {}, **options)


def exchange(name="x", type="direct", arguments=None, **options):
    return spec.Exchange.Declare(
        exchange=name, type=type, durable=options.pop("durable", True), arguments=arguments or {}, **options)


# How a connection opens

@scenario
def a_header_of_another_protocol(run):
    c = run.connect()
    c.raw(b"HTTP/1.1")
    c.expect()
    c.expect()


@scenario
def a_header_of_amqp_1_0(run):
    c = run.connect()
    c.raw(b"AMQP\x00\x01\x00\x00")
    c.expect()
    c.expect()


def start(run, mechanism=None, response=None, capabilities=None):
    c = run.connect()
    c.raw(HEADER)
    c.expect()
    c.send(spec.Connection.StartOk(CAPABLE if capabilities is None else capabilities, mechanism or "PLAIN",
                                   GUEST if response is None else response, "en_US"), ch=0)
    return c


@scenario
def a_wrong_password_told_to_a_client_that_can_hear_it(run):
    start(run, response=b"\0guest\0wrong").outcome()


@scenario
def a_wrong_password_of_a_client_that_cannot_hear_it(run):
    start(run, response=b"\0guest\0wrong", capabilities={}).expect()


@scenario
def an_unknown_mechanism(run):
    start(run, mechanism="SECRET").outcome()


@scenario
def a_response_that_is_no_plain_response(run):
    start(run, response=b"guest").outcome()


@scenario
def plain(run):
    start(run).expect()


@scenario
def amqplain(run):
    table = b"\x05LOGINS\x00\x00\x00\x05guest\x08PASSWORDS\x00\x00\x00\x05guest"
    start(run, mechanism="AMQPLAIN", response=table).expect()


@scenario
def amqplain_without_password(run):
    start(run, mechanism="AMQPLAIN", response=b"\x05LOGINS\x00\x00\x00\x05guest").outcome()


def tune(run, channels=2047, frame_max=131072, heartbeat=0):
    c = start(run)
    c.expect()
    c.send(spec.Connection.TuneOk(channels, frame_max, heartbeat), ch=0)
    return c


@scenario
def an_unknown_vhost(run):
    tune(run).ask(spec.Connection.Open("nowhere"), ch=0)


@scenario
def a_frame_max_above_the_offered(run):
    c = tune(run, frame_max=1 << 20)
    c.outcome()


@scenario
def a_frame_max_below_the_least(run):
    c = tune(run, frame_max=1024)
    c.outcome()


@scenario
def a_channel_max_above_the_offered(run):
    c = tune(run, channels=65535)
    c.outcome()


@scenario
def a_channel_beyond_the_negotiated_channel_max(run):
    c = tune(run, channels=2)
    c.ask(spec.Connection.Open(run.vhost), ch=0)
    c.ask(spec.Channel.Open(), ch=2)
    c.ask(spec.Channel.Open(), ch=3)


@scenario
def no_limits_and_no_heartbeat_from_the_client(run):
    c = tune(run, channels=0, frame_max=0)
    c.ask(spec.Connection.Open(run.vhost), ch=0)
    c.ask(spec.Channel.Open(), ch=2047)


@scenario
def a_method_before_the_connection_is_open(run):
    c = tune(run)
    c.ask(spec.Channel.Open(), ch=1)


@scenario
def tune_ok_in_place_of_start_ok(run):
    c = run.connect()
    c.raw(HEADER)
    c.expect()
    c.ask(spec.Connection.TuneOk(2047, 131072, 0), ch=0)


@scenario
def connection_open_twice(run):
    c = run.open()
    c.ask(spec.Connection.Open(run.vhost), ch=0)


@scenario
def update_secret(run):
    c = run.open()
    # pika does not know it: class 10, method 70, secret and reason
    c.raw(frame.Frame._marshal(frame.Frame(1, 0), [b"\x00\x0a\x00\x46\x00\x00\x00\x03new\x05later"]))
    got = c.read_raw()
    c.note("< 0 " + got)
    c.probe()


def read_raw(self):
    while len(self.buffer) < 12:
        self.buffer += self.socket.recv(65536)
    self.buffer = self.buffer[12:]
    return "Connection.UpdateSecretOk"


Client.read_raw = read_raw


@scenario
def connection_close_is_answered(run):
    c = run.open()
    c.ask(spec.Connection.Close(200, "bye", 0, 0), ch=0)


# Frames and channels

@scenario
def a_frame_without_its_end(run):
    c = run.open()
    good = frame.Method(1, spec.Channel.Flow(True)).marshal()
    c.raw(good[:-1] + b"\x00")
    c.outcome()


@scenario
def a_frame_of_an_unknown_type(run):
    c = run.open()
    c.raw(b"\x09\x00\x01\x00\x00\x00\x01x\xce")
    c.outcome()


@scenario
def a_frame_larger_than_negotiated(run):
    c = run.open()
    c.raw(b"\x03\x00\x01\x00\x03\x00\x00")
    c.outcome()


@scenario
def a_heartbeat_on_a_channel(run):
    c = run.open()
    c.raw(b"\x08\x00\x01\x00\x00\x00\x00\xce")
    c.probe()


@scenario
def an_unknown_class_on_a_channel(run):
    c = run.open()
    c.raw(b"\x01\x00\x01\x00\x00\x00\x04\x00\x63\x00\x0a\xce")
    c.outcome()


@scenario
def an_unknown_method_on_channel_0(run):
    c = run.open()
    c.raw(b"\x01\x00\x00\x00\x00\x00\x04\x00\x0a\x00\x63\xce")
    c.outcome()


@scenario
def a_method_with_too_few_arguments(run):
    c = run.open()
    c.raw(b"\x01\x00\x01\x00\x00\x00\x06\x00\x3c\x00\x50\x00\x00\xce")
    c.outcome()


@scenario
def a_channel_method_on_channel_0(run):
    run.open().ask(queue(), ch=0)


@scenario
def a_connection_method_on_a_channel(run):
    run.open().ask(spec.Connection.Close(200, "bye", 0, 0), ch=1)


@scenario
def a_method_of_the_server(run):
    run.open().ask(spec.Queue.DeclareOk("q", 0, 0))


@scenario
def a_method_on_a_channel_that_is_not_open(run):
    run.open().ask(queue(), ch=9)


@scenario
def a_body_on_a_channel_that_is_not_open(run):
    c = run.open()
    c.raw(frame.Body(9, b"x").marshal())
    c.outcome()


@scenario
def a_channel_opened_twice(run):
    run.open().ask(spec.Channel.Open())


@scenario
def a_channel_number_used_again(run):
    c = run.open()
    c.ask(spec.Channel.Close(200, "bye", 0, 0))
    c.ask(spec.Channel.Open())
    c.ask(queue())


@scenario
def a_channel_number_used_again_before_the_close_is_agreed(run):
    c = run.open()
    c.send(queue("nope", passive=True))
    c.expect()
    c.ask(spec.Channel.Open())


@scenario
def channel_close_crossing_the_servers(run):
    c = run.open()
    c.send(queue("nope", passive=True), spec.Channel.Close(200, "bye", 0, 0))
    c.expect()
    c.expect()
    c.ask(spec.Channel.CloseOk(), spec.Channel.Open())


@scenario
def close_ok_of_a_channel_that_nobody_closed(run):
    c = run.open()
    c.ask(spec.Channel.CloseOk(), ch=9)


@scenario
def channel_flow_off(run):
    run.open().ask(spec.Channel.Flow(False))


@scenario
def a_method_between_publish_and_its_header(run):
    c = run.open()
    c.ask(spec.Basic.Publish(exchange="", routing_key="q"), queue())


@scenario
def a_method_between_header_and_body(run):
    c = run.open()
    c.raw(frame.Method(1, spec.Basic.Publish(exchange="", routing_key="q")).marshal() + c.content(size=5))
    c.ask(queue())


@scenario
def a_header_without_publish(run):
    c = run.open()
    c.raw(c.content(b"x"))
    c.outcome()


@scenario
def a_body_without_header(run):
    c = run.open()
    c.raw(frame.Body(1, b"x").marshal())
    c.outcome()


@scenario
def a_header_of_another_class(run):
    c = run.open()
    c.raw(frame.Method(1, spec.Basic.Publish(exchange="", routing_key="q")).marshal()
          + b"\x02\x00\x01\x00\x00\x00\x0e\x00\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\xce")
    c.outcome()


@scenario
def a_body_longer_than_its_header_says(run):
    c = run.open()
    c.raw(frame.Method(1, spec.Basic.Publish(exchange="", routing_key="q")).marshal() + c.content(size=2)
          + frame.Body(1, b"xyz").marshal())
    c.probe()


@scenario
def a_body_in_several_frames(run):
    c = run.open()
    c.ask(queue())
    c.raw(frame.Method(1, spec.Basic.Publish(exchange="", routing_key="q")).marshal() + c.content(size=4)
          + frame.Body(1, b"ab").marshal() + frame.Body(1, b"").marshal() + frame.Body(1, b"cd").marshal())
    c.ask(spec.Basic.Get(queue="q", no_ack=True))


@scenario
def a_malformed_table_in_the_arguments(run):
    c = run.open()
    body = b"\x00\x32\x00\x0a\x00\x00\x01q\x02\x00\x00\x00\x05\x03abZ\x01"
    c.raw(b"\x01\x00\x01" + struct.pack(">I", len(body)) + body + b"\xce")
    c.outcome()


@scenario
def malformed_headers_of_a_message(run):
    c = run.open()
    c.ask(queue())
    props = b"\x20\x00\x00\x00\x00\x05\x03abZ\x01"
    header = struct.pack(">HHQ", 60, 0, 0) + props
    c.raw(frame.Method(1, spec.Basic.Publish(exchange="", routing_key="q")).marshal()
          + b"\x02\x00\x01" + struct.pack(">I", len(header)) + header + b"\xce")
    c.outcome()


@scenario
def access_request(run):
    c = run.open()
    body = b"\x00\x1e\x00\x0a\x05/data\x1f"
    c.raw(b"\x01\x00\x01" + struct.pack(">I", len(body)) + body + b"\xce")
    c.raw_answer("Access.RequestOk", 14)
    c.probe()


def raw_answer(self, name, size):
    while len(self.buffer) < size:
        self.buffer += self.socket.recv(65536)
    self.buffer = self.buffer[size:]
    self.note(f"< 1 {name}")


Client.raw_answer = raw_answer


# Queues

class Wide(int):
    """A number that is sent in 64 bits, as pika sends large ones only."""


encode_value = data.encode_value


def encode_wide(pieces, value):
    if not isinstance(value, Wide):
        return encode_value(pieces, value)
    pieces.append(struct.pack(">cq", b"l", value))
    return 9


data.encode_value = encode_wide


@scenario
def passive_declaration_of_an_unknown_queue(run):
    run.open().ask(queue("nope", passive=True))


@scenario
def passive_declaration_of_a_known_queue(run):
    c = run.open()
    c.ask(queue())
    c.ask(queue(durable=False, passive=True))


def again(run, first, second):
    c = run.open()
    c.ask(first)
    c.ask(second)


for _name, _first, _second in [
        ("durable", queue(durable=True), queue(durable=False)),
        ("auto delete", queue(), queue(auto_delete=True)),
        ("exclusive", queue(), queue(exclusive=True)),
        ("not exclusive", queue(exclusive=True), queue()),
        ("x-message-ttl given", queue(), queue(arguments={"x-message-ttl": 1000})),
        ("x-message-ttl left out", queue(arguments={"x-message-ttl": 1000}), queue()),
        ("x-message-ttl of another value", queue(arguments={"x-message-ttl": 1000}),
         queue(arguments={"x-message-ttl": 2000})),
        ("x-expires", queue(arguments={"x-expires": 60000}), queue(arguments={"x-expires": 70000})),
        ("x-dead-letter-exchange", queue(arguments={"x-dead-letter-exchange": "a"}),
         queue(arguments={"x-dead-letter-exchange": "b"})),
        ("x-dead-letter-routing-key",
         queue(arguments={"x-dead-letter-exchange": "a", "x-dead-letter-routing-key": "k"}),
         queue(arguments={"x-dead-letter-exchange": "a"})),
        ("x-max-length", queue(), queue(arguments={"x-max-length": 5})),
        ("x-max-length-bytes", queue(), queue(arguments={"x-max-length-bytes": 5})),
        ("x-overflow", queue(arguments={"x-max-length": 9}),
         queue(arguments={"x-max-length": 9, "x-overflow": "reject-publish"})),
        ("x-max-priority", queue(), queue(arguments={"x-max-priority": 5})),
        ("x-queue-mode", queue(), queue(arguments={"x-queue-mode": "lazy"})),
        ("x-queue-type", queue(), queue(arguments={"x-queue-type": "quorum"})),
        ("x-queue-type classic said", queue(), queue(arguments={"x-queue-type": "classic"})),
        ("x-single-active-consumer", queue(), queue(arguments={"x-single-active-consumer": True})),
        ("an argument nobody knows", queue(), queue(arguments={"x-mine": "1"})),
        ("nothing", queue(arguments={"x-message-ttl": 1000}), queue(arguments={"x-message-ttl": 1000})),
        ("width of a number", queue(arguments={"x-message-ttl": 1000}),
         queue(arguments={"x-message-ttl": Wide(1000)})),
        ]:
    SCENARIOS.append((f"a queue declared again with another {_name}",
                      lambda run, a=_first, b=_second: again(run, a, b)))


def once(run, *methods):
    c = run.open()
    for method in methods:
        if isinstance(method, (spec.Basic.Ack, spec.Basic.Nack, spec.Basic.Reject, spec.Basic.RecoverAsync)):
            c.ask(method, spec.Channel.Flow(True))
        else:
            c.ask(method)


for _name, _arguments in [
        ("a text as x-message-ttl", {"x-message-ttl": "soon"}),
        ("a negative x-message-ttl", {"x-message-ttl": -1}),
        ("an x-message-ttl beyond 32 bits", {"x-message-ttl": 1 << 40}),
        ("x-expires of 0", {"x-expires": 0}),
        ("a text as x-expires", {"x-expires": "soon"}),
        ("a number as x-dead-letter-exchange", {"x-dead-letter-exchange": 5}),
        ("a dead-letter key without exchange", {"x-dead-letter-routing-key": "k"}),
        ("a number as dead-letter key", {"x-dead-letter-exchange": "a", "x-dead-letter-routing-key": 5}),
        ("a negative x-max-length", {"x-max-length": -1}),
        ("a text as x-max-length", {"x-max-length": "many"}),
        ("a text as x-max-length-bytes", {"x-max-length-bytes": "many"}),
        ("an unknown x-overflow", {"x-overflow": "explode"}),
        ("an x-max-priority above 255", {"x-max-priority": 256}),
        ("a negative x-max-priority", {"x-max-priority": -1}),
        ("a text as x-max-priority", {"x-max-priority": "high"}),
        ("an unknown x-queue-type", {"x-queue-type": "fast"}),
        ("a number as x-queue-type", {"x-queue-type": 5}),
        ("an unknown x-queue-mode", {"x-queue-mode": "fast"}),
        ("a text as x-single-active-consumer", {"x-single-active-consumer": "yes"}),
        ("an x-delivery-limit on a classic queue", {"x-delivery-limit": 5}),
        ("a text as x-delivery-limit on a quorum queue", {"x-queue-type": "quorum", "x-delivery-limit": "a"}),
        ("x-max-priority on a quorum queue", {"x-queue-type": "quorum", "x-max-priority": 5}),
        ("x-message-ttl on a stream", {"x-queue-type": "stream", "x-message-ttl": 5000}),
        ("x-max-age that is no time on a stream", {"x-queue-type": "stream", "x-max-age": "soon"}),
        ("x-max-age on a classic queue", {"x-max-age": "1D"}),
        ("a number as x-max-age on a stream", {"x-queue-type": "stream", "x-max-age": 5}),
        ]:
    SCENARIOS.append((f"a queue with {_name}", lambda run, a=_arguments: once(run, queue(arguments=a))))

for _name, _method in [
        ("a transient quorum queue", queue(durable=False, arguments={"x-queue-type": "quorum"})),
        ("an exclusive quorum queue", queue(exclusive=True, arguments={"x-queue-type": "quorum"})),
        ("an auto-delete quorum queue", queue(auto_delete=True, arguments={"x-queue-type": "quorum"})),
        ("a transient stream", queue(durable=False, arguments={"x-queue-type": "stream"})),
        ("an exclusive stream", queue(exclusive=True, arguments={"x-queue-type": "stream"})),
        ("an auto-delete stream", queue(auto_delete=True, arguments={"x-queue-type": "stream"})),
        ("a queue name that is reserved", queue("amq.mine")),
        ("a passive declaration of a reserved queue name", queue("amq.mine", passive=True)),
        ("a queue name made by the server", queue("", exclusive=True)),
        ("a delete of an unknown queue", spec.Queue.Delete(queue="nope")),
        ("a purge of an unknown queue", spec.Queue.Purge(queue="nope")),
        ("a get from an unknown queue", spec.Basic.Get(queue="nope")),
        ("a consumer of an unknown queue", spec.Basic.Consume(queue="nope")),
        ("an empty name without a queue before: bind", spec.Queue.Bind(queue="", exchange="amq.direct")),
        ("an empty name without a queue before: get", spec.Basic.Get(queue="")),
        ("an empty name without a queue before: consume", spec.Basic.Consume(queue="")),
        ("an empty name without a queue before: purge", spec.Queue.Purge(queue="")),
        ("an empty name without a queue before: delete", spec.Queue.Delete(queue="")),
        ("an empty name without a queue before: passive", queue("", passive=True)),
        ("a bind of an unknown queue", spec.Queue.Bind(queue="nope", exchange="amq.direct")),
        ("an unbind of an unknown queue", spec.Queue.Unbind(queue="nope", exchange="amq.direct", routing_key="k")),
        ("a bind of an unknown queue to an unknown exchange", spec.Queue.Bind(queue="nope", exchange="nope")),
        ("an exchange bound to an unknown one", spec.Exchange.Bind(destination="amq.direct", source="nope")),
        ("an unknown exchange bound", spec.Exchange.Bind(destination="nope", source="amq.direct")),
        ("an exchange unbound from an unknown one", spec.Exchange.Unbind(destination="amq.direct", source="nope")),
        ("an exchange bound to the default one", spec.Exchange.Bind(destination="amq.direct", source="")),
        ("the default exchange declared", exchange("")),
        ("the default exchange declared passively", exchange("", passive=True)),
        ("the default exchange deleted", spec.Exchange.Delete(exchange="")),
        ("a passive declaration of an unknown exchange", exchange("nope", passive=True)),
        ("an exchange of an unknown type", exchange(type="clever")),
        ("an exchange of an empty type", exchange(type="")),
        ("an exchange name that is reserved", exchange("amq.mine")),
        ("a reserved exchange declared as it is", exchange("amq.direct")),
        ("a reserved exchange declared as another type", exchange("amq.direct", type="fanout")),
        ("a reserved exchange deleted", spec.Exchange.Delete(exchange="amq.direct")),
        ("a delete of an unknown exchange", spec.Exchange.Delete(exchange="nope")),
        ("a number as alternate exchange", exchange(arguments={"alternate-exchange": 5})),
        ("an ack of an unknown tag", spec.Basic.Ack(7)),
        ("a multiple ack of an unknown tag", spec.Basic.Ack(7, True)),
        ("a nack of an unknown tag", spec.Basic.Nack(7)),
        ("a reject of an unknown tag", spec.Basic.Reject(7)),
        ("qos with a prefetch size", spec.Basic.Qos(100, 1, False)),
        ("tx commit without select", spec.Tx.Commit()),
        ("tx rollback without select", spec.Tx.Rollback()),
        ("a cancel of an unknown consumer", spec.Basic.Cancel("nobody")),
        ]:
    SCENARIOS.append((_name, lambda run, m=_method: once(run, m)))

for _name, _methods in [
        ("an ack of all when there is nothing", (spec.Basic.Ack(0, True),)),
        ("an empty name after a declaration", (queue(), spec.Queue.Bind(queue="", exchange="amq.direct"),
                                               spec.Basic.Get(queue=""), queue("", passive=True))),
        ("a bind to an unknown exchange", (queue(), spec.Queue.Bind(queue="q", exchange="nope"))),
        ("a bind to the default exchange", (queue(), spec.Queue.Bind(queue="q", exchange="", routing_key="q"))),
        ("an unbind from the default exchange", (queue(), spec.Queue.Unbind(queue="q", exchange="",
                                                                            routing_key="q"))),
        ("an unbind from an unknown exchange", (queue(), spec.Queue.Unbind(queue="q", exchange="nope",
                                                                           routing_key="k"))),
        ("an unbind of what is not bound", (queue(), spec.Queue.Unbind(queue="q", exchange="amq.direct",
                                                                       routing_key="k"))),
        ("the same binding twice", (queue(), spec.Queue.Bind(queue="q", exchange="amq.direct", routing_key="k"),
                                    spec.Queue.Bind(queue="q", exchange="amq.direct", routing_key="k"))),
        ("a headers binding with a wrong x-match",
         (queue(), spec.Queue.Bind(queue="q", exchange="amq.headers", arguments={"x-match": "some"}))),
        ("a headers binding with a number as x-match",
         (queue(), spec.Queue.Bind(queue="q", exchange="amq.headers", arguments={"x-match": 5}))),
        ("an exchange declared again as another type", (exchange(), exchange(type="fanout"))),
        ("an exchange declared again as transient", (exchange(), exchange(durable=False))),
        ("an exchange declared again as auto-delete", (exchange(), exchange(auto_delete=True))),
        ("an exchange declared again as internal", (exchange(), exchange(internal=True))),
        ("an exchange declared again with another alternate",
         (exchange(), exchange(arguments={"alternate-exchange": "a"}))),
        ("an exchange declared again with an unknown argument", (exchange(), exchange(arguments={"x-mine": "a"}))),
        ("an exchange deleted though in use",
         (exchange(), queue(), spec.Queue.Bind(queue="q", exchange="x", routing_key="k"),
          spec.Exchange.Delete(exchange="x", if_unused=True))),
        ("a confirm mode selected twice", (spec.Confirm.Select(), spec.Confirm.Select())),
        ("tx selected twice", (spec.Tx.Select(), spec.Tx.Select())),
        ("tx in confirm mode", (spec.Confirm.Select(), spec.Tx.Select())),
        ("confirm mode in tx", (spec.Tx.Select(), spec.Confirm.Select())),
        ("commit and rollback of nothing", (spec.Tx.Select(), spec.Tx.Commit(), spec.Tx.Rollback())),
        ("a queue deleted twice", (queue(), spec.Queue.Delete(queue="q"), spec.Queue.Delete(queue="q"))),
        ("recover with requeue", (spec.Basic.Recover(True),)),
        ("recover without requeue", (spec.Basic.Recover(False),)),
        ("recover-async with requeue", (spec.Basic.RecoverAsync(True),)),
        ("recover-async without requeue", (spec.Basic.RecoverAsync(False),)),
        ("a get from an empty queue", (queue(), spec.Basic.Get(queue="q"))),
        ("a consumer tag used twice", (queue(), spec.Basic.Consume(queue="q", consumer_tag="c"),
                                       spec.Basic.Consume(queue="q", consumer_tag="c"))),
        ("an exclusive consumer beside another", (queue(), spec.Basic.Consume(queue="q", consumer_tag="c"),
                                                  spec.Basic.Consume(queue="q", consumer_tag="d", exclusive=True))),
        ("a consumer beside an exclusive one",
         (queue(), spec.Basic.Consume(queue="q", consumer_tag="c", exclusive=True),
          spec.Basic.Consume(queue="q", consumer_tag="d"))),
        ("a text as x-priority", (queue(), spec.Basic.Consume(queue="q", consumer_tag="c",
                                                               arguments={"x-priority": "high"}))),
        ("a cancel and its answer", (queue(), spec.Basic.Consume(queue="q", consumer_tag="c"),
                                     spec.Basic.Cancel("c"))),
        ("a consumer tag made by the server", (queue(), spec.Basic.Consume(queue="q"))),
        ("a queue in use deleted if unused", (queue(), spec.Basic.Consume(queue="q", consumer_tag="c"),
                                              spec.Queue.Delete(queue="q", if_unused=True))),
        ("x-stream-offset on a classic queue", (queue(), spec.Basic.Consume(
            queue="q", consumer_tag="c", arguments={"x-stream-offset": "first"}))),
        ("an exclusive consumer of a quorum queue",
         (queue(arguments={"x-queue-type": "quorum"}),
          spec.Basic.Consume(queue="q", consumer_tag="c", exclusive=True))),
        ("global prefetch on a quorum queue",
         (queue(arguments={"x-queue-type": "quorum"}), spec.Basic.Qos(0, 5, True),
          spec.Basic.Consume(queue="q", consumer_tag="c"))),
        ("a get from a stream", (queue(arguments={"x-queue-type": "stream"}), spec.Basic.Get(queue="q"))),
        ("a purge of a stream", (queue(arguments={"x-queue-type": "stream"}), spec.Queue.Purge(queue="q"))),
        ("a stream consumed without prefetch", (queue(arguments={"x-queue-type": "stream"}),
                                                spec.Basic.Consume(queue="q", consumer_tag="c"))),
        ("a stream consumed without acknowledgements",
         (queue(arguments={"x-queue-type": "stream"}), spec.Basic.Qos(0, 5, False),
          spec.Basic.Consume(queue="q", consumer_tag="c", no_ack=True))),
        ("a stream consumed exclusively",
         (queue(arguments={"x-queue-type": "stream"}), spec.Basic.Qos(0, 5, False),
          spec.Basic.Consume(queue="q", consumer_tag="c", exclusive=True))),
        ("a stream consumed with a priority",
         (queue(arguments={"x-queue-type": "stream"}), spec.Basic.Qos(0, 5, False),
          spec.Basic.Consume(queue="q", consumer_tag="c", arguments={"x-priority": 5}))),
        ("a stream consumed from an offset that is none",
         (queue(arguments={"x-queue-type": "stream"}), spec.Basic.Qos(0, 5, False),
          spec.Basic.Consume(queue="q", consumer_tag="c", arguments={"x-stream-offset": "soon"}))),
        ("a stream consumed from a negative offset",
         (queue(arguments={"x-queue-type": "stream"}), spec.Basic.Qos(0, 5, False),
          spec.Basic.Consume(queue="q", consumer_tag="c", arguments={"x-stream-offset": -5}))),
        ("a stream consumed from a truth value",
         (queue(arguments={"x-queue-type": "stream"}), spec.Basic.Qos(0, 5, False),
          spec.Basic.Consume(queue="q", consumer_tag="c", arguments={"x-stream-offset": True}))),
        ("a stream consumed from an interval",
         (queue(arguments={"x-queue-type": "stream"}), spec.Basic.Qos(0, 5, False),
          spec.Basic.Consume(queue="q", consumer_tag="c", arguments={"x-stream-offset": "1D"}))),
        ("a stream with a global prefetch",
         (queue(arguments={"x-queue-type": "stream"}), spec.Basic.Qos(0, 5, True),
          spec.Basic.Consume(queue="q", consumer_tag="c"))),
        ("a stream deleted if empty",
         (queue(arguments={"x-queue-type": "stream"}), spec.Queue.Delete(queue="q", if_empty=True))),
        ("a stream deleted if unused",
         (queue(arguments={"x-queue-type": "stream"}), spec.Queue.Delete(queue="q", if_unused=True))),
        ("a queue deleted if empty of another type",
         (queue(arguments={"x-queue-type": "quorum"}), spec.Queue.Delete(queue="q", if_empty=True))),
        ]:
    SCENARIOS.append((_name, lambda run, m=_methods: once(run, *m)))


@scenario
def an_auto_delete_exchange_goes_with_its_last_binding(run):
    once(run, exchange(auto_delete=True), queue(), spec.Queue.Bind(queue="q", exchange="x", routing_key="k"),
         spec.Queue.Unbind(queue="q", exchange="x", routing_key="k"), exchange(passive=True))


@scenario
def an_auto_delete_queue_goes_with_its_last_consumer(run):
    once(run, queue(auto_delete=True), spec.Basic.Consume(queue="q", consumer_tag="c"), spec.Basic.Cancel("c"),
         queue(passive=True))


@scenario
def an_exclusive_queue_from_another_connection(run):
    owner, other = run.open(), run.open()
    owner.ask(queue(exclusive=True))
    for method in (queue(exclusive=True), queue(passive=True), spec.Basic.Get(queue="q"),
                   spec.Basic.Consume(queue="q"), spec.Queue.Purge(queue="q"), spec.Queue.Delete(queue="q"),
                   spec.Queue.Bind(queue="q", exchange="amq.direct", routing_key="k"),
                   spec.Queue.Unbind(queue="q", exchange="amq.direct", routing_key="k")):
        other.ask(method)


@scenario
def a_queue_with_messages_deleted_if_empty(run):
    c = run.open()
    c.ask(queue())
    c.publish("q")
    c.ask(spec.Queue.Delete(queue="q", if_empty=True))
    c.ask(spec.Queue.Delete(queue="q"))


@scenario
def a_purge_counts(run):
    c = run.open()
    c.ask(queue())
    c.publish("q")
    c.publish("q")
    c.ask(spec.Queue.Purge(queue="q"))
    c.ask(queue())


@scenario
def the_consumer_is_told_that_its_queue_is_gone(run):
    c, other = run.open(), run.open()
    c.ask(queue())
    c.ask(spec.Basic.Consume(queue="q", consumer_tag="c"))
    other.ask(spec.Queue.Delete(queue="q"))
    c.expect()
    c.ask(spec.Basic.CancelOk("c"), spec.Channel.Flow(True))


# No-wait

@scenario
def no_wait_is_not_answered(run):
    c = run.open()
    c.send(queue(nowait=True))
    c.send(exchange(nowait=True))
    c.send(spec.Queue.Bind(queue="q", exchange="x", routing_key="k", nowait=True))
    c.send(spec.Exchange.Bind(destination="x", source="amq.direct", routing_key="k", nowait=True))
    c.send(spec.Exchange.Unbind(destination="x", source="amq.direct", routing_key="k", nowait=True))
    c.send(spec.Basic.Consume(queue="q", consumer_tag="c", nowait=True))
    c.send(spec.Basic.Cancel("c", nowait=True))
    c.send(spec.Queue.Purge(queue="q", nowait=True))
    c.send(spec.Exchange.Delete(exchange="x", nowait=True))
    c.send(spec.Confirm.Select(nowait=True))
    c.send(spec.Queue.Delete(queue="q", nowait=True))
    c.probe()


@scenario
def an_error_of_a_no_wait_method_is_told(run):
    c = run.open()
    c.send(queue("nope", passive=True, nowait=True))
    c.outcome()


# Publishing

@scenario
def a_publish_to_an_unknown_exchange(run):
    c = run.open()
    c.publish("k", "nope")
    c.outcome()


@scenario
def a_publish_to_an_internal_exchange(run):
    c = run.open()
    c.ask(exchange(internal=True))
    c.publish("k", "x")
    c.outcome()


@scenario
def an_unroutable_publish_is_dropped(run):
    c = run.open()
    c.publish("nowhere")
    c.probe()


@scenario
def a_mandatory_publish_comes_back(run):
    c = run.open()
    c.publish("nowhere", mandatory=True, body=b"hello", props=spec.BasicProperties(content_type="text/plain"))
    c.expect()
    c.publish("nowhere", "amq.fanout", mandatory=True, body=b"")
    c.expect()


@scenario
def a_mandatory_publish_comes_back_before_its_confirmation(run):
    c = run.open()
    c.ask(spec.Confirm.Select())
    c.publish("nowhere", mandatory=True)
    c.expect()
    c.expect()


@scenario
def a_mandatory_publish_with_an_alternate_exchange(run):
    c = run.open()
    c.ask(exchange(arguments={"alternate-exchange": "amq.fanout"}))
    c.ask(queue())
    c.ask(spec.Queue.Bind(queue="q", exchange="amq.fanout"))
    c.publish("nowhere", "x", mandatory=True)
    c.ask(spec.Basic.Get(queue="q", no_ack=True))


@scenario
def an_immediate_publish(run):
    c = run.open()
    c.ask(queue())
    c.publish("q", immediate=True)
    c.outcome()


for _name, _value in [("a word", "soon"), ("a negative number", "-1"), ("nothing", ""), ("a number beyond 32 bits",
                                                                                        str(1 << 40))]:
    def _expire(run, value=_value):
        c = run.open()
        c.ask(queue())
        c.publish("q", props=spec.BasicProperties(expiration=value))
        c.probe()
    SCENARIOS.append((f"an expiration that is {_name}", _expire))


@scenario
def a_user_id_of_somebody_else(run):
    c = run.open()
    c.ask(queue())
    c.publish("q", props=spec.BasicProperties(user_id="mallory"))
    c.outcome()


@scenario
def the_own_user_id(run):
    c = run.open()
    c.ask(queue())
    c.publish("q", props=spec.BasicProperties(user_id="guest"))
    c.ask(spec.Basic.Get(queue="q", no_ack=True))


@scenario
def an_invalid_delivery_mode(run):
    c = run.open()
    c.ask(queue())
    c.publish("q", props=spec.BasicProperties(delivery_mode=7))
    c.ask(spec.Basic.Get(queue="q", no_ack=True))


@scenario
def confirmations_of_unroutable_messages(run):
    c = run.open()
    c.ask(spec.Confirm.Select())
    c.publish("nowhere")
    c.expect()


@scenario
def a_publish_error_in_confirm_mode(run):
    c = run.open()
    c.ask(spec.Confirm.Select())
    c.publish("k", "nope")
    c.outcome()
    c.probe()


# CC and BCC

def copies(run, headers, names=("q", "q2", "q3")):
    c = run.open()
    for name in names:
        c.ask(queue(name))
    c.publish("q", props=spec.BasicProperties(headers=headers))
    for name in names:
        c.ask(spec.Basic.Get(queue=name, no_ack=True))


for _name, _headers in [
        ("CC", {"CC": ["q2", "q3"]}),
        ("BCC", {"BCC": ["q2", "q3"]}),
        ("CC and BCC", {"CC": ["q2"], "BCC": ["q3"], "other": "kept"}),
        ("CC naming the routing key again", {"CC": ["q", "q2"]}),
        ("an empty CC", {"CC": []}),
        ]:
    SCENARIOS.append((f"copies by {_name}", lambda run, h=_headers: copies(run, h)))

for _name, _headers in [
        ("a text as CC", {"CC": "q2"}),
        ("a number in CC", {"CC": ["q2", 5]}),
        ("a text as BCC", {"BCC": "q2"}),
        ]:
    def _refused(run, headers=_headers):
        c = run.open()
        c.ask(queue())
        c.publish("q", props=spec.BasicProperties(headers=headers))
        c.probe()
    SCENARIOS.append((_name, _refused))


@scenario
def a_mandatory_publish_with_copies_only(run):
    c = run.open()
    c.ask(queue("q2"))
    c.publish("nowhere", mandatory=True, props=spec.BasicProperties(headers={"CC": ["q2"]}))
    c.ask(spec.Basic.Get(queue="q2", no_ack=True))


# Direct reply-to

REPLY = "amq.rabbitmq.reply-to"


@scenario
def a_reply_to_without_its_consumer(run):
    c = run.open()
    c.ask(queue())
    c.publish("q", props=spec.BasicProperties(reply_to=REPLY))
    c.outcome()


@scenario
def a_reply_consumer_that_wants_to_acknowledge(run):
    run.open().ask(spec.Basic.Consume(queue=REPLY, consumer_tag="c"))


@scenario
def a_second_reply_consumer_on_a_channel(run):
    once(run, spec.Basic.Consume(queue=REPLY, consumer_tag="c", no_ack=True),
         spec.Basic.Consume(queue=REPLY, consumer_tag="d", no_ack=True))


@scenario
def a_reply_consumer_with_a_tag_in_use(run):
    once(run, queue(), spec.Basic.Consume(queue="q", consumer_tag="c"),
         spec.Basic.Consume(queue=REPLY, consumer_tag="c", no_ack=True))


@scenario
def a_reply_consumer_cancelled(run):
    once(run, spec.Basic.Consume(queue=REPLY, consumer_tag="c", no_ack=True), spec.Basic.Cancel("c"),
         spec.Basic.Consume(queue=REPLY, consumer_tag="d", no_ack=True))


@scenario
def the_reply_queue_declared(run):
    c = run.open()
    c.ask(queue(REPLY))
    c.ask(queue(REPLY, passive=True))


@scenario
def the_reply_queue_deleted_purged_fetched_and_bound(run):
    c = run.open()
    for method in (spec.Queue.Delete(queue=REPLY), spec.Queue.Purge(queue=REPLY), spec.Basic.Get(queue=REPLY),
                   spec.Queue.Bind(queue=REPLY, exchange="amq.direct", routing_key="k")):
        c.ask(method)


@scenario
def a_publish_to_the_reply_queue_itself(run):
    c = run.open()
    c.publish(REPLY)
    c.probe()
    c.publish(REPLY + ".nobody", mandatory=True)
    c.expect()


@scenario
def a_request_and_its_direct_reply(run):
    c, worker = run.open(), run.open()
    c.ask(queue())
    c.ask(spec.Basic.Consume(queue=REPLY, consumer_tag="c", no_ack=True))
    worker.quiet = True
    worker.send(spec.Basic.Consume(queue="q", consumer_tag="w", no_ack=True))
    worker.read()
    c.publish("q", body=b"question", props=spec.BasicProperties(reply_to=REPLY, correlation_id="1"))
    worker.read()
    address = worker.read().properties.reply_to
    worker.read()
    worker.publish(address, body=b"answer", mandatory=True, props=spec.BasicProperties(correlation_id="1"))
    c.expect()
    c.lines[-1] = re.sub(r"reply-to\.[^\]]*", "reply-to.*", c.lines[-1])
    c.lines.append("~")


# Transactions

@scenario
def a_transaction_that_is_rolled_back(run):
    c, other = run.open(), run.open()
    c.ask(queue())
    c.ask(spec.Tx.Select())
    c.publish("q")
    c.ask(spec.Tx.Rollback())
    other.ask(queue(passive=True))


@scenario
def a_transaction_that_is_committed(run):
    c, other = run.open(), run.open()
    c.ask(queue())
    c.ask(spec.Tx.Select())
    c.publish("q")
    other.ask(queue(passive=True))
    c.ask(spec.Tx.Commit())
    other.ask(queue(passive=True))


@scenario
def an_acknowledgement_that_is_rolled_back(run):
    c = run.open()
    c.ask(queue())
    c.ask(spec.Tx.Select())
    c.publish("q")
    c.ask(spec.Tx.Commit())
    c.ask(spec.Basic.Get(queue="q"))
    c.send(spec.Basic.Ack(1))
    c.ask(spec.Tx.Rollback())
    c.send(spec.Basic.Ack(1))
    c.ask(spec.Tx.Commit())
    c.ask(spec.Basic.Ack(1), spec.Tx.Commit())


@scenario
def an_unroutable_mandatory_publish_in_a_transaction(run):
    c = run.open()
    c.ask(spec.Tx.Select())
    c.publish("nowhere", mandatory=True)
    c.send(spec.Tx.Commit())
    c.expect()
    c.expect()


@scenario
def a_publish_to_an_unknown_exchange_in_a_transaction(run):
    c = run.open()
    c.ask(spec.Tx.Select())
    c.publish("k", "nope")
    c.outcome()


@scenario
def a_reject_to_the_dead_letter_exchange_in_a_transaction(run):
    c = run.open()
    c.ask(queue("q2"))
    c.ask(queue(arguments={"x-dead-letter-exchange": "", "x-dead-letter-routing-key": "q2"}))
    c.ask(spec.Tx.Select())
    c.publish("q")
    c.ask(spec.Tx.Commit())
    c.ask(spec.Basic.Get(queue="q"))
    c.send(spec.Basic.Reject(1, False))
    c.ask(queue("q2", passive=True))
    c.ask(spec.Tx.Rollback())
    c.send(spec.Basic.Reject(1, False))
    c.ask(spec.Tx.Commit())


# Acknowledging

def fetched(run, count=1):
    c = run.open()
    c.ask(queue())
    for _ in range(count):
        c.publish("q")
    for _ in range(count):
        c.ask(spec.Basic.Get(queue="q"))
    return c


@scenario
def an_ack_twice(run):
    c = fetched(run)
    c.send(spec.Basic.Ack(1))
    c.ask(spec.Basic.Ack(1))


@scenario
def an_ack_of_what_was_acked_with_multiple(run):
    c = fetched(run, 3)
    c.send(spec.Basic.Ack(3, True))
    c.ask(spec.Basic.Ack(2))


@scenario
def an_ack_on_another_channel(run):
    c = fetched(run)
    c.ask(spec.Channel.Open(), ch=2)
    c.send(spec.Basic.Ack(1), ch=2)
    c.expect()


@scenario
def an_ack_of_a_message_that_needed_none(run):
    c = run.open()
    c.ask(queue())
    c.publish("q")
    c.ask(spec.Basic.Get(queue="q", no_ack=True))
    c.ask(spec.Basic.Ack(1))


@scenario
def a_requeued_message_is_marked(run):
    c = fetched(run)
    c.send(spec.Basic.Nack(1, False, True))
    c.ask(spec.Basic.Get(queue="q"))


@scenario
def a_recovered_message_is_marked(run):
    c = fetched(run)
    c.ask(spec.Basic.Recover(True))
    c.ask(spec.Basic.Get(queue="q"))


@scenario
def a_redelivery_of_a_quorum_queue_is_counted(run):
    c = run.open()
    c.ask(queue(arguments={"x-queue-type": "quorum"}))
    c.ask(spec.Confirm.Select())
    c.publish("q")
    c.expect()
    c.ask(spec.Basic.Consume(queue="q", consumer_tag="c"))
    c.expect()
    c.send(spec.Basic.Nack(1, False, True))
    c.expect()
    c.send(spec.Basic.Nack(2, False, True))
    c.expect()


@scenario
def an_ack_of_everything_by_tag_0(run):
    c = fetched(run, 2)
    c.send(spec.Basic.Ack(0, True))
    c.ask(spec.Basic.Ack(1))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--vhost", default="/")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    names = [name for name, _ in SCENARIOS]
    assert len(set(names)) == len(names), [n for n in names if names.count(n) > 1]
    for name, function in SCENARIOS:
        if options.only not in name:
            continue
        run = Run(options.port, options.vhost)
        try:
            function(run)
        except Exception as error:  # the transcript shows how far it came
            run.lines.append(f"! {type(error).__name__} {error}")
        run.clean()
        print("# " + name)
        print("\n".join(run.lines), flush=True)
    print(f"{len(names)} scenarios", file=sys.stderr)


if __name__ == "__main__":
    main()
