#ifndef TESTS_SUPPORT_DISK_H
#define TESTS_SUPPORT_DISK_H

#include <sys/resource.h>

/* As on a full disk: no file grows beyond so many bytes, which is an error of write from then on
 * and no signal. RLIM_INFINITY: there is room again. */
void disk_holds(rlim_t bytes);

#endif
