#include "cache/slab.hpp"

#include <algorithm>
#include <new>
#include <sys/mman.h>

namespace troupe::cache {

namespace {

constexpr size_t page_size = 128 * 1024;
constexpr size_t chunk_size = 1024 * 1024;
constexpr size_t pages = chunk_size / page_size;
constexpr size_t most = 8 * 1024; ///< larger blocks are the allocator's
constexpr size_t fine = 2048;     ///< 32 bytes between sizes up to here
constexpr size_t step = 32;

struct free_block {
  free_block* next;
};

} // namespace

/// The first bytes of a page; blocks of one size follow.
struct slab::page {
  slab* owner;
  chunk* home;
  page* next;
  page* previous;
  free_block* free;
  uint32_t number;
  uint32_t used;
  uint32_t fresh; ///< where blocks begin that were never used
};

/// A megabyte of pages.
struct slab::chunk {
  char* memory;
  uint32_t used = 0;     ///< pages
  uint32_t occupied = 0; ///< a bit for each
};

namespace {

constexpr size_t page_head = 64;

char* map_chunk() {
  auto* raw = mmap(nullptr, 2 * chunk_size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (raw == MAP_FAILED)
    throw std::bad_alloc{};
  auto* first = static_cast<char*>(raw);
  auto over = reinterpret_cast<uintptr_t>(first) % page_size;
  auto* aligned = first + (over == 0 ? 0 : page_size - over);
  if (aligned > first)
    munmap(first, static_cast<size_t>(aligned - first));
  auto* end = aligned + chunk_size;
  munmap(end, static_cast<size_t>(first + 2 * chunk_size - end));
  return aligned;
}

} // namespace

slab::~slab() {
  for (auto* x : chunks_) {
    munmap(x->memory, chunk_size);
    delete x;
  }
}

/// 32, 64 ... 2048, then sixteen sizes up to each power of two.
size_t slab::class_of(size_t size) noexcept {
  size = std::max<size_t>(size, 1);
  if (size <= fine)
    return (size - 1) / step;
  size_t group = 0;
  while (size > (fine * 2) << group)
    ++group;
  auto base = fine << group;
  return fine / step + group * 16 + (size - base - 1) / (base / 16);
}

size_t slab::size_of(size_t number) noexcept {
  if (number < fine / step)
    return (number + 1) * step;
  number -= fine / step;
  auto base = fine << (number / 16);
  return base + (number % 16 + 1) * (base / 16);
}

size_t slab::rounded(size_t size) noexcept {
  return size > most ? size : size_of(class_of(size));
}

void* slab::allocate(size_t size) {
  if (size > most)
    return ::operator new(size);
  auto number = class_of(size);
  std::lock_guard guard{mutex_};
  auto* from = open_[number];
  if (from == nullptr)
    from = new_page(number);
  ++from->used;
  auto block_size = size_of(number);
  void* out = nullptr;
  if (from->free != nullptr) {
    out = from->free;
    from->free = from->free->next;
  } else {
    out = reinterpret_cast<char*>(from) + from->fresh;
    from->fresh += static_cast<uint32_t>(block_size);
  }
  if (from->free == nullptr && from->fresh + block_size > page_size) {
    open_[number] = from->next;
    if (from->next != nullptr)
      from->next->previous = nullptr;
    from->next = nullptr;
  }
  return out;
}

void slab::release(void* block, size_t size) noexcept {
  if (size > most)
    return ::operator delete(block);
  auto at = reinterpret_cast<uintptr_t>(block);
  auto* from = reinterpret_cast<page*>(at - at % page_size);
  from->owner->put_back(*from, block);
}

void slab::put_back(page& from, void* block) noexcept {
  std::lock_guard guard{mutex_};
  bool full =
    from.free == nullptr && from.fresh + size_of(from.number) > page_size;
  auto* x = static_cast<free_block*>(block);
  x->next = from.free;
  from.free = x;
  --from.used;
  auto*& first = open_[from.number];
  if (full) {
    from.previous = nullptr;
    from.next = first;
    if (first != nullptr)
      first->previous = &from;
    first = &from;
  }
  // The last page of a size stays, for the block that comes next.
  if (from.used == 0 && (from.previous != nullptr || from.next != nullptr))
    drop(from);
}

void slab::drop(page& x) noexcept {
  auto*& first = open_[x.number];
  if (x.previous != nullptr)
    x.previous->next = x.next;
  else
    first = x.next;
  if (x.next != nullptr)
    x.next->previous = x.previous;
  auto* home = x.home;
  auto index =
    static_cast<size_t>(reinterpret_cast<char*>(&x) - home->memory) / page_size;
  home->occupied &= ~(1u << index);
  if (--home->used > 0) {
    madvise(&x, page_size, MADV_DONTNEED);
    return;
  }
  std::erase(chunks_, home);
  munmap(home->memory, chunk_size);
  delete home;
}

slab::chunk* slab::new_chunk() {
  for (auto* x : chunks_)
    if (x->used < pages)
      return x;
  auto* out = new chunk;
  out->memory = map_chunk();
  chunks_.push_back(out);
  return out;
}

slab::page* slab::new_page(size_t number) {
  static_assert(sizeof(page) <= page_head);
  auto* home = new_chunk();
  size_t index = 0;
  while ((home->occupied & (1u << index)) != 0)
    ++index;
  home->occupied |= 1u << index;
  ++home->used;
  auto* out = new (home->memory + index * page_size) page{};
  out->owner = this;
  out->home = home;
  out->number = static_cast<uint32_t>(number);
  out->fresh = page_head;
  open_[number] = out;
  return out;
}

size_t slab::reserved() const {
  std::lock_guard guard{mutex_};
  size_t out = 0;
  for (const auto* x : chunks_)
    out += x->used * page_size;
  return out;
}

} // namespace troupe::cache
