/*
 * Many screens that listen: opens COUNT streams of live events at a server of this machine, has notices
 * written one after the other, and prints one line of JSON: milliseconds until half and until all of the
 * screens have each. With "beside": the same, where the server is a loop of this program's own that writes
 * the same bytes to the same number of sockets, for comparison. bench-live PORT COUNT ROUNDS BODY TOKEN...
 * BODY: what is posted to make one notice bench-live beside COUNT ROUNDS BYTES
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS_MAX = 1000, EVENTS = 512 };

struct screen {
    int socket;
    unsigned data; /* events seen */
    char tail[7];  /* the end of what was read: where "\ndata: " may be cut */
    bool open;
};

struct run {
    struct screen *screens;
    size_t count;
    int epoll;
    const char *marker; /* what stands in an event and nowhere else */
};

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void fail(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(1);
}

static int dial(unsigned port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    const int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0)
        fail("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

static void put(int fd, const char *text, size_t len)
{
    while (len > 0) {
        const ssize_t n = send(fd, text, len, MSG_NOSIGNAL);
        if (n <= 0)
            fail("send");
        text += n;
        len -= (size_t)n;
    }
}

/* Counts the markers in what comes, also one that is cut. */
static void take(struct run *run, struct screen *screen)
{
    char text[8192 + sizeof screen->tail + 1];
    const size_t keep = strlen(run->marker) - 1;
    memcpy(text, screen->tail, keep);
    const ssize_t n = recv(screen->socket, text + keep, sizeof text - keep - 1, MSG_DONTWAIT);
    if (n == 0 || (n < 0 && errno != EAGAIN))
        fail("a stream was closed");
    if (n < 0)
        return;
    const size_t len = keep + (size_t)n;
    text[len] = 0;
    for (size_t i = 0; i < len; i++)
        if (!text[i])
            text[i] = ' ';
    for (const char *at = text; (at = strstr(at, run->marker)) != NULL; at++)
        screen->data++;
    screen->open = screen->open || strstr(text, "retry:") != NULL;
    memcpy(screen->tail, text + len - keep, keep);
}

/* Until so many screens are open, or have seen `events`; notes when each of them had. */
static void collect(struct run *run, unsigned events, double *when)
{
    struct epoll_event some[EVENTS];
    size_t done = 0;
    for (size_t i = 0; i < run->count; i++)
        done += events ? run->screens[i].data >= events : run->screens[i].open;
    while (done < run->count) {
        const int n = epoll_wait(run->epoll, some, EVENTS, 20000);
        if (n <= 0)
            fail("nothing came for twenty seconds");
        for (int i = 0; i < n; i++) {
            struct screen *screen = some[i].data.ptr;
            const bool had = events ? screen->data >= events : screen->open;
            take(run, screen);
            if (!had && (events ? screen->data >= events : screen->open)) {
                if (when)
                    when[done] = now_ms();
                done++;
            }
        }
    }
}

static void add(struct run *run, int fd)
{
    struct screen *screen = &run->screens[run->count];
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = screen};
    screen->socket = fd;
    if (epoll_ctl(run->epoll, EPOLL_CTL_ADD, fd, &event) != 0)
        fail("epoll");
    run->count++;
}

