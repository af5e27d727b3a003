/* Raptors, the C library: N-dimensional arrays and universal functions with NumPy's semantics.
 *
 * Functions that can fail return a negative code or NULL and leave a kind and a message in a slot
 * of their thread (rp_error_get, rp_error_message). Nothing aborts. Arrays are reference counted:
 * rp_array_new, rp_array_retain, rp_array_drop. Any thread may call; a parallel loop that finds the
 * pool taken runs on its caller. */
#ifndef RAPTORS_H
#define RAPTORS_H

#ifdef __cplusplus
extern "C" {
#endif

#include "array/array.h"
#include "array/create.h"
#include "array/iter.h"
#include "base/alloc.h"
#include "base/error.h"
#include "dtype/cast.h"
#include "dtype/dtype.h"
#include "signal/signal.h"
#include "stat/stat.h"
#include "thread/pool.h"
#include "ufunc/ufunc.h"

#ifdef __cplusplus
}
#endif

#endif
