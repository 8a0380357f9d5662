#include "app/basis.h"

#include "base/file.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "model/config.h"
#include "plan/content.h"
#include "render/charts/charts.h"
#include "settings/published.h"

#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <link.h>
#include <stdlib.h>
#include <sys/stat.h>

/* ---- the program and its libraries, by the build-id that the linker gave each ---- */

static void add_note(struct strbuf *out, const char *note, size_t size)
{
    while (size >= sizeof(ElfW(Nhdr))) {
        const ElfW(Nhdr) *head = (const void *)note;
        size_t name = (head->n_namesz + 3U) & ~3U;
        size_t length = sizeof *head + name + ((head->n_descsz + 3U) & ~3U);
        if (length > size)
            return;
        if (head->n_type == NT_GNU_BUILD_ID)
            for (size_t i = 0; i < head->n_descsz; i++)
                strbuf_addf(out, "%02x", (unsigned char)note[sizeof *head + name + i]);
        note += length;
        size -= length;
    }
}

static int add_object(struct dl_phdr_info *info, size_t size, void *text)
{
    (void)size;
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type == PT_NOTE)
            add_note(text, (const char *)(info->dlpi_addr + part->p_vaddr), part->p_memsz);
    }
    strbuf_addch(text, '\n');
    return 0;
}

static void add_program(struct arena *arena, struct plan_scope *scope)
{
    struct strbuf text;
    strbuf_init(&text);
    strbuf_addstr(&text, ORGAIR_VERSION "\n");
    dl_iterate_phdr(add_object, &text);
    plan_add(arena, scope, "the program or a library", text.text);
    strbuf_reset(&text);
    charts_fonts_installed(&text);
    plan_add(arena, scope, "the installed fonts", text.text);
    strbuf_release(&text);
}

/* ---- templates and assets ---- */

struct names {
    struct arena *arena;
    const char **rows;
    size_t count;
    size_t capacity;
};

