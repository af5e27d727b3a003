// Where things lie in the frame (wasm/frame.h, src/array/array.h). The loader compares these numbers
// with what the module says of itself (rp_js_layout) and refuses a module that differs.

/** One slot (rp_slot), in 32-bit words. */
export const SLOT = 142;
/** Fields of a slot, in words from its start. */
export const DTYPE = 0;
export const DATA = 1;
export const NDIM = 4;
export const FLAGS = 5;
export const BLOCK = 6;
export const WEAK = 9;
export const DIMS = 10;
export const STEPS = 74;
export const VALUE = 138;

export const MAX_DIMS = 64;
export const SLOTS = 68;

/** Parts of the frame, in bytes from its start. */
export const NUMBERS = SLOTS * SLOT * 4;
export const NUMBER_COUNT = 256;
export const OPTIONS = NUMBERS + NUMBER_COUNT * 8;
export const OPTION_COUNT = 32;
export const KEYS = OPTIONS + OPTION_COUNT * 4;
export const KEY_BYTES = 32;
export const KEY_COUNT = 2 * MAX_DIMS + 1;
export const TEXT = KEYS + KEY_COUNT * KEY_BYTES;
export const TEXT_BYTES = 16384;

/** rp_array.flags */
export const OWNDATA = 1;
export const WRITEABLE = 2;
export const WRITEBACKIFCOPY = 4;

/** rp_weak */
export const WEAK_INT = 1;
export const WEAK_BIGINT = 2;
export const WEAK_FLOAT = 3;
export const WEAK_COMPLEX = 4;

/** Flags of a call (wasm/frame.h). */
export const CALL_OUT = 1;
export const CALL_WHERE = 2;
export const CALL_OPTIONS = 4;
export const CALL_INITIAL = 8;
export const CALL_KEEPDIMS = 16;
export const CALL_NO_INITIAL = 32;
export const CALL_ALL_AXES = 64;
export const CALL_CORE = 128;

/** Places among the options. */
export const OPTION_CASTING = 0;
export const OPTION_ORDER = 1;
export const OPTION_DTYPE = 2;
export const OPTION_SIGNATURE = 3;

/** rp_casting and rp_order, by name. */
export const CASTINGS = ['no', 'equiv', 'safe', 'same_kind', 'unsafe'] as const;
export const ORDERS = ['C', 'F', 'A', 'K'] as const;

/** rp_key.kind, and the bits of rp_key.has. */
export const KEY_INTEGER = 0;
export const KEY_SLICE = 1;
export const KEY_ELLIPSIS = 2;
export const KEY_NEWAXIS = 3;
export const KEY_ARRAY = 4;

// Numbers of memory.ts. They stand here because the bundler writes out constants of other files only,
// and a loaded variable costs a nanosecond.
/** Small storages wait for their finaliser in batches of so many. */
export const BATCH = 64;
/** Bytes from which a storage is no longer small. */
export const SMALL = 16384;
/** Below so many bytes so many storages share a finaliser: one of them that lives on keeps the memory of all. */
export const TINY = 2048;
export const GROUP = 8;
/** Bytes from which a result makes the pool of threads worth starting. */
export const LARGE = 262144;
