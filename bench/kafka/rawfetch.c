// The broker's fetch limit without a client library's cost: Fetch v4 of one partition per connection from its start, as
// fast as the broker serves, starting over at the end. Only batch headers are looked at.
//   rawfetch -P port -t topic [-n partitions] [-c connections] [-b bytes/fetch] [-d seconds] [-u warm-up seconds]
//            [-i broker pid] [-N name]
#include "common.h"

static int port, partitions = 1, connections = 1, fetch_bytes = 4 << 20, broker;
static double seconds = 5, warmup = 1;
static const char *topic = "raw", *name = "rawfetch";
static atomic_long records, bytes_read;
static atomic_int stopping;

static size_t build_request(uint8_t *request, int partition, int64_t offset) {
    uint8_t *p = put_request(request, 1, 4, 1);
    p = put32(p, -1);                      // a consumer, not a replica
    p = put32(p, 100);                     // longest wait, ms
    p = put32(p, 1);
    p = put32(p, fetch_bytes);
    *p++ = 0;                              // read uncommitted
    p = put32(p, 1);
    p = put_string(p, topic);
    p = put32(p, 1);
    p = put32(p, partition);
    p = put64(p, offset);
    p = put32(p, fetch_bytes);
    put32(request, p - request - 4);
    return p - request;
}

static void *run(void *argument) {
    int id = (int)(long)argument, fd = connect_to(port);
    size_t capacity = fetch_bytes + (16 << 20);
    uint8_t request[512], *in = malloc(capacity);
    int64_t offset = 0;
    while (!stopping) {
        write_all(fd, request, build_request(request, id % partitions, offset));
        read_all(fd, in, 4);
        size_t size = get32(in);
        if (size > capacity) die("an answer of %zu bytes", size);
        read_all(fd, in, size);
        // correlation id, throttle time, topic count, name, partition count, index, error, high watermark, last stable
        // offset, aborted transactions (null or none), record bytes
        uint8_t *p = in + 4 + 4 + 4;
        p += 2 + get16(p) + 4 + 4;
        if (get16(p)) die("fetch at offset %ld: error %d", (long)offset, (int16_t)get16(p));
        p += 2 + 8 + 8 + 4;
        int32_t left = (int32_t)get32(p);
        p += 4;
        long seen = 0;
        bytes_read += left > 0 ? left : 0;
        while (left >= 61 && left >= (int32_t)get32(p + 8) + 12) {
            int32_t batch = get32(p + 8) + 12;
            int32_t in_batch = get32(p + 23) + 1;
            offset = get64(p) + in_batch;
            seen += in_batch;
            left -= batch;
            p += batch;
        }
        records += seen;
        if (!seen) {
            if (!offset) die("partition %d is empty", id % partitions);
            offset = 0;
        }
    }
    return 0;
}

int main(int count, char **arguments) {
    for (int o; (o = getopt(count, arguments, "P:t:n:c:b:d:u:i:N:")) > 0;) switch (o) {
        case 'P': port = atoi(optarg); break;
        case 't': topic = optarg; break;
        case 'n': partitions = atoi(optarg); break;
        case 'c': connections = atoi(optarg); break;
        case 'b': fetch_bytes = atoi(optarg); break;
        case 'd': seconds = atof(optarg); break;
        case 'u': warmup = atof(optarg); break;
        case 'i': broker = atoi(optarg); break;
        case 'N': name = optarg; break;
        default: return 2;
    }
    pthread_t threads[16];
    if (connections > 16) connections = 16;
    for (long i = 0; i < connections; i++) pthread_create(&threads[i], 0, run, (void *)i);
    sleep_ns((int64_t)(warmup * 1e9));
    long r = records, b = bytes_read;
    mark a = take_mark(broker);
    sleep_ns((int64_t)(seconds * 1e9));
    mark z = take_mark(broker);
    print_rate(name, "fetched", records - r, bytes_read - b, a, z, broker);
    stopping = 1;
    for (int i = 0; i < connections; i++) pthread_join(threads[i], 0);
    return 0;
}
