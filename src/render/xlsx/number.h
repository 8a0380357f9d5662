/* Numbers as a workbook keeps them: up to 15 digits, which is what a spreadsheet computes with. */
#ifndef RENDER_XLSX_NUMBER_H
#define RENDER_XLSX_NUMBER_H

#include <stddef.h>

enum { SHEET_NUMBER_BYTES = 32 };

/* What "%.15G" writes, several times faster; -0 is 0. Not terminated: returns the length. The value
 * is finite. */
size_t sheet_number(char text[SHEET_NUMBER_BYTES], double value);

/* Digits of a whole number; the end of what was written. */
char *sheet_digits(char *at, unsigned long long value);

#endif
