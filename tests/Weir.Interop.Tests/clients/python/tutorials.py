"""RabbitMQ's six tutorials with pika: hello, work, logs, routing, topics, rpc."""

import sys

import pika

LIMIT = 90  # seconds that anything may take


def connect():
    return pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", int(sys.argv[2])))


def receive(channel, queue, last, auto_ack=True):
    """Bodies as they come, until the last one."""
    seen = []
    for method, _, body in channel.consume(queue, auto_ack=auto_ack, inactivity_timeout=LIMIT):
        assert method is not None, f"only {seen} came"
        seen.append(body)
        if body == last:
            channel.cancel()
            return seen


def subscribe(exchange, *keys):
    channel = connect().channel()
    queue = channel.queue_declare("", exclusive=True).method.queue
    for key in keys:
        channel.queue_bind(queue, exchange, routing_key=key)
    return channel, queue


def hello():
    channel = connect().channel()
    channel.queue_declare("py-hello")
    channel.basic_publish("", "py-hello", b"Hello World!")
    assert receive(channel, "py-hello", b"Hello World!") == [b"Hello World!"]


def work():
    channel = connect().channel()
    channel.queue_declare("py-tasks", durable=True)
    for i in range(10):
        channel.basic_publish("", "py-tasks", b"%d" % i, pika.BasicProperties(delivery_mode=2))
    channel.basic_publish("", "py-tasks", b"end")
    done = {b"a": [], b"b": []}

    def worker(name):
        # Each has one task at a time, in turn: whoever acknowledges gets the next.
        connection = connect()
        mine = connection.channel()
        mine.basic_qos(prefetch_count=1)

        def on_task(channel, method, _, body):
            done[name].append(body)
            channel.basic_ack(method.delivery_tag)

        mine.basic_consume("py-tasks", on_task)
        return connection

    one, two = worker(b"a"), worker(b"b")
    for _ in range(LIMIT * 10):
        one.process_data_events(0.05)
        two.process_data_events(0.05)
        if sum(map(len, done.values())) == 11:
            break
    assert sorted(done[b"a"] + done[b"b"]) == sorted([b"%d" % i for i in range(10)] + [b"end"]), done
    assert all(done.values()), done


def logs():
    sender = connect().channel()
    sender.exchange_declare("py-logs", "fanout")
    readers = [subscribe("py-logs", ""), subscribe("py-logs", "")]
    sender.basic_publish("py-logs", "", b"info: Hello World!")
    for channel, queue in readers:
        assert receive(channel, queue, b"info: Hello World!") == [b"info: Hello World!"]


def routing():
    sender = connect().channel()
    sender.exchange_declare("py-direct", "direct")
    disk, screen = subscribe("py-direct", "error", "end"), subscribe("py-direct", "info", "warning", "error", "end")
    for severity in ("info", "warning", "error", "debug", "end"):
        sender.basic_publish("py-direct", severity, severity.encode())
    assert receive(*disk, b"end") == [b"error", b"end"]
    assert receive(*screen, b"end") == [b"info", b"warning", b"error", b"end"]


def topics():
    sender = connect().channel()
    sender.exchange_declare("py-topic", "topic")
    kern, critical, everything = (subscribe("py-topic", key, "end") for key in ("kern.*", "*.critical", "#"))
    keys = ["kern.critical", "cron.critical", "kern.info", "kern.critical.late", "end"]
    for key in keys:
        sender.basic_publish("py-topic", key, key.encode())
    assert receive(*kern, b"end") == [b"kern.critical", b"kern.info", b"end"]
    assert receive(*critical, b"end") == [b"kern.critical", b"cron.critical", b"end"]
    assert receive(*everything, b"end") == [key.encode() for key in keys]


def rpc():
    server, client = connect(), connect()
    serving, asking = server.channel(), client.channel()
    serving.queue_declare("py-rpc")

    def on_request(channel, method, properties, body):
        answer = pika.BasicProperties(correlation_id=properties.correlation_id)
        channel.basic_publish("", properties.reply_to, b"%d" % (int(body) ** 2), answer)
        channel.basic_ack(method.delivery_tag)

    serving.basic_qos(prefetch_count=1)
    serving.basic_consume("py-rpc", on_request)
    replies = asking.queue_declare("", exclusive=True).method.queue
    answers = {}
    asking.basic_consume(
        replies, lambda _, __, properties, body: answers.update({properties.correlation_id: body}), auto_ack=True)
    for n in (4, 30):
        properties = pika.BasicProperties(reply_to=replies, correlation_id=f"square {n}")
        asking.basic_publish("", "py-rpc", b"%d" % n, properties)
    for _ in range(LIMIT * 10):
        server.process_data_events(0.05)
        client.process_data_events(0.05)
        if len(answers) == 2:
            break
    assert answers == {"square 4": b"16", "square 30": b"900"}, answers


if __name__ == "__main__":
    {"hello": hello, "work": work, "logs": logs, "routing": routing, "topics": topics, "rpc": rpc}[sys.argv[1]]()
