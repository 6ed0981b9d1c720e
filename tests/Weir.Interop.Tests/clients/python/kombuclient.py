"""python3-kombu on its own: work, simple, pools, heartbeats, mandatory; and deaf, a consumer that never reads."""

import socket
import sys
import time

from kombu import Connection, Consumer, Exchange, Producer, Queue
from kombu.pools import connections, producers

command, port, *more = sys.argv[1:]
url = f"amqp://guest:guest@127.0.0.1:{port}//"
LIMIT = 90  # seconds that anything may take


def work():
    exchange = Exchange("kombu", type="topic")
    queue = Queue("kombu-work", exchange, routing_key="a.#", queue_arguments={"x-dead-letter-exchange": "kombu-dead"})
    dead = Queue("kombu-dead", Exchange("kombu-dead", type="fanout"))
    with Connection(url) as connection:
        dead(connection.channel()).declare()
        producer = connection.Producer()
        bodies = [{"n": i, "text": "ünicode", "list": [1, None, 2.5]} for i in range(20)]
        for i, body in enumerate(bodies):
            producer.publish(body, exchange=exchange, routing_key=f"a.{i}", declare=[queue], headers={"i": i},
                             serializer="json", compression="zlib" if i % 2 else None)
        producer.publish("elsewhere", exchange=exchange, routing_key="b")
        seen = []

        def on_message(body, message):
            assert message.headers["i"] == bodies.index(body), message.headers
            if not seen and not message.delivery_info["redelivered"]:
                message.requeue()
                return
            seen.append(body)
            message.reject() if body["n"] == 7 else message.ack()

        with connection.Consumer(queue, callbacks=[on_message], prefetch_count=1) as consumer:
            drain(connection, lambda: len(seen) == 20)
            consumer.qos(prefetch_count=5)
        assert seen == bodies, seen
        assert queue(connection.channel()).get() is None
        buried = wait(lambda: dead(connection.channel()).get())
        assert buried.payload["n"] == 7 and buried.headers["x-death"][0]["reason"] == "rejected", buried.headers


def simple():
    with Connection(url) as connection:
        with connection.SimpleQueue("kombu-simple") as queue:
            for i in range(10):
                queue.put({"n": i})
            assert wait(lambda: queue.qsize() == 10)
            for i in range(10):
                message = queue.get(timeout=LIMIT)
                assert message.payload == {"n": i}
                message.ack()
            try:
                queue.get(block=False)
                raise AssertionError("not empty")
            except queue.Empty:
                pass
        with connection.SimpleBuffer("kombu-buffer") as buffer:
            buffer.put("x" * 1_000_000)
            assert buffer.get(timeout=LIMIT).payload == "x" * 1_000_000


def pools():
    connection = Connection(url, transport_options={"confirm_publish": True})
    queue = Queue("kombu-pool", Exchange(""), routing_key="kombu-pool")
    for i in range(200):
        with producers[connection].acquire(block=True) as producer:
            producer.publish(i, exchange="", routing_key="kombu-pool", declare=[queue])
    taken = [connections[connection].acquire(block=True) for _ in range(5)]
    assert [queue(c.default_channel).get(no_ack=True).payload for c in taken * 40] == list(range(200))
    for one in taken:
        one.release()
    for i in range(100):
        with Connection(url) as short:
            assert queue(short.channel()).queue_declare(passive=True).message_count == 0


def heartbeats():
    with Connection(url, heartbeat=1) as lively, Connection(url, heartbeat=1) as silent:
        lively.connect(), silent.connect()
        assert lively.get_heartbeat_interval() == 1
        # The server gives the silent one up after two intervals, and sends heartbeats of its own until then.
        end = time.time() + LIMIT
        while time.time() < end:
            lively.heartbeat_check()
            try:
                lively.drain_events(timeout=0.2)
            except socket.timeout:
                pass
            try:
                silent.drain_events(timeout=0.01)
            except socket.timeout:
                continue
            except OSError:
                break
        else:
            raise AssertionError("the silent connection is still there")
        assert lively.connected and lively.SimpleQueue("kombu-alive").qsize() == 0


def mandatory():
    with Connection(url, transport_options={"confirm_publish": True}) as connection:
        returned = []
        producer = Producer(
            connection.channel(), on_return=lambda error, *where: returned.append((error.reply_code, *where[:2])))
        producer.publish("nowhere", exchange="amq.direct", routing_key="kombu-none", mandatory=True)
        producer.publish("nowhere", exchange="amq.direct", routing_key="kombu-none")
        drain(connection, lambda: returned)
        assert returned == [(312, "amq.direct", "kombu-none")], returned


def deaf():
    connection = Connection(url)
    Consumer(connection.channel(), Queue(more[0], no_declare=True), accept=["json"]).consume()
    print("deaf", flush=True)
    time.sleep(600)


def drain(connection, done):
    end = time.time() + LIMIT
    while not done():
        assert time.time() < end, "it did not come"
        try:
            connection.drain_events(timeout=1)
        except socket.timeout:
            pass


def wait(condition):
    end = time.time() + LIMIT
    while not (result := condition()):
        assert time.time() < end, "not so in time"
        time.sleep(0.02)
    return result


if __name__ == "__main__":
    {"work": work, "simple": simple, "pools": pools, "heartbeats": heartbeats, "mandatory": mandatory, "deaf": deaf}[
        command]()
