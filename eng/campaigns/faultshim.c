/* Preloaded into the broker: makes writes and syncs of files fail, and steps its clock, as a control file says.
   Sockets are not concerned: .NET uses pwrite, pwritev and fdatasync for files only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* The layout that faults.py packs. */
struct control { int32_t write_errno; int32_t sync_errno; int64_t clock_offset_ns; };

static struct control none;

static volatile struct control *control(void) {
    static volatile struct control *mapped;
    if (!mapped) {
        const char *path = getenv("CHAOS_FAULTS_FILE");
        int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        void *p = fd < 0 ? MAP_FAILED : mmap(0, sizeof none, PROT_READ, MAP_SHARED, fd, 0);
        mapped = p == MAP_FAILED ? &none : p;
        if (fd >= 0) close(fd);
    }
    return mapped;
}

#define NEXT(name) static __typeof__(name) *next; if (!next) next = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
#define REFUSE(field) do { int e = control()->field; if (e) { errno = e; return -1; } } while (0)

ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { NEXT(pwrite); REFUSE(write_errno); return next(fd, b, n, o); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { NEXT(pwrite64); REFUSE(write_errno); return next(fd, b, n, o); }
ssize_t pwritev(int fd, const struct iovec *v, int n, off_t o) { NEXT(pwritev); REFUSE(write_errno); return next(fd, v, n, o); }
ssize_t pwritev64(int fd, const struct iovec *v, int n, off64_t o) { NEXT(pwritev64); REFUSE(write_errno); return next(fd, v, n, o); }
int fdatasync(int fd) { NEXT(fdatasync); REFUSE(sync_errno); return next(fd); }
int fsync(int fd) { NEXT(fsync); REFUSE(sync_errno); return next(fd); }

/* The runtime looks up what a program imports from libc by name in libc itself, past what is preloaded. */
void *dlsym(void *restrict handle, const char *restrict name) {
    static void *(*next)(void *, const char *);
    static const char *const versions[] = {"GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5"};
    for (int i = 0; !next && i < 3; i++) next = (void *(*)(void *, const char *))dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    if (handle != RTLD_NEXT && !strcmp(name, "fdatasync")) return (void *)fdatasync;
    if (handle != RTLD_NEXT && !strcmp(name, "fsync")) return (void *)fsync;
    return next(handle, name);
}

int clock_gettime(clockid_t clock, struct timespec *t) {
    NEXT(clock_gettime);
    int result = next(clock, t);
    int64_t offset = control()->clock_offset_ns;
    if (result || !offset || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return result;
    int64_t ns = t->tv_sec * 1000000000LL + t->tv_nsec + offset;
    t->tv_sec = ns / 1000000000LL;
    t->tv_nsec = ns % 1000000000LL;
    return 0;
}

int gettimeofday(struct timeval *restrict t, void *restrict zone) {
    struct timespec now;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &now)) return -1;
    t->tv_sec = now.tv_sec;
    t->tv_usec = now.tv_nsec / 1000;
    return 0;
}
