/* `build --record`: what was published goes into the ledger of the database (db/ledger.h). */
#ifndef APP_RECORD_H
#define APP_RECORD_H

#include "app/build.h"

/* After the switch, on a connection of its own that may write. The site is published by then, so
 * a run that cannot record (a role that may only read, tables that are not there) says so on the
 * log, as a warning, and is none the worse for it. True: it is recorded. */
bool record_publication(struct build *build);

#endif
