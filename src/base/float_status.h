/* The floating-point conditions of IEEE 754, kept in software: WebAssembly has no flags to read, so
 * whoever computes asks whether anybody watches and, if so, works out what happened.
 *
 * One caller watches at a time; the threads that compute for it raise conditions together. */
#ifndef RP_BASE_FLOAT_STATUS_H
#define RP_BASE_FLOAT_STATUS_H

/* NumPy's numbers. */
enum {
    RP_FLOAT_DIVIDE = 1, /* an exact infinity from finite operands */
    RP_FLOAT_OVER = 2,
    RP_FLOAT_UNDER = 4, /* a result below the normal numbers that had to be rounded */
    RP_FLOAT_INVALID = 8,
    RP_FLOAT_NOTE = 16, /* no condition: a report whose name is a text of its own */
};

/* What is watched for; 0: nobody looks, and nothing is worked out. */
extern unsigned rp_float_watched;

/* Begins to watch for these, or ends it (0): forgets what was raised and reported before. */
void rp_float_watch(unsigned conditions);

void rp_float_raise(unsigned conditions);

/* Conditions raised since the last report happened "in" what bears this name, a string that stays.
 * Kept if one of them is watched for. */
void rp_float_report(const char *name);

/* Reports a text that NumPy warns with, if anything is watched for. */
void rp_float_note(const char *text);

/* The i-th report since rp_float_watch: its conditions, 0 past the last. */
unsigned rp_float_reported(int i, const char **name);
int rp_float_report_count(void);
/* Gives the reports from the first-th on another name. */
void rp_float_rename(int first, const char *name);

#endif
