"""The load of a soak: small loops, one thread each, of real clients (librdkafka, kafka-python, pika)."""

import collections
import random
import threading
import time

import pika
from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient, NewTopic
from kafka import KafkaProducer

import slopes

EVENTS_PER_SECOND = 15
ROWS_PER_SECOND = 5
JOBS_PER_SECOND = 12
DELAYED_PER_SECOND = 4
CHURN_SECONDS = 3.0
ROW_KEYS = 200


class Latencies:
    """Milliseconds by name since the last sample."""

    def __init__(self):
        self._lock = threading.Lock()
        self._values = collections.defaultdict(list)

    def add(self, name, seconds):
        with self._lock:
            self._values[name].append(seconds * 1000)

    def take(self):
        with self._lock:
            values, self._values = self._values, collections.defaultdict(list)
        return {f"{name}_p99_ms": slopes.percentile(v, 0.99) for name, v in values.items()}


class Load:
    def __init__(self, broker, seed):
        self.broker = broker
        self.random = random.Random(seed)
        self.latencies = Latencies()
        self.errors = []
        self.counts = collections.Counter()
        self._stop = threading.Event()  # producers end
        self._drained = threading.Event()  # and later consumers
        self._producers, self._consumers = [], []
        self._early = 0

    def start(self):
        admin = AdminClient({"bootstrap.servers": self.broker.kafka})
        topics = [
            NewTopic("soak.events", 2, 1, config={"retention.bytes": str(2 << 20), "segment.bytes": str(512 << 10)}),
            NewTopic("soak.table", 1, 1, config={
                "cleanup.policy": "compact", "segment.bytes": str(256 << 10), "min.cleanable.dirty.ratio": "0.3"})]
        for done in admin.create_topics(topics).values():
            done.result(30)
        with self.channel() as channel:
            channel.queue_declare("soak.dead", durable=True)
            channel.queue_declare("soak.jobs", durable=True, arguments={
                "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "soak.dead"})
            channel.queue_declare("soak.later", durable=True)
            channel.exchange_declare("soak.delayed", "x-delayed-message", durable=True,
                                     arguments={"x-delayed-type": "direct"})
            channel.queue_bind("soak.later", "soak.delayed", "later")
        self._producers = [self._run(f) for f in (
            self.events, self.rows, self.jobs, self.delayed, self.queues_come_and_go, self.topics_come_and_go,
            self.members_come_and_go)]
        self._consumers = [self._run(f) for f in (self.read_events, self.work, self.bury, self.take_delayed)]

    def finish(self):
        """Lets everything arrive; gives what is wrong."""
        self._stop.set()
        for thread in self._producers:
            thread.join(60)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not self.errors and self._missing():
            time.sleep(0.2)
        self._drained.set()
        for thread in self._consumers:
            thread.join(60)
        return list(self.errors) + self._missing() + ([f"{self._early} delays came early"] if self._early else [])

    def account(self):
        return "  " + ", ".join(f"{name} {count}" for name, count in sorted(self.counts.items()))

    def _missing(self):
        count = self.counts
        pairs = (("events acked", "events read"), ("jobs confirmed", "jobs settled"),
                 ("delayed confirmed", "delayed taken"), ("jobs rejected", "dead letters taken"))
        return [f"{a} {count[a]}, {b} {count[b]}" for a, b in pairs if count[b] < count[a]]

    def channel(self):
        return _Channel(self.broker.amqp_port)

    def _run(self, loop):
        def guarded():
            try:
                loop()
            except Exception as error:  # the run ends and says which loop it was
                self.errors.append(f"{loop.__name__}: {type(error).__name__}: {error}")
        thread = threading.Thread(target=guarded, name=loop.__name__, daemon=True)
        thread.start()
        return thread

    def _ticks(self, per_second):
        """Yields numbers at that pace until the producers end."""
        due, n = time.monotonic(), 0
        while not self._stop.is_set():
            yield n
            n += 1
            due = max(due + 1 / per_second, time.monotonic() - 1)
            self._stop.wait(max(0, due - time.monotonic()))

    def events(self):
        producer = Producer({"bootstrap.servers": self.broker.kafka, "enable.idempotence": True, "linger.ms": 0})

        def acked(at):
            def call(error, _):
                if error:
                    self.errors.append(f"an event was refused: {error}")
                    return
                self.counts["events acked"] += 1
                self.latencies.add("kafka_ack", time.monotonic() - at)
            return call
        for n in self._ticks(EVENTS_PER_SECOND):
            now = time.monotonic()
            producer.produce("soak.events", b"%r" % now + b" " * 1000, b"%d" % n, on_delivery=acked(now))
            producer.flush(30)
        producer.flush(30)

    def read_events(self):
        consumer = Consumer({
            "bootstrap.servers": self.broker.kafka, "group.id": "soak", "auto.offset.reset": "earliest",
            "auto.commit.interval.ms": 1000, "fetch.wait.max.ms": 500})
        consumer.subscribe(["soak.events"])
        while not self._drained.is_set():
            message = consumer.poll(0.2)
            if message is None or message.error():
                continue
            self.counts["events read"] += 1
            self.latencies.add("kafka_end_to_end", time.monotonic() - float(message.value().split()[0]))
        consumer.close()

    def rows(self):
        producer = KafkaProducer(bootstrap_servers=self.broker.kafka, acks="all", retries=0)
        for n in self._ticks(ROWS_PER_SECOND):
            key = b"row-%d" % self.random.randrange(ROW_KEYS)
            producer.send("soak.table", b"v%d" % n * 100, key).get(30)
            self.counts["rows acked"] += 1
        producer.close(10)

    def jobs(self):
        with self.channel() as channel:
            channel.confirm_delivery()
            for n in self._ticks(JOBS_PER_SECOND):
                at = time.monotonic()
                kind = b"reject" if n % 20 == 7 else b"requeue" if n % 20 == 13 else b"ack"
                channel.basic_publish("", "soak.jobs", b"%r %s" % (at, kind) + b" " * 400,
                                      pika.BasicProperties(delivery_mode=2))
                self.counts["jobs confirmed"] += 1
                self.latencies.add("amqp_confirm", time.monotonic() - at)

    def work(self):
        with self.channel() as channel:
            channel.basic_qos(prefetch_count=50)
            for method, _, body in channel.consume("soak.jobs", inactivity_timeout=0.2):
                if self._drained.is_set():
                    return
                if method is None:
                    continue
                at, kind = body.split()
                if kind == b"requeue" and not method.redelivered:
                    channel.basic_nack(method.delivery_tag, requeue=True)
                    continue
                self.counts["jobs settled"] += 1
                if kind == b"reject":
                    self.counts["jobs rejected"] += 1
                    channel.basic_reject(method.delivery_tag, requeue=False)
                else:
                    self.latencies.add("amqp_end_to_end", time.monotonic() - float(at))
                    channel.basic_ack(method.delivery_tag)

    def bury(self):
        with self.channel() as channel:
            for method, _, _ in channel.consume("soak.dead", inactivity_timeout=0.2):
                if self._drained.is_set():
                    return
                if method is not None:
                    self.counts["dead letters taken"] += 1
                    channel.basic_ack(method.delivery_tag)

    def delayed(self):
        with self.channel() as channel:
            channel.confirm_delivery()
            for _ in self._ticks(DELAYED_PER_SECOND):
                delay = self.random.randrange(20, 3000)
                due = time.time() + delay / 1000
                channel.basic_publish("soak.delayed", "later", b"%r" % due,
                                      pika.BasicProperties(delivery_mode=2, headers={"x-delay": delay}))
                self.counts["delayed confirmed"] += 1

    def take_delayed(self):
        with self.channel() as channel:
            for method, _, body in channel.consume("soak.later", inactivity_timeout=0.2):
                if self._drained.is_set():
                    return
                if method is None:
                    continue
                late = time.time() - float(body)
                self._early += late < -0.002  # both clocks count whole milliseconds
                self.counts["delayed taken"] += 1
                self.latencies.add("delay_late", max(0.0, late))
                channel.basic_ack(method.delivery_tag)

    def queues_come_and_go(self):
        for n in self._ticks(1 / CHURN_SECONDS):
            with self.channel() as channel:
                name = f"soak.passing.{n % 3}"
                channel.exchange_declare("soak.passing", "topic", durable=True)
                channel.queue_declare(name, durable=n % 2 == 0, arguments={"x-expires": 60_000, "x-message-ttl": 5_000})
                channel.queue_bind(name, "soak.passing", "#")
                for i in range(5):
                    channel.basic_publish("soak.passing", f"k.{i}", b"x" * 200)
                channel.basic_get(name, auto_ack=True)
                channel.queue_declare("", exclusive=True)
                channel.queue_delete(name)
                self.counts["queues declared"] += 2

    def topics_come_and_go(self):
        admin = AdminClient({"bootstrap.servers": self.broker.kafka})
        for n in self._ticks(1 / (2 * CHURN_SECONDS)):
            name = f"soak-passing-{n % 2}"
            for done in admin.create_topics([NewTopic(name, 3, 1)]).values():
                done.result(30)
            producer = Producer({"bootstrap.servers": self.broker.kafka})
            for i in range(20):
                producer.produce(name, b"x" * 500, b"%d" % i)
            producer.flush(30)
            for done in admin.delete_topics([name]).values():
                done.result(30)
            self.counts["topics declared"] += 1

    def members_come_and_go(self):
        for n in self._ticks(1 / (4 * CHURN_SECONDS)):
            member = Consumer({"bootstrap.servers": self.broker.kafka, "group.id": f"soak-{n % 3}",
                               "auto.offset.reset": "latest", "session.timeout.ms": 6000})
            member.subscribe(["soak.events"])
            member.poll(min(3.0, CHURN_SECONDS))
            member.close()
            self.counts["members joined"] += 1


class _Channel:
    """A connection with one channel, for a `with`."""

    def __init__(self, port):
        self._port = port

    def __enter__(self):
        self._connection = pika.BlockingConnection(pika.ConnectionParameters(
            "127.0.0.1", self._port, heartbeat=0, blocked_connection_timeout=60))
        return self._connection.channel()

    def __exit__(self, *_):
        if self._connection.is_open:
            self._connection.close()
