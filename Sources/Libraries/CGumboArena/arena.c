#include "CGumboArena.h"

#include <setjmp.h>
#include <stdlib.h>

// gumbo 0.10 checks no allocation and frees its tree by recursion. Here the tree lives in blocks that are freed as a whole,
// and a document that asks for more than its budget leaves the parser by a jump: nothing outside of the blocks is lost.

enum { blockSize = 256 * 1024, alignment = 16 };

typedef struct Block {
  struct Block *next;
  size_t used;
  size_t size;
} Block;

struct MarkupArena {
  Block *blocks;
  size_t taken;
  size_t limit;
  jmp_buf exhausted;
  const GumboNode *root;
};

static const size_t headerSize = (sizeof(Block) + alignment - 1) / alignment * alignment;

static void *take(void *userdata, size_t size) {
  MarkupArena *arena = userdata;
  size_t rounded = size == 0 ? alignment : (size + alignment - 1) / alignment * alignment;
  Block *block = arena->blocks;
  if (block == NULL || block->size - block->used < rounded) {
    size_t wanted = rounded > blockSize ? rounded : blockSize;
    if (rounded < size || wanted > arena->limit - arena->taken) longjmp(arena->exhausted, 1);
    block = malloc(headerSize + wanted);
    if (block == NULL) longjmp(arena->exhausted, 1);
    block->next = arena->blocks;
    block->used = 0;
    block->size = wanted;
    arena->blocks = block;
    arena->taken += wanted;
  }
  char *memory = (char *)block + headerSize + block->used;
  block->used += rounded;
  return memory;
}

static void keep(void *userdata, void *pointer) {
  (void)userdata;
  (void)pointer;
}

MarkupArena *markup_arena_parse(const char *html, size_t length, size_t limit) {
  MarkupArena *arena = calloc(1, sizeof(MarkupArena));
  if (arena == NULL) return NULL;
  arena->limit = limit;
  if (setjmp(arena->exhausted) != 0) {
    markup_arena_free(arena);
    return NULL;
  }
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = take;
  options.deallocator = keep;
  options.userdata = arena;
  options.max_errors = 0;
  arena->root = gumbo_parse_with_options(&options, html, length)->root;
  return arena;
}

const GumboNode *markup_arena_root(const MarkupArena *arena) { return arena->root; }

void markup_arena_free(MarkupArena *arena) {
  for (Block *block = arena->blocks; block != NULL;) {
    Block *next = block->next;
    free(block);
    block = next;
  }
  free(arena);
}
