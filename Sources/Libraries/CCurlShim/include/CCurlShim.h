#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

#include <curl/curl.h>

// curl's options are set through functions with variable arguments, which Swift does not import.

typedef size_t (*mail_curl_sink)(char *bytes, size_t size, size_t count, void *userdata);
typedef int (*mail_curl_progress)(void *userdata, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

CURLcode mail_curl_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode mail_curl_set_long(CURL *handle, CURLoption option, long value);
CURLcode mail_curl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode mail_curl_set_header_sink(CURL *handle, mail_curl_sink sink);
CURLcode mail_curl_set_body_sink(CURL *handle, mail_curl_sink sink);
CURLcode mail_curl_set_socket_opener(CURL *handle, curl_opensocket_callback open, void *userdata);
CURLcode mail_curl_set_progress(CURL *handle, mail_curl_progress progress);

/// The status of the last answer by HTTP, or 0.
long mail_curl_response_code(CURL *handle);

/// The socket of a connection that was made with CURLOPT_CONNECT_ONLY, or -1.
int mail_curl_socket(CURL *handle);

#endif
