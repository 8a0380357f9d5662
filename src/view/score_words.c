#include "view/score_words.h"

#include "view/value.h"

struct view_cell points_cell(struct arena *arena, double points)
{
    return cell_decimal(arena, points, 2);
}

struct view_cell band_cell(enum score_band band)
{
    static const enum view_tone tones[] = {
        [BAND_NASCENT] = TONE_ERROR, [BAND_DEVELOPING] = TONE_WARNING, [BAND_ADEQUATE] = TONE_INFO,
        [BAND_GOOD] = TONE_GOOD,     [BAND_EXCELLENT] = TONE_GOOD,
    };
    return cell_toned(cell_text(score_band_name(band)), tones[band]);
}

/* A real minus before what is negative; a plus, where it is asked for, before what is more than
 * zero when it is rounded. */
static const char *signed_text(struct arena *arena, double value, int places, bool plus)
{
    static const char minus[] = "\u2212";
    const size_t minus_length = sizeof minus - 1;
    char text[sizeof minus + DECIMAL_TEXT];
    char *number = text + minus_length;
    size_t length = decimal_print_double(number, value, places, ',');
    if (*number == '-') {
        number -= minus_length - 1;
        memcpy(number, minus, minus_length);
        length += minus_length - 1;
    } else if (plus && strspn(number, "0.,") < length) {
        *--number = '+';
        length++;
    }
    return arena_strndup(arena, number, length);
}

const char *signed_points(struct arena *arena, double value, int places)
{
    return signed_text(arena, value, places, true);
}

const char *minus_text(struct arena *arena, double value, int places)
{
    return signed_text(arena, value, places, false);
}

struct view_cell signed_cell(struct arena *arena, double value, int places)
{
    return cell_decimal_as(signed_points(arena, value, places), value, places);
}

struct view_cell change_cell(struct arena *arena, double change)
{
    return signed_cell(arena, change, 2);
}

struct view_cell alarm_cell(struct arena *arena, size_t count, enum view_tone tone)
{
    struct view_cell cell = cell_integer(arena, (long long)count);
    return count > 0 ? cell_toned(cell, tone) : cell;
}

const char *ordinal(struct arena *arena, size_t number)
{
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    size_t tens = number % 100;
    size_t ones = number % 10;
    bool teen = tens >= 11 && tens <= 13;
    return arena_printf(arena, "%s%s", cell_integer(arena, (long long)number).text,
                        endings[teen || ones > 3 ? 0 : ones]);
}

const char *percentile_text(struct arena *arena, double percentile)
{
    size_t whole = (size_t)(percentile + 0.5);
    size_t shown = whole < 1 ? 1 : whole > 99 ? 99 : whole;
    return arena_printf(arena, "%s percentile", ordinal(arena, shown));
}

const char *counted(struct arena *arena, size_t count, const char *one, const char *many)
{
    return arena_printf(arena, "%s %s", count_text(arena, count), count == 1 ? one : many);
}

const char *review_summary(struct arena *arena, const struct standing *standing,
                           const struct score_parameters *parameters)
{
    const char *reasons[5];
    size_t count = 0;
    if (standing->reviews & REVIEW_HIGH)
        reasons[count++] = "Org-AI-R is above 85";
    if (standing->reviews & REVIEW_LOW)
        reasons[count++] = "Org-AI-R is below 40";
    if (standing->reviews & REVIEW_CHANGE)
        reasons[count++] = arena_printf(arena, "moved by %s points, more than %s",
                                        signed_points(arena, standing->change, 2),
                                        view_decimal(arena, parameters->change_threshold, 2).text);
    if (standing->reviews & REVIEW_EBITDA)
        reasons[count++] = arena_printf(arena, "base EBITDA projection above %s %%",
                                        view_decimal(arena, parameters->ebitda_threshold, 2).text);
    if (standing->reviews & REVIEW_IMPUTED)
        reasons[count++] = "a dimension has no score";
    const char *joined = "";
    for (size_t i = 0; i < count; i++)
        joined = arena_printf(arena, "%s%s%s", joined, i > 0 ? "; " : "", reasons[i]);
    return view_sentence(arena, joined);
}

const char *unscored_words(struct arena *arena, const struct sector *sector)
{
    return arena_printf(arena,
                        "No scores: the weights of %s are invalid, so none of its organizations is "
                        "scored.",
                        sector->group_name);
}

struct view_cell organization_cell(struct arena *arena, const struct standing *standing)
{
    return cell_link(standing->name, view_organization_path(arena, standing->organization_id));
}

void table_of(struct arena *arena, const struct table_words *words,
              const struct view_column *columns, size_t count, struct view_table *table,
              struct view_table_builder *builder)
{
    *table = (struct view_table){
        .title = words->title,
        .caption = words->caption,
        .columns = arena_array(arena, count, sizeof *columns),
        .column_count = count,
        .empty = words->empty,
    };
    memcpy(table->columns, columns, count * sizeof *columns);
    table_begin(builder, arena, table);
    builder->capacity = words->rows * count;
    table->cells = arena_array(arena, builder->capacity, sizeof *table->cells);
}
