// start PORT NAME COMMAND...: starts a broker and asks for its API versions every millisecond until it answers; prints the
// milliseconds from exec to that answer, the CPU time used by then, and the memory 5 seconds later, then its pid as
// "pid N". The broker goes on running; whoever called stops it.
#include "common.h"
#include <signal.h>
#include <sys/wait.h>
#include <fcntl.h>

static int answers(int port) {
    int fd = try_connect(port);
    if (fd < 0) return 0;
    uint8_t request[64], answer[4];
    uint8_t *end = put_request(request, 18, 0, 1);
    put32(request, end - request - 4);
    struct timeval patience = {2, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    int ok = write(fd, request, end - request) == end - request && read(fd, answer, 4) == 4;
    close(fd);
    return ok;
}

int main(int count, char **arguments) {
    if (count < 4) return 2;
    int port = atoi(arguments[1]);
    if (answers(port)) die("port %d is already taken", port);
    int64_t start = now_ns();
    int pid = fork();
    if (!pid) {
        int log = open(getenv("BROKER_LOG") ? getenv("BROKER_LOG") : "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0600);
        dup2(log, 1);
        dup2(log, 2);
        setsid();
        execv(arguments[3], arguments + 3);
        _exit(127);
    }
    while (!answers(port)) {
        if (waitpid(pid, 0, WNOHANG) == pid) die("the broker ended; see its log");
        if (now_ns() - start > 60000000000LL) {
            kill(pid, SIGTERM);
            die("no answer within a minute");
        }
        sleep_ns(1000000);
    }
    double ms = (now_ns() - start) / 1e6, cpu = cpu_seconds(pid);
    sleep_ns(5000000000LL);
    printf("%s_start %.0f ms cpu_ms=%.0f idle_rss=%.0fMB\npid %d\n", arguments[2], ms, cpu * 1000, rss_mb(pid), pid);
    return 0;
}
