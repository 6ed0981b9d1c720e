// produce bootstrap=H:P topic=T count=N [from=0] [size=100] [headers=1] [timestamps=1] [rate=0] [acks-log=FILE]
//         [any.librdkafka.setting=value ...]
// Writes records from, from+1, ... (records.h). count=0: until SIGTERM or SIGINT, then everything queued is flushed.
// acks-log gets one line "<i> <partition> <offset>" per acknowledged record. Fails when any record is refused.
#include "records.h"

static long long acknowledged, refused;
static FILE *acks_log;

static void delivered(rd_kafka_t *rk, const rd_kafka_message_t *m, void *opaque) {
  (void)rk, (void)opaque;
  long long i = (long long)(size_t)m->_private;
  if (m->err) {
    if (refused++ < 5) fprintf(stderr, "record %lld refused: %s\n", i, rd_kafka_err2str(m->err));
    return;
  }
  acknowledged++;
  if (acks_log) fprintf(acks_log, "%lld %d %lld\n", i, (int)m->partition, (long long)m->offset);
}

static void failed(rd_kafka_t *rk, int err, const char *reason, void *opaque) {
  (void)opaque;
  char text[512];
  if (err != RD_KAFKA_RESP_ERR__FATAL) return;
  rd_kafka_fatal_error(rk, text, sizeof text);
  die(reason, text);
}

static rd_kafka_resp_err_t send_record(rd_kafka_t *rk, const char *topic, long long i, const char *value,
                                       size_t length, int headers, int timestamps) {
  char key[32], number[24];
  int key_length = snprintf(key, sizeof key, "key-%lld", i);
  int digits = snprintf(number, sizeof number, "%lld", i);
  rd_kafka_headers_t *list = NULL;
  if (headers) {
    list = rd_kafka_headers_new(3);
    rd_kafka_header_add(list, "index", -1, number, digits);
    rd_kafka_header_add(list, "bytes", -1, "\x00\xff\x80", 3);
    rd_kafka_header_add(list, "empty", -1, "", 0);
  }
  rd_kafka_resp_err_t err = rd_kafka_producev(
      rk, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
      RD_KAFKA_V_KEY(has_key(i) ? key : NULL, has_key(i) ? key_length : 0),
      RD_KAFKA_V_VALUE(has_value(i) ? (void *)value : NULL, has_value(i) ? length : 0),
      RD_KAFKA_V_TIMESTAMP(timestamps ? BASE_TIMESTAMP + i : 0), RD_KAFKA_V_OPAQUE((void *)(size_t)i),
      RD_KAFKA_V_HEADERS(list), RD_KAFKA_V_END);
  if (err && list) rd_kafka_headers_destroy(list);
  return err;
}

int main(int argc, char **argv) {
  const char *topic = required(argc, argv, "topic");
  long long count = atoll(required(argc, argv, "count")), from = atoll(option(argc, argv, "from", "0"));
  size_t size = atoll(option(argc, argv, "size", "100"));
  int headers = atoi(option(argc, argv, "headers", "1")), timestamps = atoi(option(argc, argv, "timestamps", "1"));
  long long rate = atoll(option(argc, argv, "rate", "0"));
  const char *log = option(argc, argv, "acks-log", NULL);
  if (log && !(acks_log = fopen(log, "a"))) die(log, "cannot be written");
  if (acks_log) setvbuf(acks_log, NULL, _IOLBF, 1 << 16);
  signal(SIGTERM, request_stop);
  signal(SIGINT, request_stop);

  rd_kafka_conf_t *conf = configuration(argc, argv);
  rd_kafka_conf_set_dr_msg_cb(conf, delivered);
  rd_kafka_conf_set_error_cb(conf, failed);
  char error[512];
  rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, error, sizeof error);
  if (!rk) die("producer", error);

  char *value = malloc(size + 64);
  long long sent = 0, started = now_ms();
  while (!stop_requested && (count == 0 || sent < count)) {
    if (rate && sent >= (now_ms() - started + 10) * rate / 1000) {
      rd_kafka_poll(rk, 5);
      continue;
    }
    size_t length = make_value(from + sent, size, value);
    rd_kafka_resp_err_t err = send_record(rk, topic, from + sent, value, length, headers, timestamps);
    if (err == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
      rd_kafka_poll(rk, 50);
      continue;
    }
    if (err) die("produce", rd_kafka_err2str(err));
    if (++sent % 64 == 0) rd_kafka_poll(rk, 0);
  }
  rd_kafka_flush(rk, 120000);
  rd_kafka_destroy(rk);
  if (acks_log) fclose(acks_log);
  free(value);
  printf("sent=%lld acknowledged=%lld refused=%lld\n", sent, acknowledged, refused);
  return acknowledged == sent ? 0 : 1;
}
