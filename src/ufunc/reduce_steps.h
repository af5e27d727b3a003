/* The steps of a reduction that its parts share: one row, and rows that are gathered. */
#ifndef RP_REDUCE_STEPS_H
#define RP_REDUCE_STEPS_H

#include "ufunc/reduce_run.h"

/* Operands of the iteration. */
enum { OUT, IN, MASK };

enum {
    TASK_ELEMENTS = 16384,
    BESIDE_ELEMENTS = 65536, /* of lines taken together: far enough apart */
    LARGEST_ELEMENT = 16,
};

static inline void rp_reduce_loop_on(const reduce_run *run, char *out, intptr_t out_step, char *in,
                                     intptr_t in_step, intptr_t n)
{
    char *args[3] = {out, in, out};
    intptr_t steps[3] = {out_step, in_step, out_step};
    run->row->fn(args, &n, steps, (void *)run->row);
}

/* A row of the iteration: folded by the loop, cast and masked as the run says. */
void rp_reduce_row(char **args, intptr_t n, const intptr_t *steps, void *run);

/* The elements [begin, end), at most one buffer of them, of a line that is all of `it`. */
void rp_reduce_gathered(const reduce_run *run, const rp_iter *it, char *out, intptr_t begin,
                        intptr_t end);
void rp_reduce_gathered_line(const reduce_run *run, const rp_iter *line);

/* Everything to one element, in parts where that changes no bit. */
void rp_reduce_to_one(const reduce_run *run);

#endif
