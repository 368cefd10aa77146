#include "plane_page.h"

#include <string.h>

static const unsigned char index_html[] = {
#embed "web/index.html"
};
static const unsigned char page_js[] = {
#embed "web/page.js"
};
static const unsigned char page_css[] = {
#embed "web/page.css"
};
static const unsigned char openapi_json[] = {
#embed "web/openapi.json"
};

static const struct {
    const char *path;
    const char *type;
    const unsigned char *bytes;
    size_t size;
} files[] = {
    {"/", "text/html; charset=utf-8", index_html, sizeof index_html},
    {"/page.js", "text/javascript; charset=utf-8", page_js, sizeof page_js},
    {"/page.css", "text/css; charset=utf-8", page_css, sizeof page_css},
    {"/openapi.json", "application/json; charset=utf-8", openapi_json, sizeof openapi_json},
};

const void *weir_plane_page(const char *path, size_t *size, const char **type) {
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        if (strcmp(path, files[i].path) == 0) {
            *size = files[i].size;
            *type = files[i].type;
            return files[i].bytes;
        }
    }
    return NULL;
}
