#include "base/arena.h"

#include "base/format.h"

#include <malloc.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BLOCK_BYTES = 64 * 1024, SPARES = 16, SHARED_BYTES = 1024 * 1024 };

struct block {
    struct block *next;
    struct block **from; /* what points to it: the arena or the block before */
    size_t size;
    size_t used;
    bool shared; /* mapped, not allocated */
    alignas(max_align_t) unsigned char bytes[];
};

struct cleanup {
    struct cleanup *next;
    void (*run)(void *);
    void *pointer;
};

struct arena {
    struct block *blocks; /* the newest first */
    struct block *spares; /* of BLOCK_BYTES, kept over a reset */
    struct cleanup *cleanups;
    bool shared;
};

void memory_trim(void)
{
    malloc_trim(0);
}

void out_of_memory(void)
{
    static const char message[] = "orgair: out of memory\n";
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    _exit(1);
}

static void *allocate(size_t size)
{
    void *memory = malloc(size);
    if (!memory)
        out_of_memory();
    return memory;
}

static void *map(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        out_of_memory();
    return memory;
}

struct arena *arena_new(void)
{
    struct arena *arena = allocate(sizeof *arena);
    *arena = (struct arena){0};
    return arena;
}

struct arena *arena_new_shared(void)
{
    struct arena *arena = arena_new();
#ifndef ORGAIR_ARENA_MALLOC
    arena->shared = true;
#endif
    return arena;
}

void arena_leave(const struct arena *arena)
{
    for (struct block *block = arena->blocks; arena->shared && block;) {
        struct block *next = block->next;
        madvise(block, sizeof *block + block->size, MADV_DONTNEED);
        block = next;
    }
}

static void run_cleanups(struct arena *arena)
{
    /* A cleanup lives in the arena itself, so read it before it runs. */
    while (arena->cleanups) {
        struct cleanup *last = arena->cleanups;
        arena->cleanups = last->next;
        last->run(last->pointer);
    }
}

static void free_block(struct block *block)
{
    if (block->shared)
        munmap(block, sizeof *block + block->size);
    else
        free(block);
}

static void free_blocks(struct block *block)
{
    while (block) {
        struct block *next = block->next;
        free_block(block);
        block = next;
    }
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    run_cleanups(arena);
    free_blocks(arena->blocks);
    free_blocks(arena->spares);
    free(arena);
}

void arena_reset(struct arena *arena)
{
    run_cleanups(arena);
#ifndef ORGAIR_ARENA_MALLOC
    int kept = 0;
    while (arena->blocks) {
        struct block *block = arena->blocks;
        arena->blocks = block->next;
        if (block->size != BLOCK_BYTES || kept++ >= SPARES) {
            free_block(block);
            continue;
        }
        block->next = arena->spares;
        arena->spares = block;
    }
#else
    free_blocks(arena->blocks);
    arena->blocks = NULL;
#endif
}

static void link_block(struct block *block, struct block **from)
{
    block->next = *from;
    block->from = from;
    if (block->next)
        block->next->from = &block->next;
    *from = block;
}

static struct block *add_block(struct arena *arena, size_t size)
{
    struct block *spare = arena->spares;
    if (spare && size == BLOCK_BYTES) {
        arena->spares = spare->next;
        *spare = (struct block){.size = size};
        link_block(spare, &arena->blocks);
        return spare;
    }
    if (size > SIZE_MAX - sizeof(struct block))
        out_of_memory();
    /* Behind the newest one, in which there may be room left. */
    bool apart = size > BLOCK_BYTES && arena->blocks;
    if (arena->shared && size < SHARED_BYTES)
        size = SHARED_BYTES;
    struct block *block =
        arena->shared ? map(sizeof *block + size) : allocate(sizeof *block + size);
    *block = (struct block){.size = size, .shared = arena->shared};
    link_block(block, apart ? &arena->blocks->next : &arena->blocks);
    return block;
}

static size_t padded(size_t size)
{
    return (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
}

static void *take_of(struct block *block, size_t size)
{
    void *memory = block->bytes + block->used;
    block->used += size;
    return memory;
}

static __attribute__((noinline)) void *take_anew(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX - alignof(max_align_t))
        out_of_memory();
#ifdef ORGAIR_ARENA_MALLOC
    return take_of(add_block(arena, size), size);
#else
    size = padded(size);
    return take_of(add_block(arena, size > BLOCK_BYTES ? size : BLOCK_BYTES), size);
#endif
}

/* Memory with whatever was there before. */
static inline void *take(struct arena *arena, size_t size)
{
#ifndef ORGAIR_ARENA_MALLOC
    struct block *block = arena->blocks;
    size_t left = block ? block->size - block->used : 0;
    if (block && size <= left && padded(size) <= left)
        return take_of(block, padded(size));
#endif
    return take_anew(arena, size);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / size)
        out_of_memory();
    return arena_alloc(arena, count * size);
}

/* A large array is alone in its block, which grows without a copy where the system can move it. */
static void *grow_large(void *array, size_t old_size, size_t new_size)
{
    struct block *block = (struct block *)((char *)array - offsetof(struct block, bytes));
    struct block *grown = realloc(block, sizeof *block + padded(new_size));
    if (!grown)
        out_of_memory();
    *grown->from = grown;
    if (grown->next)
        grown->next->from = &grown->next;
    grown->size = grown->used = padded(new_size);
    memset(grown->bytes + old_size, 0, new_size - old_size);
    return grown->bytes;
}

void *arena_grow(struct arena *arena, void *array, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return array;
    size_t wanted = *capacity > SIZE_MAX / 2 ? need : *capacity * 2;
    if (wanted < need)
        wanted = need;
    if (wanted < 8)
        wanted = 8;
    if (wanted > (SIZE_MAX - sizeof(struct block)) / 2 / size)
        out_of_memory();
    bool alone = !arena->shared && padded(*capacity * size) > BLOCK_BYTES;
    void *grown = alone ? grow_large(array, *capacity * size, wanted * size)
                        : arena_array(arena, wanted, size);
    if (!alone && *capacity > 0)
        memcpy(grown, array, *capacity * size);
    *capacity = wanted;
    return grown;
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
    char *copy = take(arena, length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

char *arena_copy_text(struct arena *arena, const char *text)
{
    return text ? arena_strdup(arena, text) : NULL;
}

/* Where the next allocation would stand, and how much of it there is. */
static char *free_room(const struct arena *arena, size_t *room)
{
    *room = 0;
#ifdef ORGAIR_ARENA_MALLOC
    (void)arena;
    return NULL;
#else
    struct block *block = arena->blocks;
    if (!block)
        return NULL;
    *room = block->size - block->used;
    return (char *)block->bytes + block->used;
#endif
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    size_t room;
    char *text = free_room(arena, &room);
    size_t length = format_text(text, room, format, args);
    va_end(args);
    if (length < room) {
        arena->blocks->used += padded(length + 1);
    } else {
        text = take(arena, length + 1);
        format_text(text, length + 1, format, again);
    }
    va_end(again);
    return text;
}

void arena_defer(struct arena *arena, void (*cleanup)(void *), void *pointer)
{
    struct cleanup *entry = arena_alloc(arena, sizeof *entry);
    *entry = (struct cleanup){.next = arena->cleanups, .run = cleanup, .pointer = pointer};
    arena->cleanups = entry;
}
