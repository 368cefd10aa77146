// The plane's page, compiled into the binary: nothing to install, nothing to find at run time.
#ifndef WEIR_PLANE_PAGE_H
#define WEIR_PLANE_PAGE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// The file served at `path` ("/", "/page.js", "/page.css", "/openapi.json"), its size and its content type; NULL for any other path.
// The bytes live as long as the process.
const void *_Nullable weir_plane_page(const char *_Nonnull path, size_t *_Nonnull size, const char *_Nullable *_Nonnull type);

#ifdef __cplusplus
}
#endif

#endif
