#include "render/charts/frames.h"

#include "render/charts/charts.h"

/* Few axes suit all that the charts of one sector show; whatever comes after is drawn anew. */
enum { MOST_KEPT = 24 };

struct frame {
    struct frame *next;
    const char *key;
    size_t key_length;
    struct plan_frame drawn; /* `at` is each plan's */
    double body;
    void *bytes;
};

struct chart_frames {
    struct arena *arena;
    struct frame *first;
    size_t count;
    struct strbuf key; /* of the chart that is being planned */
};

static void release(void *frames)
{
    strbuf_release(&((struct chart_frames *)frames)->key);
}

struct chart_frames *chart_frames_new(struct arena *arena)
{
    struct chart_frames *frames = arena_alloc(arena, sizeof *frames);
    frames->arena = arena;
    strbuf_init(&frames->key);
    arena_defer(arena, release, frames);
    return frames;
}

void frame_begin(struct chart_plan *plan, const char *kind)
{
    if (!plan->frames)
        return;
    strbuf_reset(&plan->frames->key);
    frame_text(plan, kind);
    frame_number(plan, plan->width);
}

void frame_text(struct chart_plan *plan, const char *text)
{
    if (plan->frames)
        strbuf_add(&plan->frames->key, text ? text : "", text ? strlen(text) + 1 : 1);
}

void frame_number(struct chart_plan *plan, double number)
{
    if (plan->frames)
        strbuf_add(&plan->frames->key, &number, sizeof number);
}

static const struct frame *find(const struct chart_frames *frames)
{
    const struct strbuf *key = &frames->key;
    for (const struct frame *frame = frames->first; frame; frame = frame->next)
        if (frame->key_length == key->length && memcmp(frame->key, key->text, key->length) == 0)
            return frame;
    return NULL;
}

static const void *draw(struct chart_plan *plan, const struct frame *frame)
{
    struct plan_frame *drawn = &plan->drawn[plan->drawn_count++];
    *drawn = frame->drawn;
    drawn->at = plan->count;
    plan->body = frame->body;
    return frame->bytes;
}

const void *frame_draw(struct chart_plan *plan)
{
    plan->frame_first = plan->count;
    const struct frame *known = plan->frames ? find(plan->frames) : NULL;
    return known && plan->drawn_count < MOST_FRAMES ? draw(plan, known) : NULL;
}

/* What a plan points to lives as long as its chart. */
static struct chart_item *copy_items(struct arena *arena, const struct chart_item *items,
                                     size_t count)
{
    struct chart_item *copy = arena_array(arena, count, sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        copy[i] = items[i];
        copy[i].text = arena_copy_text(arena, items[i].text);
        if (items[i].point_count == 0)
            continue;
        size_t size = items[i].point_count * sizeof *items[i].points;
        copy[i].points = memcpy(arena_alloc(arena, size), items[i].points, size);
    }
    return copy;
}

/* The plan's newest items. */
static struct plan_frame take(struct chart_plan *plan, struct arena *arena)
{
    size_t count = plan->count - plan->frame_first;
    struct chart_item *items = plan->items + plan->frame_first;
    struct strbuf elements;
    strbuf_init(&elements);
    size_t heading = plan->frame_first == 0 ? plan->heading : 0;
    chart_elements(&elements, items + heading, count - heading);
    struct plan_frame frame = {
        .items = copy_items(arena, items, count),
        .count = count,
        .elements = arena_strndup(arena, elements.text, elements.length),
        .length = elements.length,
    };
    strbuf_release(&elements);
    memset(items, 0, count * sizeof *items);
    plan->count -= count;
    plan->heading -= heading;
    return frame;
}

void frame_keep(struct chart_plan *plan, const void *bytes, size_t size)
{
    struct chart_frames *frames = plan->frames;
    if (!frames || frames->count == MOST_KEPT || plan->drawn_count == MOST_FRAMES)
        return;
    struct arena *arena = frames->arena;
    struct frame *frame = arena_alloc(arena, sizeof *frame);
    *frame = (struct frame){
        .next = frames->first,
        .key = arena_strndup(arena, frames->key.text, frames->key.length),
        .key_length = frames->key.length,
        .drawn = take(plan, arena),
        .body = plan->body,
        .bytes = memcpy(arena_alloc(arena, size), bytes, size),
    };
    frames->first = frame;
    frames->count++;
    draw(plan, frame);
}
