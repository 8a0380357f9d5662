#include "base/digest.h"

#include "base/arena.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdint.h>

struct digest_state {
    EVP_MD_CTX *context;
};

/* libcrypto's digests fail for want of memory only. */
static void must(int ok)
{
    if (ok != 1)
        out_of_memory();
}

struct digest_state *digest_begin(void)
{
    struct digest_state *state = malloc(sizeof *state);
    if (!state)
        out_of_memory();
    state->context = EVP_MD_CTX_new();
    if (!state->context)
        out_of_memory();
    must(EVP_DigestInit_ex(state->context, EVP_sha256(), NULL));
    return state;
}

void digest_update(struct digest_state *state, const void *bytes, size_t length)
{
    must(EVP_DigestUpdate(state->context, bytes, length));
}

void digest_field(struct digest_state *state, const char *text)
{
    uint64_t length = text ? strlen(text) : UINT64_MAX;
    unsigned char prefix[8];
    for (int i = 0; i < 8; i++)
        prefix[i] = (unsigned char)(length >> (8 * i));
    digest_update(state, prefix, sizeof prefix);
    if (text)
        digest_update(state, text, (size_t)length);
}

struct digest digest_finish(struct digest_state *state)
{
    struct digest digest;
    must(EVP_DigestFinal_ex(state->context, digest.bytes, NULL));
    EVP_MD_CTX_free(state->context);
    free(state);
    return digest;
}

struct digest digest_of(const void *bytes, size_t length)
{
    struct digest_state *state = digest_begin();
    digest_update(state, bytes, length);
    return digest_finish(state);
}

/* Without an algorithm the context keeps the one it has. */
struct digest digest_again(struct digest_state *state, const void *bytes, size_t length)
{
    struct digest digest;
    must(EVP_DigestInit_ex(state->context, NULL, NULL));
    digest_update(state, bytes, length);
    must(EVP_DigestFinal_ex(state->context, digest.bytes, NULL));
    return digest;
}

/* RFC 2104: the key, or its digest when it is longer than a block, with each byte turned. */
static void add_key(struct digest_state *state, const char *key, unsigned char turn)
{
    enum { BLOCK = 64 };
    unsigned char block[BLOCK] = {0};
    size_t length = strlen(key);
    if (length > BLOCK) {
        struct digest digest = digest_of(key, length);
        memcpy(block, digest.bytes, DIGEST_BYTES);
    } else {
        memcpy(block, key, length);
    }
    for (size_t i = 0; i < BLOCK; i++)
        block[i] ^= turn;
    digest_update(state, block, BLOCK);
    OPENSSL_cleanse(block, sizeof block);
}

struct digest_state *digest_hmac_begin(const char *key)
{
    struct digest_state *state = digest_begin();
    add_key(state, key, 0x36);
    return state;
}

struct digest digest_hmac_finish(struct digest_state *state, const char *key)
{
    struct digest inner = digest_finish(state);
    struct digest_state *outer = digest_begin();
    add_key(outer, key, 0x5C);
    digest_update(outer, inner.bytes, DIGEST_BYTES);
    return digest_finish(outer);
}

struct digest digest_hmac(const char *key, const void *bytes, size_t length)
{
    struct digest digest;
    unsigned int written = 0;
    if (!HMAC(EVP_sha256(), key, (int)strlen(key), bytes, length, digest.bytes, &written))
        out_of_memory();
    return digest;
}

void digest_hex(const struct digest *digest, char hex[DIGEST_HEX])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < DIGEST_BYTES; i++) {
        hex[2 * i] = digits[digest->bytes[i] >> 4];
        hex[2 * i + 1] = digits[digest->bytes[i] & 15];
    }
    hex[2 * DIGEST_BYTES] = '\0';
}

/* By table: the digests of a manifest are as many as its files. 0 is no digit, a digit's value is
 * one less; capitals are none, for a digest is written in one way. */
static const unsigned char hex_values[256] = {
    ['0'] = 1, ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9, ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

bool digest_parse_bytes(const char *hex, struct digest *out)
{
    bool ok = true;
    for (int i = 0; i < DIGEST_BYTES; i++) {
        unsigned high = hex_values[(unsigned char)hex[2 * i]];
        unsigned low = hex_values[(unsigned char)hex[2 * i + 1]];
        ok = ok & (high != 0) & (low != 0);
        out->bytes[i] = (unsigned char)((high - 1) << 4 | (low - 1));
    }
    return ok;
}

bool digest_parse(const char *hex, struct digest *out)
{
    return strlen(hex) == DIGEST_HEX - 1 && digest_parse_bytes(hex, out);
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
    return CRYPTO_memcmp(a->bytes, b->bytes, DIGEST_BYTES) == 0;
}
