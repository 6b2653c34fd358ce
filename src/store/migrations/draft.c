/*
 * A tool for whoever adds a record: prints the CREATE TABLE of every record for one engine, from its
 * description: draft sqlite|postgres. What it prints is committed as a migration and never changed once it
 * was released; a field that is added later gets an ALTER TABLE in a new one.
 */
#include <stdio.h>
#include <string.h>

#include "domain/kinds/all.h"

static const char *type_of(const struct am_field *field, int postgres)
{
    switch (field->kind) {
    case AM_FIELD_TEXT:
    case AM_FIELD_JSON:
        return postgres ? "TEXT COLLATE \"C\"" : "TEXT";
    case AM_FIELD_BYTES:
        return postgres ? "BYTEA" : "BLOB";
    default:
        return postgres ? "BIGINT NOT NULL" : "INTEGER NOT NULL";
    }
}

static void print_table(const struct am_record *record, int postgres)
{
    const char *number = postgres ? "BIGINT NOT NULL" : "INTEGER NOT NULL";
    printf("\n-- %s\nCREATE TABLE \"%s\" (\n", record->about, record->plural);
    printf("    \"org\" %s,\n    \"id\" %s,\n    \"version\" %s,\n    \"created_at_ms\" %s,\n", number,
           number, number, number);
    for (size_t i = 0; i < record->field_count; i++)
        printf("    \"%s\" %s,\n", record->fields[i].name, type_of(&record->fields[i], postgres));
    printf("    PRIMARY KEY (\"org\", \"id\")\n)%s;\n", postgres ? "" : " STRICT");
}

int main(int argc, char *argv[])
{
    if (argc != 2 || (strcmp(argv[1], "sqlite") != 0 && strcmp(argv[1], "postgres") != 0)) {
        fprintf(stderr, "usage: draft sqlite|postgres\n");
        return 2;
    }
    printf(
        "-- One table for each kind of record (src/domain/kinds). Texts and bytes may be NULL: not given.\n"
        "-- Records are named by id without foreign keys: many outlive those that they name (retention).\n");
    size_t count;
    const struct am_record *const *records = am_records(&count);
    for (size_t i = 0; i < count; i++)
        print_table(records[i], strcmp(argv[1], "postgres") == 0);
    return fflush(stdout) == 0 ? 0 : 1;
}
