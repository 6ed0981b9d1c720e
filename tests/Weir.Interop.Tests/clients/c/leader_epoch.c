// A library that is the system's librdkafka and the functions more that Confluent.Kafka calls on every record and
// partition, and librdkafka has had only since 2.1. -1 means "not known", which is always right.
#include <librdkafka/rdkafka.h>
#include <stdint.h>

#if RD_KAFKA_VERSION < 0x020100ff
int32_t rd_kafka_message_leader_epoch(const rd_kafka_message_t *message) {
  (void)message;
  return -1;
}

int32_t rd_kafka_topic_partition_get_leader_epoch(const rd_kafka_topic_partition_t *partition) {
  (void)partition;
  return -1;
}

void rd_kafka_topic_partition_set_leader_epoch(rd_kafka_topic_partition_t *partition, int32_t epoch) {
  (void)partition, (void)epoch;
}
#endif
