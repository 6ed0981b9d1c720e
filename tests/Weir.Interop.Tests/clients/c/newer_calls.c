// A library that is the system's librdkafka and the newer functions that Confluent.Kafka calls on every record,
// partition and description of a group, whether its user asked for what they tell or not. Each answers what an older
// librdkafka knows about it: nothing.
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

#if RD_KAFKA_VERSION < 0x020300ff
rd_kafka_error_t *rd_kafka_AdminOptions_set_include_authorized_operations(rd_kafka_AdminOptions_t *options, int wanted) {
  (void)options;
  return wanted ? rd_kafka_error_new(RD_KAFKA_RESP_ERR__NOT_IMPLEMENTED, "needs librdkafka 2.3") : NULL;
}

const int *rd_kafka_ConsumerGroupDescription_authorized_operations(
    const rd_kafka_ConsumerGroupDescription_t *group, size_t *count) {
  (void)group;
  *count = 0;
  return NULL;
}

const char *rd_kafka_Node_rack(const rd_kafka_Node_t *node) {
  (void)node;
  return NULL;
}
#endif

#if RD_KAFKA_VERSION < 0x020900ff
int rd_kafka_ConsumerGroupDescription_type(const rd_kafka_ConsumerGroupDescription_t *group) {
  (void)group;
  return 0;
}

int rd_kafka_ConsumerGroupListing_type(const rd_kafka_ConsumerGroupListing_t *group) {
  (void)group;
  return 0;
}

const void *rd_kafka_MemberDescription_target_assignment(const rd_kafka_MemberDescription_t *member) {
  (void)member;
  return NULL;
}
#endif
