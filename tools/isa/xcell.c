#include "xcell.h"

#include "names.h"

#include <string.h>

enum { NAME = 1, FORM, CODE, F3, F7, OPERANDS, REQUEST, WHO, TRAPS, WHAT, COLUMNS };
enum { KIND_MOST = 31, F7_MOST = 127 };

struct instruction xcell[XCELL_MAX];
int xcell_count;

static const char *const field_names[FIELDS] = {"rd", "rs1", "rs2", "imm", "f7"};

int xcell_columns(const char *keyword) { return strcmp(keyword, "xc") == 0 ? COLUMNS : 0; }

/* The fields that an instruction of this form has, besides those that tell it from others. */
static bool form_has(const struct instruction *i, enum field field) {
    switch (field) {
    case FIELD_RD:
        return i->form != 'S';
    case FIELD_RS2:
        return i->form != 'I';
    case FIELD_IMM:
        return i->form != 'R';
    case FIELD_F7:
        return i->f7_is_kind;
    default:
        return true;
    }
}

static void take_operand(struct instruction *i, char *text) {
    struct operand *o = &i->operand[i->operands];
    char *colon = strchr(text, ':');
    if (i->operands == OPERANDS_MAX) table_fail(&i->line, "more than %d operands", OPERANDS_MAX);
    if (strcmp(text, "rd") == 0 || strcmp(text, "rd+") == 0) {
        i->writes_rd = true;
        i->reads_rd = text[2] == '+';
        *o = (struct operand){"rd", FIELD_RD};
    } else {
        if (!colon) table_fail(&i->line, "operand `%s` has no field: write name:field", text);
        *colon = '\0';
        o->name = text;
        for (o->field = 0; o->field < FIELDS && strcmp(field_names[o->field], colon + 1) != 0;) o->field++;
        if (o->field == FIELDS)
            table_fail(&i->line, "operand `%s` stands in `%s`: fields are rd, rs1, rs2, imm and f7", text, colon + 1);
        if (o->field == FIELD_RD) i->reads_rd = true;
    }
    if (!form_has(i, o->field))
        table_fail(&i->line, "operand `%s` stands in %s, which this form does not have", o->name,
                   field_names[o->field]);
    for (const struct operand *other = i->operand; other < o; other++)
        if (other->field == o->field || strcmp(other->name, o->name) == 0)
            table_fail(&i->line, "operands `%s` and `%s` are one", other->name, o->name);
    i->operands++;
}

static void take_operands(struct instruction *i) {
    char *text = i->line.column[OPERANDS];
    while (*text) {
        char *end = text + strcspn(text, ",");
        bool last = !*end;
        *end = '\0';
        take_operand(i, text);
        text = last ? end : end + 1 + strspn(end + 1, " ");
    }
}

static void take_traps(const struct instruction *i) {
    const char *text = i->line.column[TRAPS];
    if (strcmp(text, "-") == 0) return;
    while (*text) {
        char name[32];
        int n = 0;
        if (sscanf(text, "%31s%n", name, &n) != 1) break;
        if (!names_have("trap", name)) table_fail(&i->line, "no trap is called `%s` in traps.table", name);
        text += n;
    }
}

uint32_t xcell_mask(const struct instruction *i) {
    uint32_t f7 = i->form != 'R' ? 0 : i->f7_is_kind ? F7_MOST & ~KIND_MOST : F7_MOST;
    return f7 << 25 | 0x707f;
}

uint32_t xcell_match(const struct instruction *i) { return i->f7 << 25 | i->f3 << 12 | i->code; }

static void check_new(const struct instruction *i) {
    for (const struct instruction *o = xcell; o < i; o++) {
        if (strcmp(o->name, i->name) == 0)
            table_fail(&i->line, "xc.%s is there already, in line %d", i->name, o->line.number);
        if (((xcell_match(i) ^ xcell_match(o)) & xcell_mask(i) & xcell_mask(o)) == 0)
            table_fail(&i->line, "the encoding of xc.%s overlaps that of xc.%s, in line %d", i->name, o->name,
                       o->line.number);
    }
}

