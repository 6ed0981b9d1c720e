// The broker's produce limit without a client library's cost: pre-built Produce v3 requests of one batch each, pipelined
// over 1 to 16 connections (connection i writes partition i modulo the partitions), confirmations counted and checked.
//   rawproduce -P port -t topic [-n partitions] [-c connections] [-r records/batch] [-s record bytes] [-w requests in flight]
//              [-d seconds] [-u warm-up seconds] [-a acks] [-i broker pid] [-N name]
#include "common.h"

static int port, partitions = 1, connections = 1, records = 100, record_bytes = 100, window = 64, acks = -1, broker;
static double seconds = 5, warmup = 1;
static const char *topic = "raw", *name = "rawproduce";
static atomic_long confirmed;
static atomic_int stopping;

static size_t build_batch(uint8_t *batch) {
    uint8_t *p = batch + 61;
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    uint64_t now_ms = t.tv_sec * 1000ULL + t.tv_nsec / 1000000;
    for (int i = 0; i < records; i++) {
        uint8_t body[64], *b = body;
        *b++ = 0;                          // attributes
        b = put_varint(b, 0);              // timestamp delta
        b = put_varint(b, i);              // offset delta
        b = put_varint(b, -1);             // no key
        b = put_varint(b, record_bytes);
        p = put_varint(p, (b - body) + record_bytes + 1);
        memcpy(p, body, b - body);
        p += b - body;
        for (int j = 0; j < record_bytes; j++) *p++ = 'a' + (i * 7 + j) % 26;
        p = put_varint(p, 0);              // no headers
    }
    uint8_t *q = put64(batch, 0);
    q = put32(q, p - batch - 12);
    q = put32(q, 0);
    *q++ = 2;
    q += 4;                                // CRC, below
    q = put16(q, 0);
    q = put32(q, records - 1);
    q = put64(q, now_ms);
    q = put64(q, now_ms);
    q = put64(q, -1);                      // producer id, epoch, first sequence: not idempotent
    q = put16(q, -1);
    q = put32(q, -1);
    put32(q, records);
    put32(batch + 17, crc32c(batch + 21, p - batch - 21));
    return p - batch;
}

static size_t build_request(uint8_t *request, int partition) {
    uint8_t *p = put_request(request, 0, 3, 1);
    p = put16(p, -1);                      // no transactional id
    p = put16(p, acks);
    p = put32(p, 30000);
    p = put32(p, 1);
    p = put_string(p, topic);
    p = put32(p, 1);
    p = put32(p, partition);
    size_t batch = build_batch(p + 4);
    p = put32(p, batch) + batch;
    put32(request, p - request - 4);
    return p - request;
}

static void *run(void *argument) {
    int id = (int)(long)argument, fd = connect_to(port), in_flight = 0, copies;
    size_t capacity = 1024 + (size_t)records * (record_bytes + 32);
    uint8_t *one = malloc(capacity);
    size_t bytes = build_request(one, id % partitions);
    copies = (int)(262144 / bytes);
    if (copies < 1) copies = 1;
    if (copies > window) copies = window;
    uint8_t *many = malloc(bytes * copies);
    for (int i = 0; i < copies; i++) memcpy(many + bytes * i, one, bytes);
    size_t answer = 4 + 4 + 4 + 2 + strlen(topic) + 4 + 4 + 2 + 8 + 8 + 4, have = 0;
    uint8_t *in = malloc(1 << 20);
    while (!stopping || in_flight) {
        while (!stopping && window - in_flight >= (copies + 1) / 2) {
            int n = window - in_flight < copies ? window - in_flight : copies;
            write_all(fd, many, bytes * n);
            in_flight += n;
        }
        ssize_t n = read(fd, in + have, (1 << 20) - have);
        if (n <= 0) die("the broker closed the connection");
        have += n;
        size_t at = 0;
        for (; have - at >= answer; at += answer, in_flight--) {
            if (get32(in + at) != answer - 4) die("an answer of %u bytes", get32(in + at));
            int error = (int16_t)get16(in + at + 22 + strlen(topic));
            if (error) die("partition %d refused with error %d", id % partitions, error);
            confirmed += records;
        }
        memmove(in, in + at, have - at);
        have -= at;
    }
    return 0;
}

int main(int count, char **arguments) {
    for (int o; (o = getopt(count, arguments, "P:t:n:c:r:s:w:d:u:a:i:N:")) > 0;) switch (o) {
        case 'P': port = atoi(optarg); break;
        case 't': topic = optarg; break;
        case 'n': partitions = atoi(optarg); break;
        case 'c': connections = atoi(optarg); break;
        case 'r': records = atoi(optarg); break;
        case 's': record_bytes = atoi(optarg); break;
        case 'w': window = atoi(optarg); break;
        case 'd': seconds = atof(optarg); break;
        case 'u': warmup = atof(optarg); break;
        case 'a': acks = atoi(optarg); break;
        case 'i': broker = atoi(optarg); break;
        case 'N': name = optarg; break;
        default: return 2;
    }
    pthread_t threads[16];
    if (connections > 16) connections = 16;
    for (long i = 0; i < connections; i++) pthread_create(&threads[i], 0, run, (void *)i);
    sleep_ns((int64_t)(warmup * 1e9));
    long before = confirmed;
    mark a = take_mark(broker);
    sleep_ns((int64_t)(seconds * 1e9));
    mark z = take_mark(broker);
    double n = confirmed - before;
    stopping = 1;
    for (int i = 0; i < connections; i++) pthread_join(threads[i], 0);
    print_rate(name, "confirmed", n, n * record_bytes, a, z, broker);
    return 0;
}
