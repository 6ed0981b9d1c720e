// The records all test clients agree on, so that what one writes any other can check.
//
// Record number i:
//   key    "key-<i>", null when i % 10 == 9
//   value  "<i>:<crc32 of the filler, 8 hex digits>:<filler>", null when i % 10 == 8
//   filler the 8 hex digits of i * 2654435761 mod 2^32, repeated up to the wanted size
//   headers "index" = i as text, "bytes" = 00 FF 80, "empty" = ""
//   timestamp 1700000000000 + i
#ifndef WEIR_RECORDS_H
#define WEIR_RECORDS_H
#include <librdkafka/rdkafka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#define BASE_TIMESTAMP 1700000000000LL
#define SILENCE_LIMIT_MS 30000

static volatile sig_atomic_t stop_requested;

static inline void request_stop(int signal_number) { (void)signal_number; stop_requested = 1; }

static inline void die(const char *what, const char *why) {
  fprintf(stderr, "%s: %s\n", what, why);
  exit(1);
}

static inline long long now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

// Arguments look like key=value, in any order; names with a dot are librdkafka settings.
static inline const char *option(int argc, char **argv, const char *name, const char *otherwise) {
  size_t length = strlen(name);
  for (int i = 1; i < argc; i++)
    if (!strncmp(argv[i], name, length) && argv[i][length] == '=') return argv[i] + length + 1;
  return otherwise;
}

static inline const char *required(int argc, char **argv, const char *name) {
  const char *value = option(argc, argv, name, NULL);
  if (!value) die("missing argument", name);
  return value;
}

static inline void set(rd_kafka_conf_t *conf, const char *name, const char *value) {
  char error[512];
  if (rd_kafka_conf_set(conf, name, value, error, sizeof error) != RD_KAFKA_CONF_OK) die(name, error);
}

static inline rd_kafka_conf_t *configuration(int argc, char **argv) {
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  set(conf, "bootstrap.servers", required(argc, argv, "bootstrap"));
  set(conf, "topic.metadata.refresh.interval.ms", "2000");
  set(conf, "reconnect.backoff.max.ms", "500");
  for (int i = 1; i < argc; i++) {
    char name[128], *equals = strchr(argv[i], '=');
    if (!equals || (size_t)(equals - argv[i]) >= sizeof name) continue;
    memcpy(name, argv[i], equals - argv[i]);
    name[equals - argv[i]] = 0;
    if (strchr(name, '.')) set(conf, name, equals + 1);
  }
  return conf;
}

static inline int has_key(long long i) { return i % 10 != 9; }
static inline int has_value(long long i) { return i % 10 != 8; }

// Writes the value of record i into buffer (size + 40 bytes at least) and returns its length.
static inline size_t make_value(long long i, size_t size, char *buffer) {
  char word[9];
  snprintf(word, sizeof word, "%08x", (unsigned)((unsigned long long)i * 2654435761ULL));
  int prefix = snprintf(buffer, 40, "%lld:........:", i);
  char *filler = buffer + prefix;
  for (size_t at = 0; at < size; at++) filler[at] = word[at & 7];
  char sum[9];
  snprintf(sum, sizeof sum, "%08lx", crc32(0, (const Bytef *)filler, (uInt)size));
  memcpy(filler - 9, sum, 8);
  return prefix + size;
}

// The number of a record that was read, or -1 with the reason in *why when key and value do not belong together.
static inline long long record_number(const rd_kafka_message_t *m, const char **why) {
  long long i = -1;
  char number[24] = "";
  if (m->key) {
    if (m->key_len < 5 || m->key_len > 23 || memcmp(m->key, "key-", 4)) return *why = "strange key", -1;
    memcpy(number, (char *)m->key + 4, m->key_len - 4);
    i = atoll(number);
    if (!has_key(i)) return *why = "a null key came back as text", -1;
  }
  if (!m->payload) {
    if (i < 0) return *why = "key and value are null", -1;
    return has_value(i) ? (*why = "value lost", -1) : i;
  }
  const char *value = m->payload, *colon = memchr(value, ':', m->len < 20 ? m->len : 20);
  if (!colon || m->len < (size_t)(colon - value) + 10) return *why = "strange value", -1;
  long long in_value = strtoll(value, NULL, 10);
  if (i < 0 && has_key(in_value)) return *why = "key lost", -1;
  if (i >= 0 && in_value != i) return *why = "key and value of different records", -1;
  if (!has_value(in_value)) return *why = "a null value came back as text", -1;
  const char *filler = colon + 10;
  unsigned long sum = crc32(0, (const Bytef *)filler, (uInt)(m->len - (filler - value)));
  if (sum != strtoul(colon + 1, NULL, 16)) return *why = "checksum differs", -1;
  return in_value;
}

static inline const char *check_headers(const rd_kafka_message_t *m, long long i) {
  rd_kafka_headers_t *headers;
  const void *value;
  size_t size;
  char number[24];
  int digits = snprintf(number, sizeof number, "%lld", i);
  if (rd_kafka_message_headers(m, &headers)) return "no headers";
  if (rd_kafka_header_get_last(headers, "index", &value, &size)) return "header index missing";
  if (size != (size_t)digits || memcmp(value, number, size)) return "header index differs";
  if (rd_kafka_header_get_last(headers, "bytes", &value, &size)) return "header bytes missing";
  if (size != 3 || memcmp(value, "\x00\xff\x80", 3)) return "header bytes differs";
  if (rd_kafka_header_get_last(headers, "empty", &value, &size)) return "header empty missing";
  return size == 0 ? NULL : "header empty has content";
}
#endif
