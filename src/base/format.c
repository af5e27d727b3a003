#include "base/format.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct sink {
    char *out;
    size_t used, room; /* room counts without the terminating zero */
} sink;

static void put_char(sink *s, char c)
{
    if (s->used < s->room)
        s->out[s->used++] = c;
}

static void put_text(sink *s, const char *text)
{
    for (; *text; text++)
        put_char(s, *text);
}

static void put_unsigned(sink *s, uint64_t value)
{
    char digits[20];
    int n = 0;
    do {
        digits[n++] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    while (n)
        put_char(s, digits[--n]);
}

static void put_signed(sink *s, int64_t value)
{
    if (value < 0)
        put_char(s, '-');
    put_unsigned(s, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

/* value / 10^exponent, to some 10 units in the last place. */
static double scaled_by(double value, int exponent)
{
    for (; exponent >= 10; exponent -= 10)
        value /= 1e10;
    for (; exponent <= -10; exponent += 10)
        value *= 1e10;
    for (; exponent > 0; exponent--)
        value /= 10;
    for (; exponent < 0; exponent++)
        value *= 10;
    return value;
}

/* Six significant digits, plainly or with an exponent, as %g. For messages only. */
static void put_double(sink *s, double value)
{
    if (value != value) {
        put_text(s, "nan");
        return;
    }
    if (signbit(value))
        put_char(s, '-');
    value = fabs(value);
    if (isinf(value)) {
        put_text(s, "inf");
        return;
    }
    int exponent = 0;
    if (value != 0) {
        int binary;
        frexp(value, &binary);
        exponent = (int)floor((binary - 1) * 0.30102999566398120); /* log10(2); or one too low */
        if (!(scaled_by(value, exponent - 5) < 999999.5))
            exponent++;
    }
    uint64_t digits = value == 0 ? 0 : (uint64_t)(scaled_by(value, exponent - 5) + 0.5);
    int count = 6;
    while (count > 1 && digits % 10 == 0) {
        digits /= 10;
        count--;
    }
    char text[8];
    for (int i = count - 1; i >= 0; i--, digits /= 10)
        text[i] = (char)('0' + digits % 10);
    bool plain = exponent >= -5 && exponent < 6;
    int point = plain ? exponent + 1 : 1; /* digits before the decimal point */
    if (point <= 0) {
        put_text(s, "0.");
        for (int i = point; i < 0; i++)
            put_char(s, '0');
    }
    for (int i = 0; i < count || i < point; i++) {
        if (i == point && i > 0)
            put_char(s, '.');
        put_char(s, i < count ? text[i] : '0');
    }
    if (!plain) {
        put_char(s, 'e');
        put_char(s, exponent < 0 ? '-' : '+');
        exponent = exponent < 0 ? -exponent : exponent;
        if (exponent < 10)
            put_char(s, '0');
        put_unsigned(s, (uint64_t)exponent);
    }
}

size_t rp_vformat(char *out, size_t size, const char *format, va_list args)
{
    if (size == 0)
        return 0;
    sink s = {out, 0, size - 1};
    for (const char *p = format; *p; p++) {
        if (*p != '%') {
            put_char(&s, *p);
            continue;
        }
        p++;
        bool is_size = *p == 'z';
        bool is_wide = p[0] == 'l' && p[1] == 'l';
        p += is_size ? 1 : is_wide ? 2 : 0;
        switch (*p) {
        case 's': put_text(&s, va_arg(args, const char *)); break;
        case 'c': put_char(&s, (char)va_arg(args, int)); break;
        case 'd':
            put_signed(&s, is_wide   ? va_arg(args, long long)
                           : is_size ? (int64_t)va_arg(args, ptrdiff_t)
                                     : va_arg(args, int));
            break;
        case 'u':
            put_unsigned(&s, is_wide   ? va_arg(args, unsigned long long)
                             : is_size ? (uint64_t)va_arg(args, size_t)
                                       : va_arg(args, unsigned));
            break;
        case 'g': put_double(&s, va_arg(args, double)); break;
        case '%': put_char(&s, '%'); break;
        default: /* an unknown conversion shows itself in the message */
            put_char(&s, '%');
            p--;
            break;
        }
    }
    out[s.used] = '\0';
    return s.used;
}

size_t rp_format(char *out, size_t size, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    size_t used = rp_vformat(out, size, format, args);
    va_end(args);
    return used;
}
