#include "base/float_status.h"

#include <stdatomic.h>
#include <stddef.h>

unsigned rp_float_watched = 0;

static _Atomic unsigned raised = 0;

/* A composition as var reports a handful of steps; what comes after so many joins the last. */
enum { MOST_REPORTS = 8 };
static struct {
    unsigned conditions;
    const char *name;
} reports[MOST_REPORTS];
static int report_count = 0;

void rp_float_watch(unsigned conditions)
{
    rp_float_watched = conditions;
    report_count = 0;
    atomic_store(&raised, 0);
}

void rp_float_raise(unsigned conditions)
{
    if (conditions)
        atomic_fetch_or(&raised, conditions);
}

static void add_report(unsigned conditions, const char *name)
{
    if (report_count < MOST_REPORTS) {
        reports[report_count].conditions = 0;
        reports[report_count++].name = name;
    }
    reports[report_count - 1].conditions |= conditions;
}

void rp_float_report(const char *name)
{
    if (!rp_float_watched)
        return;
    unsigned conditions = atomic_exchange(&raised, 0);
    if (conditions & rp_float_watched)
        add_report(conditions, name);
}

void rp_float_note(const char *text)
{
    if (rp_float_watched)
        add_report(RP_FLOAT_NOTE, text);
}

unsigned rp_float_reported(int i, const char **name)
{
    if (i < 0 || i >= report_count)
        return 0;
    *name = reports[i].name;
    return reports[i].conditions;
}

int rp_float_report_count(void) { return report_count; }

void rp_float_rename(int first, const char *name)
{
    for (int i = first; i < report_count; i++)
        reports[i].name = name;
}
