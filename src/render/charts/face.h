/*
 * The widths of texts in the characters that most labels are made of (ASCII,
 * Latin-1 and a few more), from a table of the chart font's advances and
 * kerning: what Pango measures, without laying anything out. Numbers and the
 * names of dimensions stand on every organization's page.
 *
 * face_table.inc is DejaVu Sans 2.37 as Pango has it; tests/render/test_face.c
 * compares the two and writes the table anew with ORGAIR_REGEN=1.
 */
#ifndef RENDER_CHARTS_FACE_H
#define RENDER_CHARTS_FACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Every character is in the table; none of them runs from right to left or combines. */
bool face_has(const char *text, size_t length);

/* In pixels, as Pango has it to 1/20 (by which ligatures differ). False: see face_has. */
bool face_width(bool bold, double size, const char *text, size_t length, double *width);

/* The table's characters, in the order of their slots; 0 where a slot has none. */
enum { FACE_UNITS = 2048, FACE_FIRST = 0x20, FACE_LATIN = 0xa0, FACE_OTHERS = 13 };
enum { FACE_ASCII = 0x7f - FACE_FIRST, FACE_SLOTS = FACE_ASCII + 0x60 + FACE_OTHERS };
uint32_t face_character(size_t slot);

#endif
