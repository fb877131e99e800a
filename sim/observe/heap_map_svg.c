/* Drawing a heap history: SVG, with paths of rectangles in units of columns and rows. */
#include "heap_history.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Pixels. */
enum {
    LEFT = 86,
    TOP = 78,
    WIDTH = 840,
    HEIGHT = 380,
    PHASES = 12,
    STRIP = 52,
    STRIP_GAP = 26,
    RIGHT = 196,
    BOTTOM = 62
};
enum { STRIPS_TOP = TOP + HEIGHT + STRIP_GAP, TOTAL_WIDTH = LEFT + WIDTH + RIGHT };
enum { TOTAL_HEIGHT = STRIPS_TOP + 2 * STRIP + STRIP_GAP + BOTTOM };

static const struct {
    const char *name, *colour;
} classes[CLASS_COUNT] = {[CLASS_CONS] = {"cons", "#4e79a7"},
                          [CLASS_TUPLE] = {"tuple, map node", "#a0cbe8"},
                          [CLASS_VECTOR] = {"vector", "#59a14f"},
                          [CLASS_MAP] = {"map, set", "#9ad07c"},
                          [CLASS_ATOM] = {"atom, var", "#e15759"},
                          [CLASS_FRAME] = {"frame, continuation, process", "#b07aa1"},
                          [CLASS_FUNCTION] = {"function, code", "#f28e2b"},
                          [CLASS_SYMBOL] = {"symbol, keyword", "#ffbe7d"},
                          [CLASS_LAZY] = {"lazy sequence, box", "#d98cb3"},
                          [CLASS_STRING] = {"string, bytes", "#edc948"},
                          [CLASS_NUMBER] = {"boxed number", "#4fb3ab"},
                          [CLASS_OTHER] = {"other", "#79706e"},
                          [CLASS_UNSEEN] = {"not referred to", "#e3ddd3"},
                          [CLASS_DEAD] = {"dead, found by the collector", "#c4c4c4"}};
#define MARK_COLOUR "#8f9bff"
#define SLIDE_COLOUR "#ff9d5c"
#define STALL_COLOUR "#d62728"
#define WAIT_COLOUR "#5b2a86"
#define OLD_COLOUR "#0a7d3c"
#define MAJOR_END "stroke=\"#c77700\" stroke-width=\".7\" stroke-dasharray=\"3 3\""
#define MINOR_END "stroke=\"#c77700\" stroke-width=\".4\" stroke-dasharray=\"1 3\""

struct picture {
    FILE *out;
    const struct heap_history *h;
    double words;    /* at the top of the plot */
    uint64_t cycles; /* at its right edge, from h->begun */
};

static double x_of(const struct picture *p, unsigned column) {
    return LEFT + (double)WIDTH * column / (p->h->count ? p->h->count : 1);
}
static double y_of(const struct picture *p, double words) { return TOP + HEIGHT * (1 - words / p->words); }

static void text(const struct picture *p, double x, double y, const char *attributes, const char *s) {
    fprintf(p->out, "<text x=\"%.1f\" y=\"%.1f\" %s>", x, y, attributes);
    for (; *s; s++) {
        const char *escaped = *s == '<' ? "&lt;" : *s == '>' ? "&gt;" : *s == '&' ? "&amp;" : NULL;
        if (escaped)
            fputs(escaped, p->out);
        else if ((unsigned char)*s >= ' ')
            putc(*s, p->out);
    }
    fputs("</text>\n", p->out);
}

/* 1, 2 or 5 times a power of ten: a step that gives at most n + 1 ticks. */
static double tick_step(double range, int n) {
    double step = 1;
    for (int i = 0; range / step > n; i++) step *= i % 3 == 1 ? 2.5 : 2;
    return step;
}

static void format_amount(char *to, size_t size, double value, double largest) {
    double unit = largest >= 2e6 ? 1e6 : largest >= 2e4 ? 1e3 : 1;
    snprintf(to, size, "%.4g%s", value / unit, unit == 1e6 ? " M" : unit == 1e3 ? " k" : "");
}

