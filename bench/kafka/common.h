// What the load tools share: clock, sockets to 127.0.0.1, Kafka's big-endian integers, CRC32C, the broker's counters in
// /proc, and percentiles. Linux on x86-64 only.
#pragma once
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <nmmintrin.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static inline int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static inline void sleep_ns(int64_t ns) {
    if (ns <= 0) return;
    struct timespec t = {ns / 1000000000, ns % 1000000000};
    nanosleep(&t, 0);
}

static inline void die(const char *format, ...) {
    va_list a;
    va_start(a, format);
    vfprintf(stderr, format, a);
    fputc('\n', stderr);
    exit(1);
}

// -1 when nobody listens.
static inline int try_connect(int port) {
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(fd, (void *)&a, sizeof a)) {
        close(fd);
        return -1;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

static inline int connect_to(int port) {
    int fd = try_connect(port);
    if (fd < 0) die("connect to port %d: %s", port, strerror(errno));
    return fd;
}

static inline void write_all(int fd, const void *data, size_t bytes) {
    for (const char *p = data; bytes;) {
        ssize_t n = write(fd, p, bytes);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) die("write: %s", strerror(errno));
        p += n;
        bytes -= n;
    }
}

static inline void read_all(int fd, void *data, size_t bytes) {
    for (char *p = data; bytes;) {
        ssize_t n = read(fd, p, bytes);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) die("read: %s", n ? strerror(errno) : "the broker closed the connection");
        p += n;
        bytes -= n;
    }
}

static inline uint8_t *put16(uint8_t *p, uint16_t v) { v = htons(v); memcpy(p, &v, 2); return p + 2; }
static inline uint8_t *put32(uint8_t *p, uint32_t v) { v = htonl(v); memcpy(p, &v, 4); return p + 4; }
static inline uint8_t *put64(uint8_t *p, uint64_t v) { v = __builtin_bswap64(v); memcpy(p, &v, 8); return p + 8; }
static inline uint16_t get16(const uint8_t *p) { uint16_t v; memcpy(&v, p, 2); return ntohs(v); }
static inline uint32_t get32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return ntohl(v); }
static inline uint64_t get64(const uint8_t *p) { uint64_t v; memcpy(&v, p, 8); return __builtin_bswap64(v); }

static inline uint8_t *put_string(uint8_t *p, const char *s) {
    size_t n = strlen(s);
    p = put16(p, n);
    memcpy(p, s, n);
    return p + n;
}

// Zigzag varint, as record fields use it.
static inline uint8_t *put_varint(uint8_t *p, int64_t v) {
    uint64_t u = ((uint64_t)v << 1) ^ (uint64_t)(v >> 63);
    for (; u >= 128; u >>= 7) *p++ = (uint8_t)(u | 128);
    *p++ = (uint8_t)u;
    return p;
}

// Request header v1: size (filled in by the caller at the end), key, version, correlation id, client id.
static inline uint8_t *put_request(uint8_t *p, int key, int version, int correlation) {
    p = put16(p + 4, key);
    p = put16(p, version);
    p = put32(p, correlation);
    return put_string(p, "load");
}

static inline uint32_t crc32c(const uint8_t *p, size_t n) {
    uint64_t crc = 0xffffffff;
    for (; n >= 8; n -= 8, p += 8) {
        uint64_t v;
        memcpy(&v, p, 8);
        crc = _mm_crc32_u64(crc, v);
    }
    while (n--) crc = _mm_crc32_u8((uint32_t)crc, *p++);
    return ~(uint32_t)crc;
}

// User and system seconds that a process has used.
static inline double cpu_seconds(int pid) {
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *f = pid ? fopen(path, "r") : 0;
    if (!f) return 0;
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    fclose(f);
    char *p = strrchr(text, ')');
    unsigned long user = 0, system = 0;
    if (p) sscanf(p + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    return (double)(user + system) / sysconf(_SC_CLK_TCK);
}

static inline double rss_mb(int pid) {
    char path[64], line[256];
    long kb = 0;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *f = pid ? fopen(path, "r") : 0;
    if (!f) return 0;
    while (fgets(line, sizeof line, f) && sscanf(line, "VmRSS: %ld", &kb) != 1) { }
    fclose(f);
    return kb / 1024.0;
}

// A measured window: what the broker and this process used between two marks.
typedef struct { int64_t ns; double broker, client; } mark;

static inline mark take_mark(int broker) { return (mark){now_ns(), cpu_seconds(broker), cpu_seconds(getpid())}; }

// One line: name value unit key=value...
static inline void print_rate(const char *name, const char *what, double records, double bytes, mark a, mark z, int broker) {
    double s = (z.ns - a.ns) / 1e9;
    printf("%s_%s %.0f rec/s MB/s=%.1f broker_us/rec=%.3f broker_cpu=%.0f%% client_cpu=%.0f%% rss=%.0fMB\n", name, what,
        records / s, bytes / s / 1e6, records > 0 ? (z.broker - a.broker) * 1e6 / records : 0, (z.broker - a.broker) / s * 100,
        (z.client - a.client) / s * 100, rss_mb(broker));
}

// Latency samples of one thread, ns.
typedef struct { int64_t *v; size_t n, capacity; } samples;

static inline void add_sample(samples *s, int64_t ns) {
    if (s->n == s->capacity) {
        s->capacity = s->capacity ? s->capacity * 2 : 1 << 16;
        s->v = realloc(s->v, s->capacity * sizeof *s->v);
    }
    s->v[s->n++] = ns;
}

static inline int compare_ns(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static inline void print_latency(const char *name, const char *what, samples *all, int lists) {
    samples s = {0};
    for (int i = 0; i < lists; i++)
        for (size_t j = 0; j < all[i].n; j++) add_sample(&s, all[i].v[j]);
    if (!s.n) return;
    qsort(s.v, s.n, sizeof *s.v, compare_ns);
    #define AT(q) (s.v[(size_t)((q) * (s.n - 1))] / 1000.0)
    printf("%s_%s_p50 %.0f us p99=%.0f p99.9=%.0f max=%.0f n=%zu\n", name, what, AT(.5), AT(.99), AT(.999), AT(1), s.n);
    free(s.v);
}
