/*
 * A tool of the build: prints a C file that holds the app's files, compressed (faces/web/pack.h), and the
 * engine as WebAssembly. Usage: embed-app [--app DIR] [--engine FILE]; without them the program has none.
 */
#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "faces/embed/bytes.h"

enum { FILES_MOST = 256, PATH_ROOM = 1024, HASH_BYTES = 8, HASH_ROOM = 2 * HASH_BYTES + 1, LEVEL_BEST = 9 };

struct file {
    char path[PATH_ROOM], hash[HASH_ROOM];
    size_t len, plain;
    bool gzip;
};
struct packing {
    struct file files[FILES_MOST];
    size_t count;
};

static const char *type_of(const char *path)
{
    static const char *const types[][2] = {{".html", "text/html; charset=utf-8"},
                                           {".js", "text/javascript; charset=utf-8"},
                                           {".css", "text/css; charset=utf-8"},
                                           {".json", "application/json"},
                                           {".webmanifest", "application/manifest+json"},
                                           {".svg", "image/svg+xml"},
                                           {".png", "image/png"},
                                           {".ico", "image/x-icon"},
                                           {".txt", "text/plain; charset=utf-8"},
                                           {".wasm", "application/wasm"}};
    const char *ending = strrchr(path, '.');
    for (size_t i = 0; ending && i < sizeof types / sizeof *types; i++)
        if (strcmp(ending, types[i][0]) == 0)
            return types[i][1];
    return NULL;
}

/* The same bytes for the same file: no name and no time in it. */
static char *compress_bytes(const struct am_embed_bytes *plain, size_t *len)
{
    enum { GZIP_WINDOW = 15 + 16, MEMORY = 9 };
    z_stream stream = {0};
    char *packed = NULL;
    if (deflateInit2(&stream, LEVEL_BEST, Z_DEFLATED, GZIP_WINDOW, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return NULL;
    const size_t room = deflateBound(&stream, plain->len);
    packed = malloc(room);
    stream.next_in = (Bytef *)plain->at;
    stream.avail_in = (uInt)plain->len;
    stream.next_out = (Bytef *)packed;
    stream.avail_out = (uInt)room;
    if (packed && deflate(&stream, Z_FINISH) == Z_STREAM_END) {
        *len = stream.total_out;
    } else {
        free(packed);
        packed = NULL;
    }
    deflateEnd(&stream);
    return packed;
}

/* Prints the bytes as bytes_N, and notes what is told of them. `path` may hold "*" for the hash. */
static bool add(struct packing *packing, const char *from, const char *path)
{
    struct am_embed_bytes plain = {0};
    struct file *file = &packing->files[packing->count];
    unsigned char hash[crypto_generichash_BYTES_MIN];
    char *packed = NULL;
    bool good = packing->count < FILES_MOST && am_embed_read(from, &plain) >= 0 && plain.at;
    if (good && !type_of(path)) {
        fprintf(stderr, "%s: a file of this kind has no type yet: see embed/app.c\n", from);
        good = false;
    }
    if (good && (packed = compress_bytes(&plain, &file->len)) != NULL) {
        crypto_generichash(hash, sizeof hash, (const unsigned char *)plain.at, plain.len, NULL, 0);
        sodium_bin2hex(file->hash, sizeof file->hash, hash, HASH_BYTES);
        const int before = (int)strcspn(path, "*");
        snprintf(file->path, sizeof file->path, "%.*s%s%s", before, path, path[before] ? file->hash : "",
                 path[before] ? path + before + 1 : "");
        file->plain = plain.len;
        file->gzip = file->len < plain.len;
        if (!file->gzip)
            file->len = plain.len;
        printf("static const char bytes_%zu[] = ", packing->count++);
        am_embed_print(file->gzip ? packed : plain.at, file->len);
        printf(";\n");
    }
    good = good && packed;
    free(packed);
    am_embed_dispose(&plain);
    return good;
}

/* A folder's files and those of its folders, by name. */
static bool add_folder(struct packing *packing, const char *folder, const char *path)
{
    struct dirent **entries = NULL;
    const int count = scandir(folder, &entries, NULL, alphasort);
    bool good = count >= 0;
    if (!good)
        perror(folder);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        char from[PATH_ROOM], under[PATH_ROOM];
        struct stat what;
        snprintf(from, sizeof from, "%s/%s", folder, name);
        snprintf(under, sizeof under, "%s/%s", path, name);
        if (good && name[0] != '.' && stat(from, &what) == 0)
            good = S_ISDIR(what.st_mode) ? add_folder(packing, from, under) : add(packing, from, under);
        free(entries[i]);
    }
    free(entries);
    return good;
}

static void print_table(const struct packing *packing, const char *engine)
{
    printf("\nstatic const struct am_web_file files[] = {\n");
    for (size_t i = 0; i < packing->count; i++) {
        const struct file *file = &packing->files[i];
        printf("    {\"%s\", \"%s\", \"%s\", bytes_%zu, %zu, %zu, %s, %s},\n", file->path,
               type_of(file->path), file->hash, i, file->len, file->plain, file->gzip ? "true" : "false",
               strncmp(file->path, "/app/", 5) == 0 ? "true" : "false");
    }
    printf("    {0}};\n\nconst struct am_web_pack am_web_pack = {files, %zu, %s%s%s};\n", packing->count,
           engine ? "\"" : "", engine ? engine : "NULL", engine ? "\"" : "");
}

int main(int argc, char *argv[])
{
    struct packing packing = {.count = 0};
    const char *app = NULL, *engine = NULL;
    bool good = argc % 2 == 1 && sodium_init() >= 0;
    for (int i = 1; good && i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--app") == 0)
            app = argv[i + 1];
        else if (strcmp(argv[i], "--engine") == 0)
            engine = argv[i + 1];
        else
            good = false;
    }
    if (!good) {
        fprintf(stderr, "usage: embed-app [--app DIR] [--engine FILE]\n");
        return 2;
    }
    printf("#include \"faces/web/pack.h\"\n\n#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n");
    if (app && !add_folder(&packing, app, ""))
        return 1;
    if (engine && !add(&packing, engine, "/app/engine-*.wasm"))
        return 1;
    print_table(&packing, engine ? packing.files[packing.count - 1].path : NULL);
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
