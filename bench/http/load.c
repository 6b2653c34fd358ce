/*
 * Sends requests over connections that are kept, and tells how many were answered and how long each took.
 *   load PORT CONNECTIONS SECONDS RATE HEADERS FILE
 * FILE: a line for each request, `connection<TAB>path<TAB>body`; each connection sends its own, one after the
 * other, from the beginning again (SECONDS > 0) or each once (SECONDS 0). A line with connection `*` is
 * everybody's. RATE 0: the next request follows the answer. Otherwise so many in a second of all connections
 * together, each at its time, and it is counted from that time on: an answer that comes late does not hide
 * that the next ones had to wait. HEADERS: lines of headers, each with its \r\n. One thread, epoll. Prints
 * JSON: {"answered", "failed", "seconds", "per_s", "p50_ms", "p99_ms", "most_ms", "cpu_s"}.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 262144, CONNECTIONS_MAX = 4096, WARM_UP_PERCENT = 10 };

struct request {
    char *bytes;
    size_t len;
    struct request *next;
};
struct connection {
    int socket;
    struct request *first, *now, **end;
    double due, sent;
    bool waiting, over;
    size_t got;
    char *answer;
};
struct load {
    struct connection *connections;
    unsigned count, open;
    double rate, begin, until, measured_from;
    float *took; /* seconds of each answer */
    size_t answered, failed, room;
    int epoll;
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, errno ? strerror(errno) : "not as expected");
    exit(1);
}

static void *take(size_t count, size_t size)
{
    void *bytes = calloc(count, size);

    if (bytes == NULL)
        die("memory");
    return bytes;
}

/* ---- what is sent */

static void add_request(struct connection *connection, const char *path, const char *body,
                        const char *headers)
{
    struct request *request = take(1, sizeof *request);
    size_t room = strlen(path) + strlen(body) + strlen(headers) + 200;

    request->bytes = take(room, 1);
    request->len =
        (size_t)snprintf(request->bytes, room,
                         "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n%s"
                         "Content-Length: %zu\r\n\r\n%s",
                         path, headers, strlen(body), body);
    *connection->end = request;
    connection->end = &request->next;
}

static void read_requests(struct load *load, const char *path, const char *headers)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t len;

    if (file == NULL)
        die(path);
    while ((len = getline(&line, &room, file)) > 0) {
        char *where = strchr(line, '\t'), *body = where ? strchr(where + 1, '\t') : NULL;

        if (body == NULL)
            die("a line of the requests");
        line[len - (line[len - 1] == '\n')] = 0;
        *where++ = 0;
        *body++ = 0;
        for (unsigned i = 0; i < load->count; i++)
            if (line[0] == '*' || i == (unsigned)atoi(line))
                add_request(&load->connections[i], where, body, headers);
    }
    free(line);
    fclose(file);
}

static void open_connections(struct load *load, uint16_t port)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    for (unsigned i = 0; i < load->count; i++) {
        struct connection *connection = &load->connections[i];
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
        int yes = 1;

        connection->socket = socket(AF_INET, SOCK_STREAM, 0);
        if (connection->socket < 0 ||
            connect(connection->socket, (const void *)&address, sizeof address) != 0)
            die("connect");
        setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        if (epoll_ctl(load->epoll, EPOLL_CTL_ADD, connection->socket, &event) != 0)
            die("epoll");
        connection->answer = take(ROOM + 1, 1);
        connection->now = connection->first;
        connection->over = connection->now == NULL;
        load->open += !connection->over;
    }
}

/* ---- sending and waiting */

static void end_connection(struct load *load, struct connection *connection)
{
    if (!connection->over)
        load->open--;
    connection->over = true;
}

static void send_next(struct load *load, struct connection *connection)
{
    const struct request *request = connection->now;

    /* Requests are short: a socket from which every answer was read takes one at once. */
    if (send(connection->socket, request->bytes, request->len, MSG_NOSIGNAL) != (ssize_t)request->len)
        die("send");
    connection->sent = load->rate > 0 ? connection->due : now();
    connection->waiting = true;
    connection->got = 0;
}

/* The whole answer is here: its length, or 0. */
static size_t whole(const struct connection *connection)
{
    const char *end = strstr(connection->answer, "\r\n\r\n"), *length;

    if (end == NULL)
        return 0;
    length = strcasestr(connection->answer, "\r\nContent-Length:");

    size_t all = (size_t)(end - connection->answer) + 4;

    if (length != NULL && length < end)
        all += strtoul(length + 17, NULL, 10);
    return connection->got >= all ? all : 0;
}

