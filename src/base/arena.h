/*
 * Memory by lifetime: one arena for a run, one scratch arena for a batch or a
 * page. Nothing is freed alone; foreign handles (PGconn, cairo_t,
 * lxw_workbook) are closed by a cleanup that the arena runs, last in first out.
 *
 * Allocation does not fail: out of memory is said on stderr and ends the
 * process at once. Publishing is one atomic switch, so nothing is lost by it,
 * and no caller carries a path that no test could reach.
 *
 * With ORGAIR_ARENA_MALLOC defined (the san variant) every allocation is a
 * malloc of its own, so that the address sanitizer sees each one's bounds.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
/* One for what is large and made once: processes forked later see it, but hold no more of it than
 * they look at, until arena_leave. It is shared, so nobody changes it then. */
struct arena *arena_new_shared(void);
/* What this process holds of a shared arena is given back; it is there when it looks again. */
void arena_leave(const struct arena *arena);

/* Runs the cleanups and frees everything. NULL is allowed. */
void arena_free(struct arena *arena);

/* Runs the cleanups and makes the memory free for reuse. */
void arena_reset(struct arena *arena);

/* Zeroed memory, aligned for any type. Size 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_array(struct arena *arena, size_t count, size_t size);

/* A grown copy of an array, the old one is gone: room for at least `need` elements of `size` bytes.
 * `*capacity` counts elements and is doubled as needed; the new room is zeroed. */
void *arena_grow(struct arena *arena, void *array, size_t *capacity, size_t need, size_t size);

char *arena_strdup(struct arena *arena, const char *text);
char *arena_copy_text(struct arena *arena, const char *text); /* NULL stays NULL */
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void arena_defer(struct arena *arena, void (*cleanup)(void *), void *pointer);

/* What was freed goes back to the system as far as it can, not only from the end of the heap. Takes
 * a millisecond or two: for the times between two things that need much. */
void memory_trim(void);

/* Ends the process: said once, used by every allocator of the project. */
void out_of_memory(void) __attribute__((noreturn));

#endif