static int by_value(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void report(double *half, double *all, unsigned rounds, double opened_ms)
{
    qsort(half, rounds, sizeof *half, by_value);
    qsort(all, rounds, sizeof *all, by_value);
    printf("{\"opened_ms\": %.0f, \"half_ms\": %.1f, \"all_ms\": %.1f, \"all_most_ms\": %.1f}\n", opened_ms,
           half[rounds / 2], all[rounds / 2], all[rounds - 1]);
    fflush(stdout);
}

/* Has `tell` tell one event, `rounds` times. */
static void measure(struct run *run, unsigned rounds, double opened_ms, void (*tell)(void *context),
                    void *context)
{
    static double half[ROUNDS_MAX], all[ROUNDS_MAX];
    double *when = calloc(run->count, sizeof *when);
    if (!when)
        fail("memory");
    for (unsigned i = 0; i < rounds; i++) {
        usleep(200000);
        const double began = now_ms();
        tell(context);
        collect(run, i + 1, when);
        half[i] = when[run->count / 2] - began;
        all[i] = when[run->count - 1] - began;
    }
    free(when);
    report(half, all, rounds, opened_ms);
}

/* ---- at the desk */

struct poster {
    int socket;
    char request[2048];
};

static void post(void *context)
{
    struct poster *poster = context;
    char answer[2048];
    put(poster->socket, poster->request, strlen(poster->request));
    /* The answer comes before or after the events: whichever; it is read to the end of its headers. */
    if (recv(poster->socket, answer, sizeof answer - 1, 0) <= 0 || strncmp(answer, "HTTP/1.1 204", 12) != 0)
        fail("the notice was not taken");
}

static void at_desk(struct run *run, char **argv, int tokens)
{
    const unsigned port = (unsigned)atoi(argv[1]);
    const size_t count = (size_t)atoi(argv[2]);
    const double began = now_ms();
    for (size_t i = 0; i < count; i++) {
        char request[512];
        const int fd = dial(port);
        const int len = snprintf(request, sizeof request,
                                 "GET /v1/live HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n"
                                 "Accept: text/event-stream\r\n\r\n",
                                 argv[5 + i % (size_t)tokens]);
        put(fd, request, (size_t)len);
        add(run, fd);
    }
    collect(run, 0, NULL);
    const double opened_ms = now_ms() - began;
    printf("open\n"); /* now somebody looks at the server's memory */
    fflush(stdout);
    getchar();
    struct poster poster = {.socket = dial(port)};
    snprintf(poster.request, sizeof poster.request,
             "POST /v1/test/notices HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n"
             "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
             argv[5], strlen(argv[4]), argv[4]);
    measure(run, (unsigned)atoi(argv[3]), opened_ms, post, &poster);
}

/* ---- beside it */

/* A process of its own, so that each has its own files. */
static void write_all(int listening, int orders, size_t count, size_t len, const char *marker)
{
    int *sockets = calloc(count, sizeof *sockets);
    char byte, *text = malloc(len);
    if (!sockets || !text)
        fail("memory");
    memset(text, 'x', len);
    memcpy(text, marker, strlen(marker));
    for (size_t i = 0; i < count; i++)
        if ((sockets[i] = accept(listening, NULL, NULL)) < 0)
            fail("accept");
    while (read(orders, &byte, 1) == 1)
        for (size_t i = 0; i < count; i++)
            put(sockets[i], text, len);
    exit(0);
}

static void poke(void *context)
{
    if (write(*(const int *)context, "x", 1) != 1)
        fail("pipe");
}

static void beside_it(struct run *run, char **argv)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t at_len = sizeof at;
    const size_t count = (size_t)atoi(argv[2]);
    const int listening = socket(AF_INET, SOCK_STREAM, 0);
    int orders[2];
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (listening < 0 || bind(listening, (struct sockaddr *)&at, sizeof at) != 0 ||
        listen(listening, 1024) != 0 || getsockname(listening, (struct sockaddr *)&at, &at_len) != 0 ||
        pipe(orders) != 0)
        fail("listen");
    const pid_t writer = fork();
    if (writer == 0) {
        close(orders[1]);
        write_all(listening, orders[0], count, (size_t)atoi(argv[4]), run->marker);
    }
    const double began = now_ms();
    for (size_t i = 0; i < count; i++)
        add(run, dial(ntohs(at.sin_port)));
    measure(run, (unsigned)atoi(argv[3]), now_ms() - began, poke, &orders[1]);
    close(orders[1]);
    waitpid(writer, NULL, 0);
}

int main(int argc, char **argv)
{
    struct run run = {.epoll = epoll_create1(0), .marker = "\ndata: "};
    if (argc < 5 || atoi(argv[3]) < 1 || atoi(argv[3]) > ROUNDS_MAX || atoi(argv[2]) < 1)
        return 2;
    run.screens = calloc((size_t)atoi(argv[2]), sizeof *run.screens);
    if (!run.screens || run.epoll < 0)
        fail("memory");
    if (strcmp(argv[1], "beside") == 0)
        beside_it(&run, argv);
    else if (argc > 5)
        at_desk(&run, argv, argc - 5);
    return 0;
}
