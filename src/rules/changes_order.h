/* The order in which reports show what differs; shared by the files changes*.c alone. */
#ifndef RULES_CHANGES_ORDER_H
#define RULES_CHANGES_ORDER_H

#include "model/change.h"

/* Scores: the largest move first, then those that appeared or went, then ranks alone. Thresholds:
 * by kind, what got worse first. Organizations by event. The rest by name and id. Configuration
 * and findings are in order already. */
void changes_sort(struct changes *changes);

#endif