static void take_encoding(struct instruction *i) {
    const struct line *l = &i->line;
    if (strlen(l->column[FORM]) != 1 || !strchr("RIS", l->column[FORM][0]))
        table_fail(l, "form is `%s`: write R, I or S", l->column[FORM]);
    i->form = l->column[FORM][0];
    i->code = table_number(l, l->column[CODE], "code", 127);
    if ((i->code & 0x5f) != 0x0b && (i->code & 0x5f) != 0x5b)
        table_fail(l, "code `%s` is not one for extensions: 0x0B, 0x2B, 0x5B, 0x7B", l->column[CODE]);
    i->f3 = table_number(l, l->column[F3], "f3", 7);
    i->f7_is_kind = i->form == 'R' && strcmp(l->column[F7], "KIND") == 0;
    if (i->form != 'R' && strcmp(l->column[F7], "-") != 0)
        table_fail(l, "f7 is `%s`, but form %c has none: write -", l->column[F7], i->form);
    if (i->form == 'R' && !i->f7_is_kind) i->f7 = table_number(l, l->column[F7], "f7", F7_MOST);
}

void xcell_take(const struct line *l) {
    if (xcell_count == XCELL_MAX) table_fail(l, "more than %d instructions", XCELL_MAX);
    struct instruction *i = &xcell[xcell_count];
    i->line = *l;
    i->name = l->column[NAME];
    table_small(l, i->name);
    take_encoding(i);
    take_operands(i);
    if (strcmp(l->column[REQUEST], "-") != 0) {
        i->request = l->column[REQUEST];
        if (!names_have("request", i->request))
            table_fail(l, "no request is called `%s` in controller.table", i->request);
    }
    i->kernel = strcmp(l->column[WHO], "kernel") == 0;
    if (!i->kernel && strcmp(l->column[WHO], "any") != 0)
        table_fail(l, "who is `%s`: write any or kernel", l->column[WHO]);
    take_traps(i);
    check_new(i);
    xcell_count++;
}

/* ---- lith_xcell.h ---- */

static const char *operand_in(const struct instruction *i, enum field field, const char *none) {
    for (int n = 0; n < i->operands; n++)
        if (i->operand[n].field == field) return i->operand[n].name;
    return none;
}

/* A piece of the macro's body: an operand, which in C is a string of its own, or a fixed word. */
static void piece(FILE *f, bool in_c, const char *before, const char *operand, const char *word) {
    if (operand && in_c)
        fprintf(f, "%s\" %s \"", before, operand);
    else
        fprintf(f, "%s%s", before, operand ? operand : word);
}

static void macro(FILE *f, const struct instruction *i, bool in_c) {
    const char *name = in_c ? table_upper(i->name) : i->name, *zero = in_c ? "zero" : "x0";
    fprintf(f, "#define %s_%s(", in_c ? "XC" : "xc", name);
    for (int n = 0; n < i->operands; n++) fprintf(f, "%s%s", n ? ", " : "", i->operand[n].name);
    fprintf(f, ") %s.insn %c 0x%02x, %u, ", in_c ? "\"" : "", i->form - 'A' + 'a', i->code, i->f3);
    if (i->form == 'R') {
        char f7[8];
        snprintf(f7, sizeof f7, "%u", i->f7);
        piece(f, in_c, "", operand_in(i, FIELD_F7, NULL), f7);
        fputs(", ", f);
    }
    enum field first = i->form == 'S' ? FIELD_RS2 : FIELD_RD;
    piece(f, in_c, "", operand_in(i, first, NULL), zero);
    if (i->form == 'R') {
        piece(f, in_c, ", ", operand_in(i, FIELD_RS1, NULL), zero);
        piece(f, in_c, ", ", operand_in(i, FIELD_RS2, NULL), zero);
    } else {
        piece(f, in_c, ", ", operand_in(i, FIELD_IMM, NULL), "0");
        piece(f, in_c, "(", operand_in(i, FIELD_RS1, NULL), zero);
        fputc(')', f);
    }
    fputs(in_c ? "\"\n" : "\n", f);
}

