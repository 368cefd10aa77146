// libcurl plus typed forms of its variadic setters and getters, which Swift cannot import.
#ifndef WEIR_CCURL_SHIM_H
#define WEIR_CCURL_SHIM_H

#include <curl/curl.h>

typedef size_t (*weir_curl_data_function)(char *bytes, size_t size, size_t count, void *context);
typedef int (*weir_curl_progress_function)(
    void *context, curl_off_t download_total, curl_off_t downloaded, curl_off_t upload_total, curl_off_t uploaded);

static inline CURLcode weir_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode weir_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

// libcurl copies the string.
static inline CURLcode weir_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

// libcurl keeps the pointer: what it points to must outlive the transfer.
static inline CURLcode weir_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode weir_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

// CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION and CURLOPT_READFUNCTION, which share their type.
static inline CURLcode weir_curl_set_data_function(CURL *handle, CURLoption option, weir_curl_data_function function) {
    return curl_easy_setopt(handle, option, function);
}

static inline CURLcode weir_curl_set_progress(CURL *handle, weir_curl_progress_function function) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
}

static inline CURLcode weir_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode weir_curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode weir_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

// Lets a paused transfer go on, both ways.
static inline CURLcode weir_curl_resume(CURL *handle) { return curl_easy_pause(handle, CURLPAUSE_CONT); }

static inline CURLcode weir_curl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

#endif
