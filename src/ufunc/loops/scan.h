/* Running sums and products along one line. */
#ifndef RP_UFUNC_SCAN_H
#define RP_UFUNC_SCAN_H

#include <stdint.h>

/* out[i] = in[0] op ... op in[i], in order, n >= 1; `out` and `in` do not overlap. */
typedef void (*rp_scan_fn)(const char *in, intptr_t in_step, char *out, intptr_t out_step,
                           intptr_t n);

/* NULL where the ufunc or the dtype has no loop of its own: then its ordinary one is called for
 * each element. */
rp_scan_fn rp_scan_loop(const char *ufunc_name, int num);

#endif
