/* Organizations of a sector as a stream of batches. */
#include "base/fields.h"
#include "base/interrupt.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "db/attributes.h"
#include "db/snapshot.h"

/* What each row begins with, whatever the columns of the sector. */
enum { ID, HAS_ATTRIBUTES, LEGAL_NAME, DISPLAY_NAME, STATUS, FIXED_FIELDS };

struct organization_stream {
    struct db *db;
    const struct sector *sector;
    const struct column_set *columns;
    size_t *field_of; /* the field of each column */
    size_t field_count;
    char previous_id[40];
    bool ended;
};

/* Three columns are among the fixed fields already. */
static size_t fixed_field(const char *column)
{
    if (text_equal(column, "legal_name"))
        return LEGAL_NAME;
    if (text_equal(column, "display_name"))
        return DISPLAY_NAME;
    return text_equal(column, "status") ? STATUS : FIXED_FIELDS;
}

/* The view names the sector's columns only, so that PostgreSQL leaves out the joins with the
 * other sectors' tables. EXISTS, because the view alone cannot tell an empty row from none. */
static const char *compose(struct organization_stream *stream, struct arena *arena)
{
    struct db *db = stream->db;
    const char *sector = stream->sector->focus_group_id;
    struct strbuf sql;
    strbuf_init(&sql);
    strbuf_addstr(&sql, "COPY (\nSELECT v.organization_id,\n    ");
    if (stream->columns->has_attribute_table) {
        strbuf_addstr(&sql, "EXISTS (SELECT FROM public.");
        db_add_identifier(&sql, attribute_table_name(arena, sector));
        strbuf_addstr(&sql, " AS a\n            WHERE a.organization_id = v.organization_id)");
    } else {
        strbuf_addstr(&sql, "false");
    }
    strbuf_addstr(&sql, ",\n    v.legal_name, v.display_name, v.status");
    for (size_t i = 0; i < stream->columns->count; i++) {
        const char *name = stream->columns->columns[i].name;
        stream->field_of[i] = fixed_field(name);
        if (stream->field_of[i] != FIXED_FIELDS)
            continue;
        stream->field_of[i] = stream->field_count++;
        strbuf_addstr(&sql, ",\n    v.");
        db_add_identifier(&sql, name);
    }
    strbuf_addf(&sql,
                "\nFROM public.vw_organizations_full AS v\n"
                "WHERE v.focus_group_id = %s\n"
                "ORDER BY v.legal_name COLLATE \"C\", v.organization_id\n"
                ") TO STDOUT",
                db_quote_literal(db, arena, sector));
    const char *text = arena_strndup(arena, sql.text, sql.length);
    strbuf_release(&sql);
    return text;
}

bool snapshot_organizations(struct db *db, struct arena *arena, const struct sector *sector,
                            const struct column_set *columns, struct organization_stream **stream,
                            struct error *err)
{
    struct organization_stream *opened = arena_alloc(arena, sizeof *opened);
    *opened = (struct organization_stream){
        .db = db,
        .sector = sector,
        .columns = columns,
        .field_of = arena_array(arena, columns->count, sizeof *opened->field_of),
        .field_count = FIXED_FIELDS,
    };
    *stream = opened;
    const char *purpose =
        arena_printf(arena, "read the organizations of sector '%s'", sector->focus_group_id);
    return db_copy_out_begin(db, purpose, compose(opened, arena), err);
}

static bool read_row(struct organization_stream *stream, struct arena *batch, char *line,
                     struct organization *row, struct error *err)
{
    const char **fields = arena_array(batch, stream->field_count, sizeof *fields);
    size_t count = fields_read(line, fields, stream->field_count);
    if (count != stream->field_count || !fields[ID] || !fields[LEGAL_NAME])
        return error_set(err, ERROR_FAILED, "row of %zu fields, expected %zu", count,
                         stream->field_count);
    *row = (struct organization){
        .id = fields[ID],
        .legal_name = fields[LEGAL_NAME],
        .display_name = fields[DISPLAY_NAME],
        .focus_group_id = stream->sector->focus_group_id,
        .status = fields[STATUS],
        .has_attributes = text_equal(fields[HAS_ATTRIBUTES], "t"),
        .values = arena_array(batch, stream->columns->count, sizeof *row->values),
    };
    for (size_t i = 0; i < stream->columns->count; i++)
        row->values[i] = fields[stream->field_of[i]];
    return true;
}

/* Rows of one organization are neighbours: a table without a key multiplies the view's rows. */
static bool check_id(struct organization_stream *stream, const char *id, struct error *err)
{
    if (text_equal(id, stream->previous_id)) {
        error_set(err, ERROR_INVALID, "organization '%s' is in the unified view more than once",
                  id);
        return error_hint(err, "every org_attributes_* table needs organization_id as primary key");
    }
    snprintf(stream->previous_id, sizeof stream->previous_id, "%s", id);
    return true;
}

bool organization_stream_next(struct organization_stream *stream, struct arena *batch,
                              struct organization **rows, size_t *count, struct error *err)
{
    *count = 0;
    if (stream->ended)
        return true;
    *rows = arena_array(batch, ORGANIZATION_BATCH, sizeof **rows);
    while (*count < ORGANIZATION_BATCH) {
        char *line;
        size_t length;
        if (!db_copy_out_next(stream->db, &line, &length, err))
            return false;
        if (!line) {
            stream->ended = true;
            break;
        }
        struct organization *row = &(*rows)[*count];
        if (!read_row(stream, batch, arena_strndup(batch, line, length), row, err) ||
            !check_id(stream, row->id, err))
            return error_context(err, "sector '%s'", stream->sector->focus_group_id);
        (*count)++;
    }
    return interrupt_check(err);
}
