/* Of which release a single file is, byte for byte: a handout on somebody's disk. */
#ifndef APP_VERIFY_FILE_H
#define APP_VERIFY_FILE_H

#include "app/app.h"
#include "base/error.h"

#include <stdbool.h>

/* Named *.zip, or an archive whose first entry is in the folder of a pack. */
bool verify_is_pack(const char *path);

/* Prints where the manifests of OUT_DIR have the file, the newest release first. An error when none
 * has it, or when SECRET_KEY did not sign a manifest that does. */
bool verify_file(struct app *app, const char *path, struct error *err);

#endif
