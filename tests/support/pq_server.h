/* A scripted PostgreSQL server on a Unix socket: speaks as much of the protocol as a login
 * takes, for servers that no test can start (too old, starting up, silent). */
#ifndef SUPPORT_PQ_SERVER_H
#define SUPPORT_PQ_SERVER_H

#include <sys/types.h>

enum pq_reply {
    PQ_END,            /* of a script; further connections are hung up on */
    PQ_STARTING_UP,    /* FATAL 57P03 */
    PQ_WRONG_PASSWORD, /* asks for it, reads it, FATAL 28P01 */
    PQ_OLD,            /* lets in, as PostgreSQL 14.2 */
    PQ_SILENT,         /* never answers */
    PQ_HANG_UP,        /* closes after the startup packet */
};

struct pq_server {
    char folder[64];
    pid_t process;
};

/* Answers the n-th connection with the n-th reply; returns when it listens. */
struct pq_server pq_server_start(const enum pq_reply *script);
void pq_server_stop(struct pq_server *server);

/* Its URL, with user `somebody` and password `hunter2`; owned by the caller. */
char *pq_server_url(const struct pq_server *server);

#endif
