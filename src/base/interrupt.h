/*
 * SIGINT and SIGTERM. The handler only notes the signal; long work asks
 * between two steps. The flag in interrupt.c is the one mutable global of the
 * project: a signal handler can reach nothing else.
 */
#ifndef BASE_INTERRUPT_H
#define BASE_INTERRUPT_H

#include "base/error.h"

/* Notes SIGINT and SIGTERM from here on (without SA_RESTART) and ignores SIGPIPE. SIGCHLD is not
 * ignored, though the caller may ignore it: children are waited for. */
void interrupt_install(void);

/* False, and err set to status 130 or 143, once a signal came. */
bool interrupt_check(struct error *err);

#endif