void xcell_c(FILE *f) {
    fputs("\n#include <lith_isa.h>\n\n/* Bits that tell an instruction from others, and their values. */\n"
          "#define XC_IS(name, insn) (((insn)&XC_##name##_MASK) == XC_##name##_MATCH)\n",
          f);
    for (const struct instruction *i = xcell; i < xcell + xcell_count; i++)
        fprintf(f, "#define XC_%s_MASK 0x%08xu\n#define XC_%s_MATCH 0x%08xu\n", table_upper(i->name), xcell_mask(i),
                table_upper(i->name), xcell_match(i));
    fputs("\n#ifdef __ASSEMBLER__\n/* The instructions, with their operands as written in docs/xcell.md. */\n", f);
    for (const struct instruction *i = xcell; i < xcell + xcell_count; i++) macro(f, i, false);
    fputs("\n#else\n/* The same as strings for asm; operands are strings: XC_LEN(\"%0\", \"%1\"). */\n", f);
    for (const struct instruction *i = xcell; i < xcell + xcell_count; i++) macro(f, i, true);
    fputs("\n/* For decoders: X(name, form, request, flags). */\n"
          "enum xcell_form { XCELL_R, XCELL_I, XCELL_S };\n"
          "enum {\n"
          "    XCELL_ALONE = -1,     /* no request: the core does it alone */\n"
          "    XCELL_READS_RD = 1,   /* the register in the rd field is an operand */\n"
          "    XCELL_WRITES_RD = 2,  /* it is written */\n"
          "    XCELL_F7_IS_KIND = 4, /* the f7 field holds a kind of cell */\n"
          "    XCELL_KERNEL = 8      /* code in code cells may not use it */\n"
          "};\n"
          "#define XCELL_INSTRUCTIONS(X)",
          f);
    for (const struct instruction *i = xcell; i < xcell + xcell_count; i++) {
        fprintf(f, " \\\n    X(%s, XCELL_%c, ", table_upper(i->name), i->form);
        fputs(i->request ? "HEAP_" : "XCELL_ALONE", f);
        fprintf(f, "%s, %d)", i->request ? i->request : "",
                i->reads_rd + 2 * i->writes_rd + 4 * i->f7_is_kind + 8 * i->kernel);
    }
    fputs("\n#endif\n", f);
}

/* ---- docs/xcell.md ---- */

void xcell_doc(FILE *f) {
    fputs("| instruction | encoding | traps | operation |\n|---|---|---|---|\n", f);
    for (const struct instruction *i = xcell; i < xcell + xcell_count; i++) {
        fprintf(f, "| `xc.%s ", i->name);
        for (int n = 0; n < i->operands; n++) fprintf(f, "%s%s", n ? ", " : "", i->operand[n].name);
        fprintf(f, "` | 0x%02X f3=%u", i->code, i->f3);
        if (i->form == 'R' && !i->f7_is_kind) fprintf(f, " f7=%u", i->f7);
        fprintf(f, ", %c:", i->form);
        for (int n = 0; n < i->operands; n++)
            if (strcmp(i->operand[n].name, field_names[i->operand[n].field]) != 0)
                fprintf(f, " %s=%s", field_names[i->operand[n].field], i->operand[n].name);
        if (i->reads_rd && i->writes_rd) fputs(", rd is read and written", f);
        fprintf(f, "%s | %s | %s |\n", i->kernel ? "; kernel" : "",
                strcmp(i->line.column[TRAPS], "-") == 0 ? "" : i->line.column[TRAPS], i->line.column[WHAT]);
    }
}
