"""python3-confluent-kafka (librdkafka underneath): produce, consume, member, seek, admin."""

import signal
import sys

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, NewPartitions, NewTopic

import records


def settings(option, **more):
    own = {name: value for name, value in option.items() if "." in name}
    return {"bootstrap.servers": option["bootstrap"], **more, **own}


def produce(option):
    failures = []
    producer = Producer(settings(option, **{"enable.idempotence": True, "linger.ms": 20}))

    def delivered(error, message):
        if error:
            failures.append(str(error))

    first, count, size = int(option.get("from", 0)), int(option["count"]), int(option.get("size", 100))
    for i in range(first, first + count):
        while True:
            try:
                producer.produce(option["topic"], value=records.make_value(i, size), key=records.make_key(i),
                                 headers=records.make_headers(i), timestamp=records.BASE_TIMESTAMP + i,
                                 on_delivery=delivered)
                break
            except BufferError:
                producer.poll(0.05)
        producer.poll(0)
    left = producer.flush(120)
    print(f"sent={count} acknowledged={count - len(failures) - left} refused={len(failures)}")
    sys.exit("; ".join(failures[:3]) if failures or left else 0)


def consume(option):
    checker = records.Checker(option)
    consumer = Consumer(settings(option, **{"group.id": "unused", "enable.auto.commit": False}))
    topic = consumer.list_topics(option["topic"], 20).topics[option["topic"]]
    consumer.assign([TopicPartition(option["topic"], p, OFFSET_BEGINNING) for p in topic.partitions])
    while checker.records < checker.count:
        batch = consumer.consume(1000, records.SILENCE_LIMIT_SECONDS if checker.records == 0 else 10)
        if not batch:
            break
        for m in batch:
            if m.error():
                if m.error().code() != KafkaError._TRANSPORT:
                    sys.exit(str(m.error()))
                continue
            headers = [(name, value) for name, value in m.headers() or []]
            checker.see(m.partition(), m.offset(), m.key(), m.value(), headers, m.timestamp()[1])
    consumer.close()
    checker.finish()


def member(option):
    stop = []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(1))
    own = settings(option, **{"group.id": option["group"], "auto.offset.reset": "earliest",
                              "enable.auto.commit": False, "session.timeout.ms": 6000,
                              "heartbeat.interval.ms": 500})
    consumer = Consumer(own)

    def say(owned):
        print("assigned", ",".join(str(p) for p in sorted(owned)) or "-", flush=True)

    def assigned(consumer, partitions):
        consumer.assign(partitions)
        say({p.partition for p in partitions})

    def revoked(consumer, partitions):
        processed = [p for p in consumer.position(partitions) if p.offset >= 0]
        if processed:
            for p in consumer.commit(offsets=processed, asynchronous=False):
                print("committed", p.partition, p.offset)
        say(set())

    consumer.subscribe([option["topic"]], on_assign=assigned, on_revoke=revoked)
    while not stop:
        m = consumer.poll(0.1)
        if m is None:
            continue
        if m.error():
            print(m.error(), file=sys.stderr)
            continue
        print("record", m.partition(), m.offset(), records.record_number(m.key(), m.value()), flush=True)
    consumer.close()
    print("closed")


def seek(option):
    topic, count = option["topic"], int(option["count"])
    consumer = Consumer(settings(option, **{"group.id": "unused"}))
    records.expect("watermarks", (0, count), consumer.get_watermark_offsets(TopicPartition(topic, 0), 20))

    def offset_at(timestamp):
        return consumer.offsets_for_times([TopicPartition(topic, 0, timestamp)], 20)[0].offset

    records.expect("time of the first record", 0, offset_at(records.BASE_TIMESTAMP))
    records.expect("time of record 123", 123, offset_at(records.BASE_TIMESTAMP + 123))
    records.expect("time after all records", -1, offset_at(records.BASE_TIMESTAMP + count))
    consumer.assign([TopicPartition(topic, 0, 10)])
    for target in (10, count - 1, 0, 77):
        if target != 10:
            consumer.seek(TopicPartition(topic, 0, target))
        m = consumer.poll(20)
        records.expect("record after seek", target, m and m.offset())
        records.expect("number after seek", target, records.record_number(m.key(), m.value()))
    consumer.close()
    print("ok")


def admin(option):
    topic, client = option["topic"], AdminClient(settings(option))

    def done(futures):
        return [future.result(20) for future in futures.values()]

    done(client.create_topics([NewTopic(topic, 3, 1, config={"retention.ms": "3600000"})]))
    described = records.until("topic is listed", lambda: client.list_topics(topic, 20).topics.get(topic))
    records.expect("partitions", 3, len(described.partitions))
    try:
        done(client.create_topics([NewTopic(topic, 1, 1)]))
        sys.exit("a topic was created twice")
    except Exception as error:
        records.expect("second creation", KafkaError.TOPIC_ALREADY_EXISTS, error.args[0].code())
    done(client.create_partitions([NewPartitions(topic, 5)]))
    records.until("new partitions", lambda: len(client.list_topics(topic, 20).topics[topic].partitions) == 5)

    resource = ConfigResource("topic", topic)
    records.expect("retention.ms", "3600000", done(client.describe_configs([resource]))[0]["retention.ms"].value)
    done(client.alter_configs([ConfigResource("topic", topic, {"retention.ms": "7200000"})]))
    records.expect("retention.ms", "7200000", done(client.describe_configs([resource]))[0]["retention.ms"].value)
    cluster = client.list_topics(timeout=20)
    records.expect("brokers", 1, len(cluster.brokers))
    records.expect("controller is a broker", True, cluster.controller_id in cluster.brokers)
    records.expect("cluster id", True, bool(cluster.cluster_id))
    done(client.delete_topics([topic]))
    records.until("topic is gone", lambda: topic not in client.list_topics(timeout=20).topics)
    print("ok")


records.run({"produce": produce, "consume": consume, "member": member, "seek": seek, "admin": admin})
