// Load through librdkafka, as programs produce and consume.
//   kafkaload -m create|produce|consume|both|latency -b host:port -t topic [-n partitions] [-p producers] [-c consumers]
//             [-s record bytes] [-d seconds] [-u warm-up seconds] [-r records/s over all producers] [-z codec] [-a acks]
//             [-l linger ms] [-B batch bytes] [-i broker pid] [-N name]
// produce, both: flat out, confirmed records counted.   consume: what is stored, from the start, again and again.
// latency: open loop. Every record has a time at which it is due; it carries that time, and both the confirmation and
// the arrival at a consumer are measured from it, so a stalled broker (or client) is charged for all that had to wait.
// Producers and consumers are separate threads with clients of their own.
#include "common.h"
#include <librdkafka/rdkafka.h>

static int partitions = 1, producers = 1, consumers = 1, record_bytes = 100, rate, broker, batch_bytes = 1000000;
static double seconds = 5, warmup = 2, linger_ms = 5;
static const char *mode, *brokers, *topic, *codec = "none", *acks = "all", *name = "kafkaload";
static atomic_long confirmed, received;
static atomic_int stopping, measuring, ready;
static samples *confirm_ns, *arrive_ns;

static void set(rd_kafka_conf_t *c, const char *key, const char *value) {
    char error[256];
    if (rd_kafka_conf_set(c, key, value, error, sizeof error)) die("%s", error);
}

static void set_int(rd_kafka_conf_t *c, const char *key, int value) {
    char text[32];
    snprintf(text, sizeof text, "%d", value);
    set(c, key, text);
}

static rd_kafka_t *new_client(rd_kafka_type_t type, rd_kafka_conf_t *c) {
    char error[256];
    set(c, "bootstrap.servers", brokers);
    set(c, "log_level", "4");
    rd_kafka_t *client = rd_kafka_new(type, c, error, sizeof error);
    if (!client) die("%s", error);
    return client;
}

static void on_delivery(rd_kafka_t *client, const rd_kafka_message_t *m, void *id) {
    (void)client;
    if (m->err) die("not delivered: %s", rd_kafka_err2str(m->err));
    confirmed++;
    if (m->_private && measuring) add_sample(&confirm_ns[(long)id], now_ns() - (int64_t)(intptr_t)m->_private);
}

static rd_kafka_t *new_producer(long id) {
    rd_kafka_conf_t *c = rd_kafka_conf_new();
    char linger[32];
    snprintf(linger, sizeof linger, "%g", linger_ms);
    set(c, "linger.ms", linger);
    set(c, "acks", acks);
    set(c, "compression.codec", codec);
    set_int(c, "batch.size", batch_bytes);
    set_int(c, "batch.num.messages", 100000);
    set_int(c, "queue.buffering.max.messages", 500000);
    set_int(c, "queue.buffering.max.kbytes", 262144);
    rd_kafka_conf_set_dr_msg_cb(c, on_delivery);
    rd_kafka_conf_set_opaque(c, (void *)id);
    return new_client(RD_KAFKA_PRODUCER, c);
}

static void produce(rd_kafka_t *client, rd_kafka_topic_t *to, int partition, char *body, int64_t due) {
    memcpy(body, &due, sizeof due);
    while (rd_kafka_produce(to, partition, RD_KAFKA_MSG_F_COPY, body, record_bytes, 0, 0, rate ? (void *)(intptr_t)due : 0)) {
        if (rd_kafka_last_error() != RD_KAFKA_RESP_ERR__QUEUE_FULL) die("produce: %s", rd_kafka_err2str(rd_kafka_last_error()));
        rd_kafka_poll(client, 10);
    }
}

// Delivery reports of a paced producer, so that its own thread does nothing but keep time.
static void *poll_reports(void *client) {
    while (!stopping || rd_kafka_outq_len(client)) rd_kafka_poll(client, 20);
    return 0;
}

static void *run_producer(void *argument) {
    long id = (long)argument;
    rd_kafka_t *client = new_producer(id);
    rd_kafka_topic_t *to = rd_kafka_topic_new(client, topic, 0);
    char *body = malloc(record_bytes + 8);
    memset(body, 'x', record_bytes);
    pthread_t poller;
    if (rate) pthread_create(&poller, 0, poll_reports, client);
    int64_t gap = rate ? 1000000000LL * producers / rate : 0, due = now_ns() + id * gap / producers;
    for (long i = 0; !stopping; i++) {
        if (rate) sleep_ns(due - now_ns());
        produce(client, to, (int)(rate ? i % partitions : id % partitions), body, rate ? due : now_ns());
        due += gap;
        if (!rate && i % 256 == 0) rd_kafka_poll(client, 0);
    }
    if (rate) pthread_join(poller, 0);
    rd_kafka_flush(client, 10000);
    rd_kafka_topic_destroy(to);
    rd_kafka_destroy(client);
    return 0;
}

static void start_at(rd_kafka_t *client, int first, int64_t offset) {
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(partitions);
    for (int p = first; p < partitions; p += consumers) rd_kafka_topic_partition_list_add(list, topic, p)->offset = offset;
    if (rd_kafka_assign(client, list)) die("assign failed");
    rd_kafka_topic_partition_list_destroy(list);
}

