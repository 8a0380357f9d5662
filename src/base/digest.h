/* SHA-256 and HMAC-SHA256, by OpenSSL's libcrypto. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

enum { DIGEST_BYTES = 32, DIGEST_HEX = 65 };

struct digest {
    unsigned char bytes[DIGEST_BYTES];
};

/* One digest over several pieces. Feed each piece's length too where pieces
 * could run into each other: digest_field does. */
struct digest_state;
struct digest_state *digest_begin(void);
void digest_update(struct digest_state *state, const void *bytes, size_t length);
/* A string as a field of its own: its length, then its bytes. NULL differs from "". */
void digest_field(struct digest_state *state, const char *text);
/* The result; frees the state. */
struct digest digest_finish(struct digest_state *state);

struct digest digest_of(const void *bytes, size_t length);
/* The same for many: a state that digest_begin gave is used again and again, which saves looking
 * for the algorithm and memory each time. Ends what was begun with it; free it by digest_finish. */
struct digest digest_again(struct digest_state *state, const void *bytes, size_t length);

struct digest digest_hmac(const char *key, const void *bytes, size_t length);
/* HMAC-SHA256 over several pieces: digest_update, then digest_hmac_finish with the same key. */
struct digest_state *digest_hmac_begin(const char *key);
struct digest digest_hmac_finish(struct digest_state *state, const char *key);

/* Lower-case hexadecimal, terminated. */
void digest_hex(const struct digest *digest, char hex[DIGEST_HEX]);
/* False: not 64 hexadecimal digits. */
bool digest_parse(const char *hex, struct digest *out);
/* The same of exactly 64 bytes that nothing need terminate. */
bool digest_parse_bytes(const char *hex, struct digest *out);
/* In constant time, fit for signatures. */
bool digest_equal(const struct digest *a, const struct digest *b);

#endif