static void note(struct load *load, const struct connection *connection, double at)
{
    const bool good = strncmp(connection->answer, "HTTP/1.1 2", 10) == 0;

    if (!good && load->failed == 0)
        fprintf(stderr, "load: %.20s … %s\n", connection->answer, strstr(connection->answer, "\r\n\r\n"));
    if (connection->sent < load->measured_from)
        return;
    load->failed += !good;
    if (load->answered == load->room) {
        load->room = load->room ? load->room * 2 : 65536;
        load->took = realloc(load->took, load->room * sizeof *load->took);
        if (load->took == NULL)
            die("memory");
    }
    load->took[load->answered++] = (float)(at - connection->sent);
}

static void receive(struct load *load, struct connection *connection, bool again)
{
    ssize_t len = recv(connection->socket, connection->answer + connection->got, ROOM - connection->got, 0);

    if (len <= 0)
        die("receive");
    connection->got += (size_t)len;
    connection->answer[connection->got] = 0;
    if (whole(connection) == 0)
        return;

    const double at = now();

    note(load, connection, at);
    connection->waiting = false;
    connection->now = connection->now->next;
    if (connection->now == NULL && again)
        connection->now = connection->first;
    if (connection->now == NULL || (again && at >= load->until))
        end_connection(load, connection);
    else if (load->rate == 0)
        send_next(load, connection);
}

/* Sends what is due; gives the milliseconds until the next is. */
static int send_due(struct load *load)
{
    const double at = now();
    double next = at + 0.05;

    for (unsigned i = 0; i < load->count; i++) {
        struct connection *connection = &load->connections[i];

        if (connection->over || connection->waiting)
            continue;
        if (connection->due <= at) {
            send_next(load, connection);
            connection->due += load->count / load->rate;
        } else if (connection->due < next) {
            next = connection->due;
        }
    }
    return (int)((next - at) * 1000);
}

static void run(struct load *load, double seconds)
{
    struct epoll_event events[256];

    load->begin = now();
    load->until = load->begin + seconds;
    load->measured_from = load->begin + seconds * WARM_UP_PERCENT / 100;
    for (unsigned i = 0; i < load->count; i++) {
        load->connections[i].due = load->rate > 0 ? load->begin + i / load->rate : 0;
        if (load->rate == 0 && !load->connections[i].over)
            send_next(load, &load->connections[i]);
    }
    while (load->open > 0) {
        int wait_ms = load->rate > 0 ? send_due(load) : 1000;
        int count = epoll_wait(load->epoll, events, 256, wait_ms);

        for (int i = 0; i < count; i++)
            receive(load, &load->connections[events[i].data.u32], seconds > 0);
    }
}

static int by_size(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;

    return (x > y) - (x < y);
}

static double at_permille(const struct load *load, unsigned permille)
{
    return load->answered == 0 ? 0 : 1e3 * (double)load->took[(load->answered - 1) * permille / 1000];
}

int main(int argc, char *argv[])
{
    struct load load = {.epoll = epoll_create1(0)};
    struct rusage usage;

    if (argc != 7) {
        fprintf(stderr, "usage: load PORT CONNECTIONS SECONDS RATE HEADERS FILE\n");
        return 2;
    }
    load.count = (unsigned)atoi(argv[2]);
    load.rate = atof(argv[4]);
    if (load.count < 1 || load.count > CONNECTIONS_MAX)
        die("CONNECTIONS");
    load.connections = take(load.count, sizeof *load.connections);
    for (unsigned i = 0; i < load.count; i++)
        load.connections[i].end = &load.connections[i].first;
    read_requests(&load, argv[6], argv[5]);
    open_connections(&load, (uint16_t)atoi(argv[1]));
    run(&load, atof(argv[3]));

    const double seconds = now() - load.measured_from;

    getrusage(RUSAGE_SELF, &usage);
    qsort(load.took, load.answered, sizeof *load.took, by_size);
    printf("{\"answered\": %zu, \"failed\": %zu, \"seconds\": %.3f, \"per_s\": %.1f, \"p50_ms\": %.3f, "
           "\"p99_ms\": %.3f, \"most_ms\": %.3f, \"cpu_s\": %.3f}\n",
           load.answered, load.failed, seconds, (double)load.answered / seconds, at_permille(&load, 500),
           at_permille(&load, 990), at_permille(&load, 1000),
           (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
               (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6);
    return 0;
}
