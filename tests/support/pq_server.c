#include "support/pq_server.h"

#include <arpa/inet.h>
#include <check.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* A message of the protocol: its type, its length with itself, its content. */
static void send_message(int client, char type, const void *content, size_t length)
{
    uint32_t size = htonl((uint32_t)length + 4);
    ssize_t ignored = write(client, &type, 1);
    ignored = write(client, &size, sizeof size);
    ignored = write(client, content, length);
    (void)ignored;
}

static void send_fatal(int client, const char *sqlstate, const char *text)
{
    char content[256];
    int length = snprintf(content, sizeof content, "SFATAL%cVFATAL%cC%s%cM%s%c%c", 0, 0, sqlstate,
                          0, text, 0, 0);
    send_message(client, 'E', content, (size_t)length);
}

static void read_packet(int client)
{
    char content[1024];
    ssize_t ignored = read(client, content, sizeof content);
    (void)ignored;
}

static void answer(int client, enum pq_reply reply)
{
    static const char version[] = "server_version\00014.2";
    uint32_t ok = htonl(0), clear_text = htonl(3);
    read_packet(client);
    switch (reply) {
    case PQ_STARTING_UP:
        send_fatal(client, "57P03", "the database system is starting up");
        break;
    case PQ_WRONG_PASSWORD:
        send_message(client, 'R', &clear_text, sizeof clear_text);
        read_packet(client);
        send_fatal(client, "28P01", "password authentication failed for user \"somebody\"");
        break;
    case PQ_OLD:
        send_message(client, 'R', &ok, sizeof ok);
        send_message(client, 'S', version, sizeof version);
        send_message(client, 'Z', "I", 1);
        read_packet(client);
        break;
    case PQ_SILENT:
        sleep(60);
        break;
    case PQ_HANG_UP:
    case PQ_END:
        break;
    }
}

_Noreturn static void serve(int listener, const enum pq_reply *script)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_IGN);
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client < 0)
            _exit(1);
        answer(client, *script);
        close(client);
        if (*script != PQ_END)
            script++;
    }
}

struct pq_server pq_server_start(const enum pq_reply *script)
{
    struct pq_server server = {.folder = "/tmp/orgair-pq-XXXXXX"};
    ck_assert(mkdtemp(server.folder) != NULL);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/.s.PGSQL.5432", server.folder);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    ck_assert_int_eq(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    ck_assert_int_eq(listen(listener, 8), 0);
    server.process = fork();
    ck_assert(server.process >= 0);
    if (server.process == 0)
        serve(listener, script);
    close(listener);
    return server;
}

void pq_server_stop(struct pq_server *server)
{
    char path[128];
    kill(server->process, SIGKILL);
    waitpid(server->process, NULL, 0);
    snprintf(path, sizeof path, "%s/.s.PGSQL.5432", server->folder);
    unlink(path);
    rmdir(server->folder);
}

char *pq_server_url(const struct pq_server *server)
{
    char *url = NULL;
    int length = asprintf(&url, "postgresql://somebody:hunter2@/nowhere?host=%s", server->folder);
    ck_assert_int_gt(length, 0);
    return url;
}
