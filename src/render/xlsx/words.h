/*
 * Words: texts that a sheet says again and again, "Not stated" or a country. They stand once in the
 * workbook's table of strings, which the library keeps and writes, and cells name them by their
 * number. What a sheet says for the first time stands in its cell, and a few hundred words are all
 * that are known of a sheet: the names of a hundred thousand organizations do not gather here.
 */
#ifndef RENDER_XLSX_WORDS_H
#define RENDER_XLSX_WORDS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdio.h>
#include <xlsxwriter.h>

struct words;

/* Of one sheet. */
struct words *words_new(struct arena *arena, lxw_workbook *workbook);

/* The number of a text, such as sheet_text gives; -1: it stands in its cell. */
long words_number(struct words *words, const char *text, size_t length);

/* The workbook's table, to be read before any other text comes into one. */
bool words_save(const lxw_workbook *workbook, FILE *out);
bool words_load(lxw_workbook *workbook, FILE *in);

#endif
