/*
 * A number by which a text is found in a table, or told from another version of itself. Fast, and
 * no digest: whoever chooses the texts can find two with one number.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* Its low bits are as good as its high ones. What it gives decides which words stand once in a
 * workbook: with another hash, workbooks of the same data have other bytes. */
uint64_t hash_of(const char *text, size_t length);

/* Of a key that has more than its text. */
uint64_t hash_with(uint64_t hash, uint64_t more);

#endif
