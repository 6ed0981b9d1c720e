// member bootstrap=H:P topic=T group=G [any.librdkafka.setting=value ...]
// A group member until SIGTERM. Standard output tells what happens, a line each:
//   assigned 0,1,2     what it owns after a change ("assigned -" for nothing)
//   record <partition> <offset> <i>
//   committed <partition> <next offset>
//   closed
// It commits what it processed when partitions are taken away and when it closes, so that nobody sees a record twice
// unless a member dies.
#include "records.h"

static void print_owned(rd_kafka_topic_partition_list_t *owned) {
  rd_kafka_topic_partition_list_sort(owned, NULL, NULL);
  printf("assigned %s", owned->cnt ? "" : "-");
  for (int i = 0; i < owned->cnt; i++) printf("%s%d", i ? "," : "", (int)owned->elems[i].partition);
  printf("\n");
}

static void commit_processed(rd_kafka_t *rk, rd_kafka_topic_partition_list_t *partitions) {
  rd_kafka_topic_partition_list_t *positions = rd_kafka_topic_partition_list_copy(partitions);
  rd_kafka_position(rk, positions);
  for (int i = positions->cnt - 1; i >= 0; i--)
    if (positions->elems[i].offset < 0) rd_kafka_topic_partition_list_del_by_idx(positions, i);
  if (positions->cnt) {
    rd_kafka_resp_err_t err = rd_kafka_commit(rk, positions, 0);
    if (err) fprintf(stderr, "commit: %s\n", rd_kafka_err2str(err));
    else
      for (int i = 0; i < positions->cnt; i++)
        printf("committed %d %lld\n", (int)positions->elems[i].partition, (long long)positions->elems[i].offset);
  }
  rd_kafka_topic_partition_list_destroy(positions);
}

static void rebalanced(rd_kafka_t *rk, rd_kafka_resp_err_t err, rd_kafka_topic_partition_list_t *partitions,
                       void *opaque) {
  (void)opaque;
  int cooperative = !strcmp(rd_kafka_rebalance_protocol(rk), "COOPERATIVE");
  int lost = rd_kafka_assignment_lost(rk);
  // Asked before the change: when the consumer closes nobody answers behind it any more.
  rd_kafka_topic_partition_list_t *owned;
  rd_kafka_resp_err_t unknown = rd_kafka_assignment(rk, &owned);
  if (unknown) die("assignment", rd_kafka_err2str(unknown));
  if (err == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    for (int i = 0; i < partitions->cnt; i++)
      rd_kafka_topic_partition_list_add(owned, partitions->elems[i].topic, partitions->elems[i].partition);
    if (cooperative) rd_kafka_error_destroy(rd_kafka_incremental_assign(rk, partitions));
    else rd_kafka_assign(rk, partitions);
  } else {
    if (lost) printf("lost\n");
    else commit_processed(rk, partitions);
    for (int i = 0; i < partitions->cnt; i++)
      rd_kafka_topic_partition_list_del(owned, partitions->elems[i].topic, partitions->elems[i].partition);
    if (cooperative) rd_kafka_error_destroy(rd_kafka_incremental_unassign(rk, partitions));
    else rd_kafka_assign(rk, NULL);
  }
  print_owned(owned);
  rd_kafka_topic_partition_list_destroy(owned);
}

int main(int argc, char **argv) {
  const char *topic = required(argc, argv, "topic");
  setvbuf(stdout, NULL, _IOLBF, 1 << 16);
  signal(SIGTERM, request_stop);
  rd_kafka_conf_t *conf = configuration(argc, argv);
  set(conf, "group.id", required(argc, argv, "group"));
  set(conf, "enable.auto.commit", "false");
  set(conf, "auto.offset.reset", "earliest");
  if (!strcmp(option(argc, argv, "session.timeout.ms", ""), "")) set(conf, "session.timeout.ms", "6000");
  if (!strcmp(option(argc, argv, "heartbeat.interval.ms", ""), "")) set(conf, "heartbeat.interval.ms", "500");
  rd_kafka_conf_set_rebalance_cb(conf, rebalanced);
  char error[512];
  rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_CONSUMER, conf, error, sizeof error);
  if (!rk) die("consumer", error);
  rd_kafka_poll_set_consumer(rk);
  rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(topics, topic, RD_KAFKA_PARTITION_UA);
  rd_kafka_resp_err_t err = rd_kafka_subscribe(rk, topics);
  if (err) die("subscribe", rd_kafka_err2str(err));
  while (!stop_requested) {
    rd_kafka_message_t *m = rd_kafka_consumer_poll(rk, 100);
    if (!m) continue;
    if (m->err) fprintf(stderr, "%s\n", rd_kafka_message_errstr(m));
    else {
      const char *why = NULL;
      long long i = record_number(m, &why);
      if (i < 0) die("bad record", why);
      printf("record %d %lld %lld\n", (int)m->partition, (long long)m->offset, i);
    }
    rd_kafka_message_destroy(m);
  }
  rd_kafka_consumer_close(rk);
  rd_kafka_topic_partition_list_destroy(topics);
  rd_kafka_destroy(rk);
  printf("closed\n");
  return 0;
}