/* ---- the heap ---- */

/* The class that stands for each row: in a column, classes get rows in the proportion of their words. */
static void choose(const struct history_column *c, uint8_t *chosen, unsigned rows) {
    float due[CLASS_COUNT + 1] = {0};
    for (unsigned r = 0; r < rows; r++) {
        float free = 1;
        unsigned best = CLASS_COUNT;
        for (unsigned k = 0; k < CLASS_COUNT; k++) {
            due[k] += c->share[r][k];
            free -= c->share[r][k];
        }
        due[CLASS_COUNT] += free > 0 ? free : 0;
        for (unsigned k = 0; k < CLASS_COUNT; k++)
            if (due[k] > due[best]) best = k;
        due[best] -= 1;
        chosen[r] = (uint8_t)best;
    }
}

static void draw_blocks(const struct picture *p, bool *used) {
    static uint8_t chosen[HISTORY_COLUMNS][HISTORY_ROWS];
    const struct heap_history *h = p->h;
    for (unsigned c = 0; c < h->count; c++) choose(&h->columns[c], chosen[c], HISTORY_ROWS);
    fprintf(p->out, "<g shape-rendering=\"crispEdges\" transform=\"translate(%d %d) scale(%.6f %.6f)\">\n", LEFT,
            TOP + HEIGHT, (double)WIDTH / (h->count ? h->count : 1), -(double)HEIGHT * h->row_words / p->words);
    for (unsigned k = 0; k < CLASS_COUNT; k++) {
        for (unsigned r = 0; r < HISTORY_ROWS; r++) {
            for (unsigned c = 0, n; c < h->count; c += n) {
                for (n = 1; chosen[c][r] == k && c + n < h->count && chosen[c + n][r] == k;) n++;
                if (chosen[c][r] != k) continue;
                if (!used[k]) fprintf(p->out, "<path fill=\"%s\" d=\"", classes[k].colour);
                used[k] = true;
                fprintf(p->out, "M%u %uh%uv1h-%uz", c, r, n, n);
            }
        }
        if (used[k]) fputs("\"/>\n", p->out);
    }
    fputs("</g>\n", p->out);
}

/* What the collector put down in each column, outlined by a hatch. */
static void draw_moved(const struct picture *p) {
    bool any = false;
    for (unsigned c = 0; c < p->h->count; c++) {
        const struct history_column *column = &p->h->columns[c];
        if (column->moved_from == column->moved_to) continue;
        double top = y_of(p, column->moved_to), bottom = y_of(p, column->moved_from), width = x_of(p, 1) - x_of(p, 0);
        if (!any)
            fputs("<path fill=\"url(#moved)\" stroke=\"#000\" stroke-opacity=\".55\" stroke-width=\".5\" d=\"", p->out);
        any = true;
        fprintf(p->out, "M%.1f %.1fh%.1fv%.1fh-%.1fz", x_of(p, c), top, width, bottom - top, width);
    }
    if (any) fputs("\"/>\n", p->out);
}

static bool collecting(const struct history_column *c) {
    return c->collections || 2 * (c->marking + c->sliding) >= c->cycles;
}

