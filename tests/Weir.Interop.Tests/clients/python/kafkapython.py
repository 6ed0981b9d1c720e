"""python3-kafka (kafka-python 2.0.2, the protocol written in Python): produce, consume, member, seek, admin."""

import signal
import sys

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, NewPartitions, NewTopic
from kafka.consumer.subscription_state import ConsumerRebalanceListener
from kafka.errors import CommitFailedError, RebalanceInProgressError, TopicAlreadyExistsError
from kafka.structs import OffsetAndMetadata

import records


def codec(option):
    name = option.get("compression.codec", "none")
    return None if name == "none" else name


def produce(option):
    producer = KafkaProducer(bootstrap_servers=option["bootstrap"], acks="all", compression_type=codec(option),
                             max_request_size=20_000_000, buffer_memory=64_000_000, linger_ms=20, retries=5)
    first, count, size = int(option.get("from", 0)), int(option["count"]), int(option.get("size", 100))
    futures = [producer.send(option["topic"], key=records.make_key(i), value=records.make_value(i, size),
                             headers=records.make_headers(i), timestamp_ms=records.BASE_TIMESTAMP + i)
               for i in range(first, first + count)]
    producer.flush(120)
    failures = [future.exception for future in futures if not future.succeeded()]
    print(f"sent={count} acknowledged={count - len(failures)} refused={len(failures)}")
    sys.exit("; ".join(map(str, failures[:3])) if failures else 0)


def consume(option):
    checker = records.Checker(option)
    consumer = KafkaConsumer(bootstrap_servers=option["bootstrap"], auto_offset_reset="earliest",
                             consumer_timeout_ms=records.SILENCE_LIMIT_SECONDS * 1000)
    partitions = records.until("metadata", lambda: consumer.partitions_for_topic(option["topic"]))
    consumer.assign([TopicPartition(option["topic"], p) for p in partitions])
    for m in consumer:
        checker.see(m.partition, m.offset, m.key, m.value, m.headers, m.timestamp)
        if checker.records >= checker.count:
            break
    consumer.close()
    checker.finish()


class Listener(ConsumerRebalanceListener):
    def __init__(self, consumer, positions):
        self.consumer, self.positions = consumer, positions

    def on_partitions_revoked(self, revoked):
        commit(self.consumer, self.positions)
        self.positions.clear()
        if revoked:
            print("assigned -", flush=True)

    def on_partitions_assigned(self, assigned):
        print("assigned", ",".join(str(p.partition) for p in sorted(assigned)) or "-", flush=True)


def commit(consumer, positions):
    if not positions:
        return
    try:
        consumer.commit({p: OffsetAndMetadata(offset, "") for p, offset in positions.items()})
    except (CommitFailedError, RebalanceInProgressError) as error:
        # The group is being arranged anew: whoever gets the partition reads these records again.
        print("not committed:", error, file=sys.stderr)
        return
    for p, offset in positions.items():
        print("committed", p.partition, offset)


def member(option):
    stop, positions = [], {}
    signal.signal(signal.SIGTERM, lambda *_: stop.append(1))
    consumer = KafkaConsumer(bootstrap_servers=option["bootstrap"], group_id=option["group"],
                             auto_offset_reset="earliest", enable_auto_commit=False, session_timeout_ms=6000,
                             heartbeat_interval_ms=500, max_poll_records=100)
    consumer.subscribe([option["topic"]], listener=Listener(consumer, positions))
    while not stop:
        for partition, batch in consumer.poll(timeout_ms=100).items():
            for m in batch:
                print("record", m.partition, m.offset, records.record_number(m.key, m.value), flush=True)
                positions[partition] = m.offset + 1
    commit(consumer, positions)
    consumer.close(autocommit=False)
    print("closed")


def seek(option):
    count, partition = int(option["count"]), TopicPartition(option["topic"], 0)
    consumer = KafkaConsumer(bootstrap_servers=option["bootstrap"])
    records.until("metadata", lambda: consumer.partitions_for_topic(option["topic"]))
    consumer.assign([partition])
    records.expect("first offset", {partition: 0}, consumer.beginning_offsets([partition]))
    records.expect("end offset", {partition: count}, consumer.end_offsets([partition]))

    def offset_at(timestamp):
        found = consumer.offsets_for_times({partition: timestamp})[partition]
        return found and found.offset

    records.expect("time of the first record", 0, offset_at(records.BASE_TIMESTAMP))
    records.expect("time of record 123", 123, offset_at(records.BASE_TIMESTAMP + 123))
    records.expect("time after all records", None, offset_at(records.BASE_TIMESTAMP + count))
    for target in (10, count - 1, 0, 77):
        consumer.seek(partition, target)
        batch = records.until("a record after seek", lambda: consumer.poll(timeout_ms=1000, max_records=1))
        m = batch[partition][0]
        records.expect("record after seek", target, m.offset)
        records.expect("number after seek", target, records.record_number(m.key, m.value))
    consumer.close()
    print("ok")


def config_value(client, topic, name):
    answer = client.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    resource = (answer[0] if isinstance(answer, list) else answer).resources[0]
    records.expect("describe_configs error", 0, resource[0])
    return {entry[0]: entry[1] for entry in resource[4]}[name]


def admin(option):
    topic, client = option["topic"], KafkaAdminClient(bootstrap_servers=option["bootstrap"])
    group = topic + "-group"
    client.create_topics([NewTopic(topic, 3, 1, topic_configs={"retention.ms": "3600000"})])
    records.until("topic is listed", lambda: topic in client.list_topics())
    try:
        client.create_topics([NewTopic(topic, 1, 1)])
        sys.exit("a topic was created twice")
    except TopicAlreadyExistsError:
        pass
    client.create_partitions({topic: NewPartitions(5)})
    records.until("new partitions", lambda: len(client.describe_topics([topic])[0]["partitions"]) == 5)
    records.expect("retention.ms", "3600000", config_value(client, topic, "retention.ms"))
    client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, {"retention.ms": "7200000"})])
    records.expect("retention.ms", "7200000", config_value(client, topic, "retention.ms"))
    records.expect("brokers", 1, len(client.describe_cluster()["brokers"]))

    partition = TopicPartition(topic, 0)
    consumer = KafkaConsumer(bootstrap_servers=option["bootstrap"], group_id=group, enable_auto_commit=False)
    consumer.assign([partition])
    consumer.commit({partition: OffsetAndMetadata(0, "note")})
    consumer.close(autocommit=False)
    records.expect("committed", 0, client.list_consumer_group_offsets(group)[partition].offset)
    records.expect("note", "note", client.list_consumer_group_offsets(group)[partition].metadata)
    records.expect("group is listed", True, group in [name for name, _ in client.list_consumer_groups()])
    records.expect("group state", "Empty", client.describe_consumer_groups([group])[0].state)
    records.expect("delete group", 0, client.delete_consumer_groups([group])[0][1].errno)
    records.expect("group is listed", False, group in [name for name, _ in client.list_consumer_groups()])
    client.delete_topics([topic])
    records.until("topic is gone", lambda: topic not in client.list_topics())
    client.close()
    print("ok")


records.run({"produce": produce, "consume": consume, "member": member, "seek": seek, "admin": admin})
