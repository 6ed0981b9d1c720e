// idle PORT CONNECTIONS PID: what idle connections cost. Each asks for the API versions once and then stays open; prints
// the broker's memory before, with all of them open, and per connection.
#include "common.h"
#include <sys/resource.h>

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
        int fd = connect_to(port);
        write_all(fd, request, end - request);
        read_all(fd, answer, 4);
        read_all(fd, answer, get32(answer));
    }
    sleep_ns(2000000000LL);
    double after = rss_mb(pid), cpu = cpu_seconds(pid);
    sleep_ns(5000000000LL);
    printf("idle_connections %d connections rss_before=%.0fMB rss=%.0fMB per_connection=%.1fKB cpu=%.2f%%\n", connections,
        before, after, (after - before) * 1024 / connections, (cpu_seconds(pid) - cpu) / 5 * 100);
    return 0;
}