/* Bands behind the blocks while a collection runs, and above the plot the share of each column in both phases. */
static void draw_phases(const struct picture *p) {
    const struct heap_history *h = p->h;
    double width = x_of(p, 1) - x_of(p, 0);
    for (unsigned c = 0, n; c < h->count; c += n) {
        for (n = 1; collecting(&h->columns[c]) && c + n < h->count && collecting(&h->columns[c + n]);) n++;
        if (!collecting(&h->columns[c])) continue;
        fprintf(p->out, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#fff1d6\"/>\n", x_of(p, c), TOP,
                n * width, HEIGHT);
    }
    for (int minor = 0; minor < 2; minor++) {
        fprintf(p->out, "<path %s d=\"M0 0", minor ? MINOR_END : MAJOR_END);
        for (unsigned c = 0; c < h->count; c++) {
            const struct history_column *k = &h->columns[c];
            if (minor ? k->minors : k->collections - k->minors)
                fprintf(p->out, "M%.1f %dv%d", x_of(p, c + 1), TOP, HEIGHT);
        }
        fputs("\"/>\n", p->out);
    }
    fprintf(p->out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#f2f2f2\"/>\n", LEFT, TOP - PHASES - 3,
            WIDTH, PHASES);
    for (int phase = 0; phase < 2; phase++) {
        fprintf(p->out, "<path shape-rendering=\"crispEdges\" fill=\"%s\" d=\"M0 0",
                phase ? SLIDE_COLOUR : MARK_COLOUR);
        for (unsigned c = 0; c < h->count; c++) {
            const struct history_column *k = &h->columns[c];
            double unit = k->cycles ? (double)PHASES / (double)k->cycles : 0;
            double height = unit * (double)(phase ? k->sliding : k->marking);
            double base = TOP - 3 - (phase ? unit * (double)k->marking : 0);
            if (height > 0)
                fprintf(p->out, "M%.1f %.1fh%.1fv%.1fh-%.1fz", x_of(p, c), base - height, width, height, width);
        }
        fputs("\"/>\n", p->out);
    }
    text(p, LEFT - 8, TOP - 6, "text-anchor=\"end\"", "collector");
}

/* A line through what each column has, which is where it ends in the picture. */
static void draw_line(const struct picture *p, const char *colour, uint32_t (*words)(const struct history_column *)) {
    fprintf(p->out, "<path fill=\"none\" stroke=\"%s\" stroke-width=\"1\" d=\"", colour);
    for (unsigned c = 0; c < p->h->count; c++)
        fprintf(p->out, "%c%.1f %.1f", c ? 'L' : 'M', x_of(p, c + 1), y_of(p, words(&p->h->columns[c])));
    fputs(p->h->count ? "\"/>\n" : "M0 0\"/>\n", p->out);
}

static uint32_t top_of(const struct history_column *c) { return c->top; }
static uint32_t old_end_of(const struct history_column *c) { return c->old_end; }

/* Where blocks end, where old ones do, and where the handle table begins. */
static void draw_limits(const struct picture *p) {
    const struct heap_history *h = p->h;
    fputs("<path fill=\"#d9d2e9\" fill-opacity=\".8\" d=\"M0 0", p->out);
    for (unsigned c = 0; c < h->count; c++) {
        const struct history_column *k = &h->columns[c];
        double top = k->limit < p->words ? k->limit : p->words;
        if (k->ceil < top)
            fprintf(p->out, "M%.1f %.1fH%.1fV%.1fH%.1fz", x_of(p, c), y_of(p, top), x_of(p, c + 1), y_of(p, k->ceil),
                    x_of(p, c));
    }
    fputs("\"/>\n", p->out);
    draw_line(p, OLD_COLOUR, old_end_of);
    draw_line(p, "#000", top_of);
}

/* ---- strips below ---- */

/* Bars of height value(c) / largest, stacked on those of `base` (or NULL). */
static void draw_bars(const struct picture *p, int bottom, const char *colour, const double *value, const double *base,
                      double largest) {
    double width = x_of(p, 1) - x_of(p, 0);
    fprintf(p->out, "<path shape-rendering=\"crispEdges\" fill=\"%s\" d=\"M0 0", colour);
    for (unsigned c = 0; c < p->h->count; c++) {
        double low = bottom - (base ? STRIP * base[c] / largest : 0), height = STRIP * value[c] / largest;
        if (height > 0.05)
            fprintf(p->out, "M%.1f %.1fh%.1fv%.1fh-%.1fz", x_of(p, c), low - height, width, height, width);
    }
    fputs("\"/>\n", p->out);
}

