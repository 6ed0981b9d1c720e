// consume bootstrap=H:P topic=T count=N [headers=1] [timestamps=1] [any.librdkafka.setting=value ...]
// Reads every partition from its beginning until N records were seen, and checks each one: key, value, checksum,
// headers, timestamp, no record twice, no gap in the offsets of a partition. Prints one line; fails on any defect.
#include "records.h"

static long long bad;

static void complain(const rd_kafka_message_t *m, const char *why) {
  if (bad++ < 10) fprintf(stderr, "partition %d offset %lld: %s\n", (int)m->partition, (long long)m->offset, why);
}

static void assign_from_beginning(rd_kafka_t *rk, const char *topic) {
  const struct rd_kafka_metadata *metadata;
  rd_kafka_topic_t *handle = rd_kafka_topic_new(rk, topic, NULL);
  rd_kafka_resp_err_t err = rd_kafka_metadata(rk, 0, handle, &metadata, 20000);
  if (err) die("metadata", rd_kafka_err2str(err));
  if (metadata->topics[0].err) die(topic, rd_kafka_err2str(metadata->topics[0].err));
  rd_kafka_topic_partition_list_t *all = rd_kafka_topic_partition_list_new(8);
  for (int p = 0; p < metadata->topics[0].partition_cnt; p++)
    rd_kafka_topic_partition_list_add(all, topic, p)->offset = RD_KAFKA_OFFSET_BEGINNING;
  rd_kafka_assign(rk, all);
  rd_kafka_topic_partition_list_destroy(all);
  rd_kafka_metadata_destroy(metadata);
  rd_kafka_topic_destroy(handle);
}

int main(int argc, char **argv) {
  const char *topic = required(argc, argv, "topic");
  long long count = atoll(required(argc, argv, "count"));
  int headers = atoi(option(argc, argv, "headers", "1")), timestamps = atoi(option(argc, argv, "timestamps", "1"));
  rd_kafka_conf_t *conf = configuration(argc, argv);
  set(conf, "group.id", "unused");
  set(conf, "enable.auto.commit", "false");
  char error[512];
  rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_CONSUMER, conf, error, sizeof error);
  if (!rk) die("consumer", error);
  rd_kafka_poll_set_consumer(rk);
  assign_from_beginning(rk, topic);

  enum { PARTITIONS_MAX = 1024 };
  static long long next[PARTITIONS_MAX];
  char *seen = calloc(count + 1, 1);
  long long records = 0, distinct = 0, gaps = 0, last = now_ms();
  while (records < count) {
    rd_kafka_message_t *m = rd_kafka_consumer_poll(rk, 200);
    if (!m) {
      if (now_ms() - last > SILENCE_LIMIT_MS) break;
      continue;
    }
    last = now_ms();
    if (m->err) {
      if (m->err != RD_KAFKA_RESP_ERR__TRANSPORT) die("consume", rd_kafka_message_errstr(m));
      rd_kafka_message_destroy(m);
      continue;
    }
    const char *why = NULL;
    long long i = record_number(m, &why);
    if (i >= 0 && headers) why = check_headers(m, i);
    if (i >= 0 && timestamps && rd_kafka_message_timestamp(m, NULL) != BASE_TIMESTAMP + i) why = "timestamp differs";
    if (i >= count) why = "a record nobody wrote";
    if (why) complain(m, why);
    else if (!seen[i]) seen[i] = 1, distinct++;
    if (m->partition < PARTITIONS_MAX && next[m->partition] != m->offset) gaps++;
    if (m->partition < PARTITIONS_MAX) next[m->partition] = m->offset + 1;
    records++;
    rd_kafka_message_destroy(m);
  }
  rd_kafka_consumer_close(rk);
  rd_kafka_destroy(rk);
  free(seen);
  printf("records=%lld distinct=%lld bad=%lld gaps=%lld\n", records, distinct, bad, gaps);
  return records == count && distinct == count && !bad && !gaps ? 0 : 1;
}
