/* Python literals, as ast.literal_eval reads them: numbers, strings, tuples, lists, sets, dicts,
 * True, False, None, with Python's white space, comments and escapes. Nothing is built in memory:
 * values are checked and told by kind, and the entries of the outermost dict are handed to a
 * callback. */
#ifndef RP_IO_PY_LITERAL_H
#define RP_IO_PY_LITERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum rp_py_kind {
    RP_PY_NONE,
    RP_PY_BOOL,
    RP_PY_INT,
    RP_PY_FLOAT,
    RP_PY_COMPLEX,
    RP_PY_STRING,
    RP_PY_BYTES,
    RP_PY_ELLIPSIS,
    RP_PY_TUPLE,
    RP_PY_LIST,
    RP_PY_SET,
    RP_PY_DICT,
} rp_py_kind;

/* How a number was written: signs and sums may be put only before and between certain forms. */
typedef enum rp_py_form { RP_PY_NO_NUMBER, RP_PY_PLAIN, RP_PY_SIGNED, RP_PY_SUM } rp_py_form;

enum {
    RP_PY_MAX_DEPTH = 200,  /* Python's own limit of nested brackets */
    RP_PY_TUPLE_ITEMS = 64, /* of a tuple of integers, kept in rp_py_reader.items */
    RP_PY_STRING_BYTES =
        256, /* of a string, kept in rp_py_reader.string; the rest is only checked */
};

typedef struct rp_py_value {
    rp_py_kind kind;
    rp_py_form form;
    bool hashable;
    bool truth;        /* BOOL */
    bool all_integers; /* TUPLE: its items are integers, the first of them in rp_py_reader.items */
    int64_t integer;   /* INT; saturated, if need be */
    size_t count;      /* items */
    size_t start, end; /* its text, brackets around it included */
} rp_py_value;

typedef struct rp_py_reader rp_py_reader;
struct rp_py_reader {
    const char *text;
    size_t length;
    bool long_suffix; /* Python 2's 10L is an integer */
    /* The outermost dict's entries in turn: `key` names the key just read by a number (the text of
     * a string is in `string`); `entry` gets that number and the value. */
    int (*key)(rp_py_reader *reader, const rp_py_value *key);
    void (*entry)(rp_py_reader *reader, int key, const rp_py_value *value);
    void *context;

    /* Of the string or tuple read last. */
    char string[RP_PY_STRING_BYTES];
    size_t string_length; /* the whole length, which may be more than was kept */
    int64_t items[RP_PY_TUPLE_ITEMS];

    /* What is wrong, and at which byte; NULL if nothing is. */
    const char *problem;
    size_t at;

    int depth, dicts;
};

/* Reads one literal, which with white space and comments is the whole text. Set text, length,
 * long_suffix and the callbacks first, the rest zero. false: see problem and at. */
bool rp_py_read(rp_py_reader *reader, rp_py_value *value);

#endif