static void draw_strip_frame(const struct picture *p, int top, const char *name, double largest, const char *unit) {
    char amount[40];
    fprintf(p->out,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888\" stroke-width=\".6\"/>\n",
            LEFT, top, WIDTH, STRIP);
    snprintf(amount, sizeof amount, largest < 10 ? "%.1f%s" : "%.0f%s", largest, unit);
    text(p, LEFT - 8, top + 9, "text-anchor=\"end\"", amount);
    text(p, LEFT - 8, top + STRIP, "text-anchor=\"end\"", "0");
    text(p, LEFT, top - 5, "", name);
}

static void draw_strips(const struct picture *p) {
    static double moved[HISTORY_COLUMNS], stalled[HISTORY_COLUMNS], waiting[HISTORY_COLUMNS];
    double most_moved = 1, most_lost = 1;
    for (unsigned c = 0; c < p->h->count; c++) {
        const struct history_column *k = &p->h->columns[c];
        double cycles = k->cycles ? (double)k->cycles : 1;
        moved[c] = 1000 * (double)k->moved / cycles;
        stalled[c] = 100 * (double)k->stalled / cycles;
        waiting[c] = 100 * (double)k->waiting / cycles;
        if (moved[c] > most_moved) most_moved = moved[c];
        if (stalled[c] + waiting[c] > most_lost) most_lost = stalled[c] + waiting[c];
    }
    int top = STRIPS_TOP;
    draw_bars(p, top + STRIP, "#444", moved, NULL, most_moved);
    draw_strip_frame(p, top, "words moved by the collector in 1000 cycles", most_moved, "");
    top += STRIP + STRIP_GAP;
    draw_bars(p, top + STRIP, STALL_COLOUR, stalled, NULL, most_lost);
    draw_bars(p, top + STRIP, WAIT_COLOUR, waiting, stalled, most_lost);
    draw_strip_frame(p, top, "cycles in which the program waited: for an access of the collector, for space", most_lost,
                     " %");
}

/* ---- frame, axes, legend ---- */

static void draw_axes(const struct picture *p) {
    char label[40];
    int bottom = STRIPS_TOP + 2 * STRIP + STRIP_GAP;
    fprintf(p->out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#444\"/>\n", LEFT, TOP,
            WIDTH, HEIGHT);
    double step = tick_step(p->words, 8);
    for (int i = 0; i * step <= p->words; i++) {
        double w = i * step;
        fprintf(p->out, "<path stroke=\"#444\" d=\"M%d %.1fh-5\"/>\n", LEFT, y_of(p, w));
        format_amount(label, sizeof label, w, p->words);
        text(p, LEFT - 8, y_of(p, w) + 4, "text-anchor=\"end\"", label);
    }
    double begun = (double)p->h->begun, end = begun + (double)p->cycles;
    step = tick_step(end - begun, 10);
    for (uint64_t i = (uint64_t)(begun / step + 0.999999); (double)i * step <= end && end > begun; i++) {
        double c = (double)i * step;
        double x = LEFT + WIDTH * (c - begun) / (end - begun);
        fprintf(p->out, "<path stroke=\"#444\" d=\"M%.1f %dv5M%.1f %dv5\"/>\n", x, TOP + HEIGHT, x, bottom);
        format_amount(label, sizeof label, c, end);
        text(p, x, bottom + 17, "text-anchor=\"middle\"", label);
    }
    text(p, LEFT + WIDTH / 2.0, bottom + 34, "text-anchor=\"middle\"", "time (cycles since reset)");
    fprintf(p->out, "<g transform=\"translate(20 %d) rotate(-90)\">", TOP + HEIGHT / 2);
    text(p, 0, 0, "text-anchor=\"middle\"", "place in the heap (words of 32 bits)");
    fputs("</g>\n", p->out);
}

static int legend_line(const struct picture *p, int y, const char *fill, const char *name) {
    fprintf(p->out,
            "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\" stroke=\"#999\" stroke-width=\".4\"/>\n",
            LEFT + WIDTH + 16, y, fill);
    text(p, LEFT + WIDTH + 34, y + 10, "", name);
    return y + 18;
}

