/* RP_VECTOR_LOOP says of the loop that follows that its iterations do not depend on each other
 * through memory: each reads and writes only its own place, though both may be the same one.
 * RP_WIDE_VECTOR_LOOP works on 16 elements at once, RP_SERIAL_LOOP on one. */
#ifndef RP_DTYPE_VECTOR_LOOP_H
#define RP_DTYPE_VECTOR_LOOP_H

#if defined(__clang__)
#define RP_VECTOR_LOOP _Pragma("clang loop vectorize(assume_safety) interleave(disable)")
#define RP_WIDE_VECTOR_LOOP                                                                        \
    _Pragma("clang loop vectorize(assume_safety) vectorize_width(16) interleave(disable)")
#define RP_SERIAL_LOOP _Pragma("clang loop vectorize(disable) interleave(disable)")
/* Without optimisation it is not vectorised, and that is no cause for alarm. */
#pragma clang diagnostic ignored "-Wpass-failed"
#elif defined(__GNUC__)
#define RP_VECTOR_LOOP _Pragma("GCC ivdep")
#define RP_WIDE_VECTOR_LOOP _Pragma("GCC ivdep")
#define RP_SERIAL_LOOP
#else
#define RP_VECTOR_LOOP
#define RP_WIDE_VECTOR_LOOP
#define RP_SERIAL_LOOP
#endif

#endif
