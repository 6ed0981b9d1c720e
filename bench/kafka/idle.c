// idle PORT CONNECTIONS PID: what idle connections cost. Each asks for the API versions once and then stays open; prints
// the broker's memory before, with all of them open, and per connection. Source addresses 127.0.0.2 and on take turns,
// so that ports do not run out.
#include "common.h"
#include <sys/resource.h>

#define PER_ADDRESS 10000

static int connect_from(int number, int port) {
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + number / PER_ADDRESS)};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    if (fd < 0 || bind(fd, (void *)&from, sizeof from) || connect(fd, (void *)&to, sizeof to))
        die("connection %d to port %d: %s", number, port, strerror(errno));
    return fd;
}

int main(int count, char **arguments) {
    if (count != 4) return 2;
    int port = atoi(arguments[1]), connections = atoi(arguments[2]), pid = atoi(arguments[3]);
    struct rlimit files = {connections + 64, connections + 64};
    setrlimit(RLIMIT_NOFILE, &files);
    uint8_t request[64], answer[8192];
    uint8_t *end = put_request(request, 18, 0, 1);
    put32(request, end - request - 4);
    double before = rss_mb(pid);
    for (int i = 0; i < connections; i++) {
        int fd = connect_from(i, port);
        write_all(fd, request, end - request);
        read_all(fd, answer, 4);
        read_all(fd, answer, get32(answer));
    }
    // By then what opening them left is given back.
    sleep_ns(12000000000LL);
    double after = rss_mb(pid), cpu = cpu_seconds(pid);
    sleep_ns(5000000000LL);
    printf("idle_connections %d connections rss_before=%.0fMB rss=%.0fMB per_connection=%.1fKB cpu=%.2f%%\n", connections,
        before, after, (after - before) * 1024 / connections, (cpu_seconds(pid) - cpu) / 5 * 100);
    return 0;
}