static void *run_consumer(void *argument) {
    long id = (long)argument;
    int again = !strcmp(mode, "consume"), at_end = 0;
    int mine = (partitions - (int)id + consumers - 1) / consumers;
    rd_kafka_conf_t *c = rd_kafka_conf_new();
    set(c, "group.id", "load");
    set(c, "enable.auto.commit", "false");
    set(c, "enable.partition.eof", "true");
    set(c, "fetch.message.max.bytes", "4194304");
    set(c, "queued.min.messages", "1000000");
    rd_kafka_t *client = new_client(RD_KAFKA_CONSUMER, c);
    rd_kafka_queue_t *queue = rd_kafka_queue_get_consumer(client);
    start_at(client, (int)id, again ? RD_KAFKA_OFFSET_BEGINNING : RD_KAFKA_OFFSET_END);
    rd_kafka_message_t *batch[2000];
    int is_ready = 0;
    while (!stopping) {
        ssize_t n = rd_kafka_consume_batch_queue(queue, rate ? 20 : 100, batch, rate ? 1 : 2000);
        long records = 0;
        for (ssize_t i = 0; i < n; i++) {
            rd_kafka_message_t *m = batch[i];
            if (m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
                at_end++;
                if (!is_ready) ready++;
                is_ready = 1;
            } else if (m->err) {
                die("consume: %s", rd_kafka_message_errstr(m));
            } else {
                records++;
                if (rate && measuring) add_sample(&arrive_ns[id], now_ns() - *(int64_t *)m->payload);
            }
            rd_kafka_message_destroy(m);
        }
        received += records;
        if (!again || at_end < mine) continue;
        at_end = 0;
        start_at(client, (int)id, RD_KAFKA_OFFSET_BEGINNING);
    }
    rd_kafka_queue_destroy(queue);
    rd_kafka_consumer_close(client);
    rd_kafka_destroy(client);
    return 0;
}

static int create(void) {
    rd_kafka_t *client = new_client(RD_KAFKA_PRODUCER, rd_kafka_conf_new());
    char error[256];
    rd_kafka_NewTopic_t *wanted = rd_kafka_NewTopic_new(topic, partitions, 1, error, sizeof error);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(client);
    rd_kafka_CreateTopics(client, &wanted, 1, 0, queue);
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, 10000);
    if (!event || rd_kafka_event_error(event)) die("topic %s was not created", topic);
    size_t topics;
    const rd_kafka_topic_result_t **results =
        rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &topics);
    if (rd_kafka_topic_result_error(results[0])) die("topic %s: %s", topic, rd_kafka_topic_result_error_string(results[0]));
    rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    rd_kafka_destroy(client);
    return 0;
}

int main(int count, char **arguments) {
    for (int o; (o = getopt(count, arguments, "m:b:t:n:p:c:s:d:u:r:z:a:l:B:i:N:")) > 0;) switch (o) {
        case 'm': mode = optarg; break;
        case 'b': brokers = optarg; break;
        case 't': topic = optarg; break;
        case 'n': partitions = atoi(optarg); break;
        case 'p': producers = atoi(optarg); break;
        case 'c': consumers = atoi(optarg); break;
        case 's': record_bytes = atoi(optarg); break;
        case 'd': seconds = atof(optarg); break;
        case 'u': warmup = atof(optarg); break;
        case 'r': rate = atoi(optarg); break;
        case 'z': codec = optarg; break;
        case 'a': acks = optarg; break;
        case 'l': linger_ms = atof(optarg); break;
        case 'B': batch_bytes = atoi(optarg); break;
        case 'i': broker = atoi(optarg); break;
        case 'N': name = optarg; break;
        default: return 2;
    }
    if (!mode || !brokers || !topic || record_bytes < 8) die("-m, -b and -t are needed, and records of 8 bytes or more");
    if (!strcmp(mode, "create")) return create();
    if (!strcmp(mode, "latency") && !rate) rate = 1000;
    if (!strcmp(mode, "produce")) consumers = 0;
    if (!strcmp(mode, "consume")) producers = 0;
    confirm_ns = calloc(producers + 1, sizeof *confirm_ns);
    arrive_ns = calloc(consumers + 1, sizeof *arrive_ns);
    pthread_t threads[64];
    int n = 0;
    for (long i = 0; i < consumers; i++) pthread_create(&threads[n++], 0, run_consumer, (void *)i);
    while (producers && ready < consumers) sleep_ns(1000000);
    for (long i = 0; i < producers; i++) pthread_create(&threads[n++], 0, run_producer, (void *)i);
    sleep_ns((int64_t)(warmup * 1e9));
    measuring = 1;
    long c = confirmed, r = received;
    mark a = take_mark(broker);
    sleep_ns((int64_t)(seconds * 1e9));
    mark z = take_mark(broker);
    c = confirmed - c;
    r = received - r;
    measuring = 0;
    stopping = 1;
    for (int i = 0; i < n; i++) pthread_join(threads[i], 0);
    if (producers) print_rate(name, "confirmed", c, (double)c * record_bytes, a, z, broker);
    if (consumers) print_rate(name, "consumed", r, (double)r * record_bytes, a, z, broker);
    if (rate) print_latency(name, "confirm", confirm_ns, producers);
    if (rate) print_latency(name, "end_to_end", arrive_ns, consumers);
    return 0;
}
