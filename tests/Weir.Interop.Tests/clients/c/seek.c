// seek bootstrap=H:P topic=T count=N: partition 0 holds records 0..N-1 (timestamp 1700000000000 + i, offset i).
// Looks up watermarks and offsets by time, then seeks to the beginning, the end, an offset and a time, and checks
// that reading goes on with exactly that record.
#include "records.h"

static rd_kafka_t *rk;
static const char *topic;

static void expect(const char *what, long long wanted, long long got) {
  if (wanted == got) return;
  fprintf(stderr, "%s: expected %lld, got %lld\n", what, wanted, got);
  exit(1);
}

static long long offset_at(long long timestamp) {
  rd_kafka_topic_partition_list_t *times = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(times, topic, 0)->offset = timestamp;
  rd_kafka_resp_err_t err = rd_kafka_offsets_for_times(rk, times, 20000);
  if (err) die("offsets_for_times", rd_kafka_err2str(err));
  long long offset = times->elems[0].offset;
  rd_kafka_topic_partition_list_destroy(times);
  return offset;
}

static void seek_and_expect(const char *what, long long offset, long long first_record) {
  rd_kafka_topic_partition_list_t *to = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(to, topic, 0)->offset = offset;
  rd_kafka_error_t *error = rd_kafka_seek_partitions(rk, to, 20000);
  if (error) die(what, rd_kafka_error_string(error));
  rd_kafka_topic_partition_list_destroy(to);
  for (long long n = 0, until = now_ms() + SILENCE_LIMIT_MS; n < 5;) {
    rd_kafka_message_t *m = rd_kafka_consumer_poll(rk, 200);
    if (!m || m->err) {
      if (m) rd_kafka_message_destroy(m);
      if (now_ms() > until) die(what, "nothing came");
      continue;
    }
    const char *why = "";
    expect(what, first_record + n, m->offset);
    expect(what, first_record + n, record_number(m, &why));
    rd_kafka_message_destroy(m);
    n++;
  }
}

int main(int argc, char **argv) {
  topic = required(argc, argv, "topic");
  long long count = atoll(required(argc, argv, "count")), low, high;
  rd_kafka_conf_t *conf = configuration(argc, argv);
  set(conf, "group.id", "unused");
  char text[512];
  rk = rd_kafka_new(RD_KAFKA_CONSUMER, conf, text, sizeof text);
  if (!rk) die("consumer", text);
  rd_kafka_poll_set_consumer(rk);
  rd_kafka_topic_partition_list_t *one = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(one, topic, 0)->offset = RD_KAFKA_OFFSET_BEGINNING;
  rd_kafka_assign(rk, one);
  rd_kafka_topic_partition_list_destroy(one);

  rd_kafka_resp_err_t err = rd_kafka_query_watermark_offsets(rk, topic, 0, (int64_t *)&low, (int64_t *)&high, 20000);
  if (err) die("watermarks", rd_kafka_err2str(err));
  expect("low watermark", 0, low);
  expect("high watermark", count, high);
  expect("offset of the first record's time", 0, offset_at(BASE_TIMESTAMP));
  expect("offset of a time before all records", 0, offset_at(BASE_TIMESTAMP - 100000));
  expect("offset of a record's time", count / 3, offset_at(BASE_TIMESTAMP + count / 3));
  expect("offset of the last record's time", count - 1, offset_at(BASE_TIMESTAMP + count - 1));
  expect("offset of a time after all records", RD_KAFKA_OFFSET_END, offset_at(BASE_TIMESTAMP + count));

  seek_and_expect("seek to an offset", count / 2, count / 2);
  seek_and_expect("seek to the beginning", RD_KAFKA_OFFSET_BEGINNING, 0);
  seek_and_expect("seek to a time", offset_at(BASE_TIMESTAMP + count / 4), count / 4);
  seek_and_expect("seek before the end", RD_KAFKA_OFFSET_TAIL(7), count - 7);
  rd_kafka_consumer_close(rk);
  rd_kafka_destroy(rk);
  printf("ok\n");
  return 0;
}
