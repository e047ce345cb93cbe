#ifndef CGUMBO_ARENA_H
#define CGUMBO_ARENA_H

#include <gumbo.h>
#include <stddef.h>

/// A parsed document and the memory that all of it lives in.
typedef struct MarkupArena MarkupArena;

/// Parses within `limit` bytes of memory. NULL when the parse would need more.
/// The source must stay alive and unchanged as long as the arena: nodes point into it.
MarkupArena *markup_arena_parse(const char *html, size_t length, size_t limit);

/// The `html` element.
const GumboNode *markup_arena_root(const MarkupArena *arena);

void markup_arena_free(MarkupArena *arena);

#endif
