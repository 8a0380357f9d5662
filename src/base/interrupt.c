#include "base/interrupt.h"

#include <signal.h>

static volatile sig_atomic_t received;

static void note(int signal_number)
{
    received = signal_number;
}

void interrupt_install(void)
{
    struct sigaction action = {.sa_handler = note};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_DFL);
}

bool interrupt_check(struct error *err)
{
    if (received == SIGINT)
        return error_set(err, ERROR_INTERRUPTED, "interrupted: nothing was published");
    if (received == SIGTERM)
        return error_set(err, ERROR_TERMINATED, "terminated: nothing was published");
    return true;
}
