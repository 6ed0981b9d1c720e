// A library that is the system's librdkafka and one function more: Confluent.Kafka asks for it on every record it
// consumes, and librdkafka has had it only since 2.1. -1 means "not known", which is always right.
#include <librdkafka/rdkafka.h>
#include <stdint.h>

#if RD_KAFKA_VERSION < 0x020100ff
int32_t rd_kafka_message_leader_epoch(const rd_kafka_message_t *message) {
  (void)message;
  return -1;
}
#endif
