#include "app/commands.h"
#include "app/verify_file.h"
#include "base/file.h"
#include "publish/pack.h"
#include "publish/release.h"

#include <jansson.h>
#include <sys/stat.h>

static const char *signature_text(enum signature signature)
{
    switch (signature) {
    case SIGNATURE_NONE:
        return "none";
    case SIGNATURE_UNCHECKED:
        return "not checked";
    case SIGNATURE_GOOD:
        return "good";
    case SIGNATURE_BAD:
        return "bad";
    }
    return "unknown";
}

/* `release` is what a pack says it comes from, NULL of a folder. */
static bool print_json(const struct app *app, const char *place, const char *release,
                       const struct release_verification *found, struct error *err)
{
    json_t *problems = json_array();
    for (size_t i = 0; i < found->problem_count; i++)
        json_array_append_new(problems, json_string(found->problems[i]));
    /* jansson refuses a file's name that is not UTF-8. */
    bool ok = json_array_size(problems) == found->problem_count;
    json_t *result = json_pack("{s:s, s:s*, s:I, s:s, s:o}", release ? "pack" : "folder", place,
                               "release", release, "files", (json_int_t)found->files, "signature",
                               signature_text(found->signature), "problems", problems);
    ok = ok && result && json_dumpf(result, app->out, JSON_INDENT(2)) == 0;
    json_decref(result);
    fputc('\n', app->out);
    return ok || error_set(err, ERROR_FAILED, "cannot write the verification as JSON");
}

static void print_text(const struct app *app, const char *release,
                       const struct release_verification *found)
{
    for (size_t i = 0; i < found->problem_count; i++)
        fprintf(app->out, "%s\n", found->problems[i]);
    if (release)
        fprintf(app->out, "release: %s\n", release);
    fprintf(app->out, "files: %zu\nsignature: %s%s\n", found->files,
            signature_text(found->signature),
            found->signature == SIGNATURE_UNCHECKED ? " (no SECRET_KEY)" : "");
}

static bool verify(const struct app *app, const char *place, struct pack_verification *result,
                   struct error *err)
{
    const char *key = app->settings->secret_key;
    struct stat status;
    if (stat(place, &status) == 0 && S_ISREG(status.st_mode))
        return pack_verify(app->arena, place, key, result, err);
    *result = (struct pack_verification){0};
    return release_verify(app->arena, place, key, &result->found, err);
}

bool cmd_verify(struct app *app, struct error *err)
{
    const char *place = app->operand_count > 0
                            ? app->operands[0]
                            : path_join(app->arena, app->settings->out_dir, "current");
    struct stat status;
    bool found_it = stat(place, &status) == 0;
    if (app->operand_count > 0 && !found_it)
        return error_set_errno(err, ERROR_FAILED, "cannot open '%s'", place);
    if (found_it && S_ISREG(status.st_mode) && !verify_is_pack(place))
        return verify_file(app, place, err);
    struct pack_verification result;
    if (!verify(app, place, &result, err))
        return false;
    const struct release_verification *found = &result.found;
    if (!app_flag(app, "json"))
        print_text(app, result.release, found);
    else if (!print_json(app, place, result.release, found, err))
        return false;
    if (found->problem_count == 0)
        return true;
    return error_set(err, ERROR_FAILED, "'%s' is not what was %s: %zu problem%s", place,
                     result.release ? "packed" : "published", found->problem_count,
                     found->problem_count == 1 ? "" : "s");
}