static int by_name(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Every file below the folder, by its path from there ("assets/css/10-base.css"). */
static bool list_files(struct names *names, const char *root, const char *below, struct error *err)
{
    const char *path = *below ? path_join(names->arena, root, below) : root;
    DIR *folder = opendir(path);
    if (!folder)
        return error_set_errno(err, ERROR_FAILED, "cannot read the folder '%s'", path);
    bool ok = true;
    for (struct dirent *entry = readdir(folder); ok && entry; entry = readdir(folder)) {
        if (entry->d_name[0] == '.')
            continue;
        const char *name = *below ? path_join(names->arena, below, entry->d_name)
                                  : arena_strdup(names->arena, entry->d_name);
        struct stat status;
        if (stat(path_join(names->arena, root, name), &status) != 0)
            continue; /* a link to nothing; who needs it says so */
        if (S_ISDIR(status.st_mode))
            ok = list_files(names, root, name, err);
        if (!S_ISREG(status.st_mode))
            continue;
        names->rows = arena_grow(names->arena, names->rows, &names->capacity, names->count + 1,
                                 sizeof *names->rows);
        names->rows[names->count++] = name;
    }
    closedir(folder);
    return ok;
}

static bool add_templates(struct arena *arena, const char *folder, struct plan_scope *scope,
                          struct error *err)
{
    enum { LIMIT = 16 << 20 };
    struct names names = {.arena = arena};
    if (!list_files(&names, folder, "", err))
        return false;
    if (names.count > 1)
        qsort(names.rows, names.count, sizeof *names.rows, by_name);
    for (size_t i = 0; i < names.count; i++) {
        char *text;
        size_t length;
        const char *path = path_join(arena, folder, names.rows[i]);
        if (!file_read(arena, path, LIMIT, &text, &length, err))
            return false;
        struct plan_part part = {
            .name = arena_printf(arena, "template '%s'", names.rows[i]),
            .fingerprint = fingerprint_of(text, length),
        };
        plan_add_part(arena, scope, &part);
    }
    return true;
}

bool basis_common(struct arena *arena, const struct settings *settings, const char *as_of,
                  struct plan_scope *scope, struct error *err)
{
    add_program(arena, scope);
    struct published_setting *rows;
    size_t count = settings_published(arena, settings, &rows);
    for (size_t i = 0; i < count; i++)
        plan_add(arena, scope, arena_printf(arena, "setting %s", rows[i].name), rows[i].text);
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    plan_add(arena, scope, "SOURCE_DATE_EPOCH", epoch ? epoch : "");
    plan_add(arena, scope, "the day asked for", as_of ? as_of : "");
    return add_templates(arena, settings->template_dir, scope, err);
}

/* ---- the database ---- */

static void add_rows(struct arena *arena, const struct revision *revision, struct plan_scope *scope)
{
    plan_add_looked_at(arena, scope, arena_printf(arena, "the rows of '%s'", revision->scope),
                       revision->token);
}

void basis_revisions(struct arena *arena, const struct revisions *revisions,
                     const char *focus_group_id, struct plan_scope *scope)
{
    plan_add_looked_at(arena, scope, "the structure of the database", revisions->structure);
    for (size_t i = 0; i < revisions->count; i++) {
        const struct revision *revision = &revisions->rows[i];
        if (!*revision->scope)
            plan_add_looked_at(arena, scope, "the rows that all sectors share", revision->token);
        else if (!focus_group_id || text_equal(focus_group_id, revision->scope))
            add_rows(arena, revision, scope);
    }
}

static void add_sector(struct strbuf *text, const struct sector *sector)
{
    content_add_text(text, sector->focus_group_id);
    content_add_text(text, sector->slug);
    content_add_text(text, sector->group_name);
    content_add_text(text, sector->group_code);
    content_add_text(text, sector->description);
    content_add_text(text, sector->icon_name);
    content_add_text(text, sector->color_hex);
    content_add_number(text, (long long)sector->weight_count);
    for (size_t i = 0; i < sector->weight_count; i++) {
        const struct weight *weight = &sector->weights[i];
        content_add_text(text, weight->dimension_code);
        content_add_decimal(text, weight->value);
        content_add_text(text, weight->rationale);
        content_add_text(text, weight->effective_from);
        content_add_text(text, weight->effective_to);
    }
    content_add_number(text, (long long)sector->calibration_count);
    for (size_t i = 0; i < sector->calibration_count; i++) {
        const struct calibration *calibration = &sector->calibrations[i];
        content_add_text(text, calibration->name);
        content_add_decimal(text, calibration->value);
        content_add_text(text, calibration->type);
        content_add_text(text, calibration->description);
        content_add_text(text, calibration->effective_from);
        content_add_text(text, calibration->effective_to);
    }
    for (size_t i = 0; i < sector->duplicate_count; i++)
        content_add_text(text, sector->duplicate_keys[i]);
}

static void add_dimension(struct strbuf *text, const struct dimension *dimension)
{
    content_add_text(text, dimension->id);
    content_add_text(text, dimension->code);
    content_add_text(text, dimension->name);
    content_add_text(text, dimension->description);
    content_add_decimal(text, dimension->min_score);
    content_add_decimal(text, dimension->max_score);
}

static void add_content(struct arena *arena, struct plan_scope *scope, const char *name,
                        const struct strbuf *content)
{
    plan_add_part(arena, scope,
                  &(struct plan_part){
                      .name = name, .fingerprint = fingerprint_of(content->text, content->length)});
}

void basis_configurations(struct arena *arena, const struct config_set *configs,
                          struct plan_scope *scope)
{
    struct strbuf text;
    strbuf_init(&text);
    for (size_t i = 0; i < configs->dimension_count; i++)
        add_dimension(&text, &configs->dimensions[i]);
    add_content(arena, scope, "the dimensions", &text);
    for (size_t i = 0; i < configs->sector_count; i++) {
        strbuf_reset(&text);
        content_add_number(&text, (long long)i);
        add_sector(&text, &configs->sectors[i]);
        add_content(
            arena, scope,
            arena_printf(arena, "the configuration of '%s'", configs->sectors[i].focus_group_id),
            &text);
    }
    strbuf_release(&text);
}
