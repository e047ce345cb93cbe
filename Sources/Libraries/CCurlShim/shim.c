#include "CCurlShim.h"

CURLcode mail_curl_set_string(CURL *handle, CURLoption option, const char *value) { return curl_easy_setopt(handle, option, value); }

CURLcode mail_curl_set_long(CURL *handle, CURLoption option, long value) { return curl_easy_setopt(handle, option, value); }

CURLcode mail_curl_set_pointer(CURL *handle, CURLoption option, void *value) { return curl_easy_setopt(handle, option, value); }

CURLcode mail_curl_set_header_sink(CURL *handle, mail_curl_sink sink) {
  return curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, sink);
}

CURLcode mail_curl_set_progress(CURL *handle, mail_curl_progress progress) {
  return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, progress);
}

int mail_curl_socket(CURL *handle) {
  curl_socket_t found = CURL_SOCKET_BAD;
  return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &found) == CURLE_OK ? (int)found : -1;
}

CURLcode mail_curl_set_body_sink(CURL *handle, mail_curl_sink sink) { return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, sink); }

long mail_curl_response_code(CURL *handle) {
  long code = 0;
  return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code) == CURLE_OK ? code : 0;
}

CURLcode mail_curl_set_socket_opener(CURL *handle, curl_opensocket_callback open, void *userdata) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open);
  return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, userdata) : code;
}