static void draw_legend(const struct picture *p, const bool *used) {
    int y = TOP;
    for (unsigned k = 0; k < CLASS_COUNT; k++)
        if (used[k]) y = legend_line(p, y, classes[k].colour, classes[k].name);
    y = legend_line(p, y, "#fff", "free");
    y = legend_line(p, y + 8, "url(#moved)", "moved in this interval");
    fprintf(p->out, "<path stroke=\"#000\" d=\"M%d %dh12\"/>\n", LEFT + WIDTH + 16, y + 6);
    text(p, LEFT + WIDTH + 34, y + 10, "", "end of the blocks");
    y += 18;
    fprintf(p->out, "<path stroke=\"" OLD_COLOUR "\" d=\"M%d %dh12\"/>\n", LEFT + WIDTH + 16, y + 6);
    text(p, LEFT + WIDTH + 34, y + 10, "", "end of the old ones");
    y = legend_line(p, y + 18, "#d9d2e9", "handle table");
    y = legend_line(p, y + 8, "#fff1d6", "a collection");
    for (int minor = 0; minor < 2; minor++, y += 18) {
        fprintf(p->out, "<path %s d=\"M%d %dv12\"/>\n", minor ? MINOR_END : MAJOR_END, LEFT + WIDTH + 22, y);
        text(p, LEFT + WIDTH + 34, y + 10, "", minor ? "end of a minor one" : "end of a major one");
    }
    y = legend_line(p, y, MARK_COLOUR, "marking");
    y = legend_line(p, y, SLIDE_COLOUR, "sliding");
    y = legend_line(p, y, STALL_COLOUR, "waits for the collector");
    legend_line(p, y, WAIT_COLOUR, "waits for space");
}

static void draw(const struct picture *p, const char *title) {
    const struct heap_history *h = p->h;
    uint64_t moved = 0, collections = 0, minors = 0;
    char line[200];
    bool used[CLASS_COUNT] = {false};
    fprintf(
        p->out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
        "font-family=\"sans-serif\" font-size=\"11\" fill=\"#222\">\n"
        "<defs><pattern id=\"moved\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" "
        "patternTransform=\"rotate(45)\"><path stroke=\"#000\" stroke-opacity=\".7\" d=\"M0 0v4\"/></pattern></defs>\n"
        "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n",
        TOTAL_WIDTH, TOTAL_HEIGHT, TOTAL_WIDTH, TOTAL_HEIGHT, TOTAL_WIDTH, TOTAL_HEIGHT);
    for (unsigned c = 0; c < h->count; c++) {
        moved += h->columns[c].moved;
        collections += h->columns[c].collections;
        minors += h->columns[c].minors;
    }
    text(p, LEFT, 24, "font-size=\"16\" font-weight=\"bold\"", title);
    snprintf(line, sizeof line,
             "%" PRIu64 " cycles from cycle %" PRIu64 " on, with %" PRIu64 " collections (%" PRIu64 " minor), %" PRIu64
             " words moved; one row is %u words",
             p->cycles, h->begun, collections, minors, moved, h->row_words);
    text(p, LEFT, 43, "fill=\"#555\"", h->broken[0] ? h->broken : line);
    draw_phases(p);
    draw_blocks(p, used);
    draw_moved(p);
    draw_limits(p);
    draw_strips(p);
    draw_axes(p);
    draw_legend(p, used);
    fputs("</svg>\n", p->out);
}

void heap_history_draw(const struct heap_history *h, FILE *out, const char *title) {
    struct picture p = {.out = out, .h = h, .words = h->top_max * 1.06 + 16};
    uint32_t limit = 0;
    for (unsigned c = 0; c < h->count; c++) {
        p.cycles += h->columns[c].cycles;
        if (h->columns[c].limit > limit) limit = h->columns[c].limit;
    }
    if (limit && limit < 2 * p.words) p.words = limit; /* small enough to be seen whole */
    draw(&p, title);
}
