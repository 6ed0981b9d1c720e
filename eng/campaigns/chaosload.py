"""The clients of the chaos campaign: librdkafka, kafka-python and pika produce, librdkafka and pika consume, kcat reads
everything in the end. They reconnect for as long as it takes, as well-made programs do."""

import collections
import logging
import subprocess
import threading
import time

import pika
from confluent_kafka import Consumer, KafkaError, Producer
from confluent_kafka.admin import AdminClient, NewTopic
from kafka import KafkaProducer
from kafka.errors import KafkaError as KafkaPythonError

from account import Flow

logging.getLogger("kafka").setLevel(logging.CRITICAL)
logging.getLogger("pika").setLevel(logging.CRITICAL)

TOPIC, PARTITIONS = "chaos.log", 3
QUEUE, LATER = "chaos.jobs", "chaos.later"
GROUP_LOG_LINES = 20_000
AMQP_ERRORS = (pika.exceptions.AMQPError, OSError, pika.exceptions.ChannelError)


class Load:
    def __init__(self, broker, rate, padding):
        self.broker = broker
        self.rate = rate
        self.padding = b" " * padding
        self.idempotent = Flow("kafka, librdkafka", exactly_once=True)
        self.retrying = Flow("kafka, kafka-python")
        self.jobs = Flow("amqp, pika confirms")
        self.later = Flow("amqp, pika delayed")
        self.group = Flow("kafka group, librdkafka")
        self.errors = []
        self.blocked = 0
        # What librdkafka says of its membership: the end of it, for a run that fails.
        self.group_log = collections.deque(maxlen=GROUP_LOG_LINES)
        self._stop = threading.Event()
        self._drained = threading.Event()
        self._producers, self._consumers = [], []

    @property
    def flows(self):
        return [self.idempotent, self.retrying, self.group, self.jobs, self.later]

    @property
    def producing(self):
        return [self.idempotent, self.retrying, self.jobs, self.later]

    def declare(self):
        admin = AdminClient({"bootstrap.servers": self.broker.kafka})
        for done in admin.create_topics([NewTopic(TOPIC, PARTITIONS, 1)]).values():
            done.result(30)
        connection, channel = self._connect()
        channel.queue_declare(QUEUE, durable=True)
        channel.queue_declare(LATER, durable=True)
        connection.close()

    def start(self):
        self._producers = [self._run(f) for f in (
            self._produce_idempotent, self._produce_retrying, lambda: self._publish(self.jobs, QUEUE, 0),
            lambda: self._publish(self.later, LATER, 1500))]
        self._consumers = [self._run(f) for f in (
            self._read_as_group, lambda: self._consume(self.jobs, QUEUE), lambda: self._consume(self.later, LATER))]

    def stop_producing(self):
        self._stop.set()
        for thread in self._producers:
            thread.join(90)

    def drain(self, seconds=60):
        """Until everything acknowledged has been delivered, or the time is over."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and any(f.lost() for f in (self.group, self.jobs, self.later)):
            time.sleep(0.2)
        self._drained.set()
        for thread in self._consumers:
            thread.join(30)

    def read_log(self):
        """By kcat, another program than wrote it, from the first record to the last."""
        for flow in (self.idempotent, self.retrying):
            flow.begin_reading_again()
        run = subprocess.run(
            ["kcat", "-C", "-q", "-e", "-b", self.broker.kafka, "-t", TOPIC, "-o", "beginning", "-f", "%p %k %s\n"],
            capture_output=True, text=True, timeout=120)
        if run.returncode != 0:
            self.errors.append(f"kcat ended with {run.returncode}: {run.stderr.strip()[-300:]}")
        newest = {}
        for line in run.stdout.splitlines():
            partition, producer, number, *_ = line.split()
            flow = self.idempotent if producer == "idempotent" else self.retrying
            flow.deliver(int(number))
            if flow is self.idempotent:
                flow.out_of_order += int(number) <= newest.get(partition, 0)
                newest[partition] = int(number)

    def _run(self, loop):
        def guarded():
            try:
                loop()
            except Exception as error:  # a mistake of the campaign or of a client: the run must not pass
                self.errors.append(f"{type(error).__name__}: {error}")
        thread = threading.Thread(target=guarded, daemon=True)
        thread.start()
        return thread

    def _connect(self):
        connection = pika.BlockingConnection(pika.ConnectionParameters(
            "127.0.0.1", self.broker.amqp_port, heartbeat=0, socket_timeout=5, stack_timeout=10))
        connection.add_on_connection_blocked_callback(self._on_blocked)
        return connection, connection.channel()

    def _on_blocked(self, *_):
        self.blocked += 1

    def _produce_idempotent(self):
        producer = Producer({
            "bootstrap.servers": self.broker.kafka, "enable.idempotence": True, "linger.ms": 5,
            "reconnect.backoff.max.ms": 500, "message.timeout.ms": 300_000, "request.timeout.ms": 10_000,
            "log_level": 0})

        def answered(number):
            def call(error, _):
                if error is None:
                    self.idempotent.ack(number)
                    self.group.ack(number)
                else:
                    self.idempotent.refuse()
            return call
        while not self._stop.is_set():
            number = self.idempotent.send()
            self.group.send()
            while True:
                try:
                    producer.produce(TOPIC, b"%d" % number + self.padding, b"idempotent", partition=number % PARTITIONS,
                                     on_delivery=answered(number))
                    break
                except BufferError:
                    producer.poll(0.1)
            producer.poll(1 / self.rate)
        producer.flush(60)

    def _produce_retrying(self):
        producer = None
        while producer is None and not self._stop.is_set():
            try:
                producer = KafkaProducer(
                    bootstrap_servers=self.broker.kafka, acks="all", retries=1000, retry_backoff_ms=50,
                    max_in_flight_requests_per_connection=1, reconnect_backoff_max_ms=500, request_timeout_ms=10_000,
                    max_block_ms=120_000)
            except KafkaPythonError:
                time.sleep(0.2)
        futures = []
        while not self._stop.is_set():
            number = self.retrying.send()
            future = producer.send(TOPIC, b"%d" % number + self.padding, b"retrying", partition=number % PARTITIONS)
            future.add_callback(lambda _, n=number: self.retrying.ack(n))
            future.add_errback(lambda _: self.retrying.refuse())
            futures.append(future)
            time.sleep(1 / self.rate)
        producer.flush(60)
        producer.close(10)

    def _publish(self, flow, queue, delay_ms):
        connection = None
        while not self._stop.is_set():
            try:
                if connection is None:
                    connection, channel = self._connect()
                    channel.confirm_delivery()
                number = flow.send()
                headers = {"deliver-at": str(int(time.time() * 1000) + delay_ms)} if delay_ms else None
                channel.basic_publish("", queue, b"%d" % number + self.padding,
                                      pika.BasicProperties(delivery_mode=2, headers=headers))
                flow.ack(number)
                time.sleep(1 / self.rate)
            except pika.exceptions.NackError:
                flow.refuse()
            except AMQP_ERRORS:
                # Nobody knows what became of the message in hand; a new one follows on a new connection.
                connection = None
                time.sleep(0.1)
        if connection and connection.is_open:
            connection.close()

    def _consume(self, flow, queue):
        while not self._drained.is_set():
            try:
                connection, channel = self._connect()
                channel.basic_qos(prefetch_count=20)
                for method, _, body in channel.consume(queue, inactivity_timeout=0.2):
                    if self._drained.is_set():
                        connection.close()
                        return
                    if method is not None:
                        flow.deliver(int(body.split()[0]))
                        channel.basic_ack(method.delivery_tag)
            except AMQP_ERRORS:
                time.sleep(0.1)

    def _read_as_group(self):
        logger = logging.Logger("group")
        handler = logging.Handler()
        handler.emit = lambda record: self.group_log.append(f"{record.created:.3f} {record.getMessage()}")
        logger.addHandler(handler)
        consumer = Consumer({
            "bootstrap.servers": self.broker.kafka, "group.id": "chaos", "auto.offset.reset": "earliest",
            "enable.auto.commit": False, "session.timeout.ms": 6000, "reconnect.backoff.max.ms": 500, "log_level": 7,
            "debug": "cgrp"}, logger=logger)
        consumer.subscribe([TOPIC])
        since_commit = 0
        while not self._drained.is_set():
            message = consumer.poll(0.2)
            if message is None:
                continue
            if message.error():
                if message.error().code() == KafkaError.UNKNOWN_TOPIC_OR_PART:
                    self.errors.append(f"the group lost its topic: {message.error()}")
                continue
            if message.key() == b"idempotent":
                self.group.deliver(int(message.value().split()[0]))
            since_commit += 1
            if since_commit >= 50:
                consumer.commit(asynchronous=True)
                since_commit = 0
        consumer.close()
