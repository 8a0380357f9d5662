#include "app/commands.h"
#include "base/file.h"
#include "publish/release.h"

#include <jansson.h>

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

static bool print_json(const struct app *app, const char *folder,
                       const struct release_verification *found, struct error *err)
{
    json_t *problems = json_array();
    for (size_t i = 0; i < found->problem_count; i++)
        json_array_append_new(problems, json_string(found->problems[i]));
    /* jansson refuses a file's name that is not UTF-8. */
    bool ok = json_array_size(problems) == found->problem_count;
    json_t *result =
        json_pack("{s:s, s:I, s:s, s:o}", "folder", folder, "files", (json_int_t)found->files,
                  "signature", signature_text(found->signature), "problems", problems);
    ok = ok && result && json_dumpf(result, app->out, JSON_INDENT(2)) == 0;
    json_decref(result);
    fputc('\n', app->out);
    return ok || error_set(err, ERROR_FAILED, "cannot write the verification as JSON");
}

static void print_text(const struct app *app, const struct release_verification *found)
{
    for (size_t i = 0; i < found->problem_count; i++)
        fprintf(app->out, "%s\n", found->problems[i]);
    fprintf(app->out, "files: %zu\nsignature: %s%s\n", found->files,
            signature_text(found->signature),
            found->signature == SIGNATURE_UNCHECKED ? " (no SECRET_KEY)" : "");
}

bool cmd_verify(struct app *app, struct error *err)
{
    const char *folder = app->operand_count > 0
                             ? app->operands[0]
                             : path_join(app->arena, app->settings->out_dir, "current");
    struct release_verification found;
    if (!release_verify(app->arena, folder, app->settings->secret_key, &found, err))
        return false;
    if (!app_flag(app, "json"))
        print_text(app, &found);
    else if (!print_json(app, folder, &found, err))
        return false;
    if (found.problem_count == 0)
        return true;
    return error_set(err, ERROR_FAILED, "'%s' is not what was published: %zu problem%s", folder,
                     found.problem_count, found.problem_count == 1 ? "" : "s");
}
