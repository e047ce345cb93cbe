#ifndef CGMIMESHIM_H
#define CGMIMESHIM_H

#include <gmime/gmime.h>
#include <errno.h>
#include <iconv.h>

// GObject's casts and type tests are macros, which Swift does not import.

static inline InternetAddressMailbox *gm_mailbox(InternetAddress *address) {
  return INTERNET_ADDRESS_IS_MAILBOX(address) ? INTERNET_ADDRESS_MAILBOX(address) : NULL;
}

static inline InternetAddressGroup *gm_group(InternetAddress *address) {
  return INTERNET_ADDRESS_IS_GROUP(address) ? INTERNET_ADDRESS_GROUP(address) : NULL;
}

static inline InternetAddress *gm_address(InternetAddress *mailbox) { return mailbox; }

static inline GMimeObject *gm_object(void *any) { return GMIME_OBJECT(any); }

static inline GMimeStreamMem *gm_memory(GMimeStream *stream) { return GMIME_STREAM_MEM(stream); }

static inline GMimeParam *gm_parameter(GMimeParamList *list, const char *name) {
  return g_mime_param_list_get_parameter(list, name);
}

/// iconv's own prototype differs between C libraries; (size_t)-1 is a failure, `*code` its errno.
static inline size_t gm_convert(iconv_t state, char **input, size_t *left, char **output, size_t *room, int *code) {
  size_t result = iconv(state, input, left, output, room);
  *code = result == (size_t)-1 ? errno : 0;
  return result;
}

#endif
