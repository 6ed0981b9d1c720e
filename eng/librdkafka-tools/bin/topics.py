"""The part of kafka-topics.sh that librdkafka's test cases use: --create, --alter --partitions, --delete."""

import argparse
import sys

from kafka import KafkaAdminClient
from kafka.admin import NewPartitions, NewTopic
from kafka.errors import TopicAlreadyExistsError

parser = argparse.ArgumentParser()
parser.add_argument("--bootstrap-server", required=True)
for action in ("create", "alter", "delete", "if-not-exists"):
    parser.add_argument(f"--{action}", action="store_true")
parser.add_argument("--topic", required=True)
parser.add_argument("--partitions", type=int, default=1)
parser.add_argument("--replication-factor", type=int, default=1)
parser.add_argument("--config", action="append", default=[])
chosen = parser.parse_args()

client = KafkaAdminClient(bootstrap_servers=chosen.bootstrap_server)
if chosen.create:
    configs = dict(config.split("=", 1) for config in chosen.config)
    try:
        client.create_topics([NewTopic(chosen.topic, chosen.partitions, chosen.replication_factor,
                                       topic_configs=configs)])
    except TopicAlreadyExistsError:
        if not chosen.if_not_exists:
            sys.exit(f"{chosen.topic} exists already")
elif chosen.alter:
    client.create_partitions({chosen.topic: NewPartitions(chosen.partitions)})
elif chosen.delete:
    client.delete_topics([chosen.topic])
else:
    sys.exit("--create, --alter or --delete")
client.close()
