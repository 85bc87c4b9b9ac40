// What a look-up costs and how much memory entries take beyond their bytes.
// Eight threads, nine look-ups to one answer that is kept, Zipf-like choice of
// keys; then the resident memory of 50,000 answers of 1 KB.

#include "base/hash.hpp"
#include "cache/store.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace troupe;

namespace {

constexpr size_t entries = 50'000;
constexpr size_t key_size = 64;
constexpr size_t value_size = 1024;
constexpr uint32_t now = 1'000;

std::string key_of(size_t i) {
  auto out = "operation 17, variables id " + std::to_string(i) + " ";
  out.resize(key_size, '.');
  return out;
}

struct known {
  std::string key;
  uint64_t hash;
  std::array<uint32_t, 2> slots;
};

std::vector<known> make_keys(size_t count) {
  std::vector<known> out;
  for (size_t i = 0; i < count; ++i) {
    auto key = key_of(i);
    auto hash = hash64(key);
    out.push_back({std::move(key),
                   hash,
                   {cache::versions::table_slot("t", cache::aspect::rows),
                    cache::versions::row_slot("t", std::to_string(i))}});
  }
  return out;
}

void put(cache::store& to, const known& x, std::string_view body) {
  auto from = to.begin(x.slots);
  to.put(x.hash, {.key = x.key,
                  .body = body,
                  .dependencies = from.dependencies,
                  .epoch = from.epoch,
                  .born = now,
                  .ttl = 3'600});
}

/// Nanoseconds of CPU of this thread.
uint64_t cpu() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<uint64_t>(t.tv_sec) * 1'000'000'000u
         + static_cast<uint64_t>(t.tv_nsec);
}

size_t resident() {
  std::ifstream in{"/proc/self/statm"};
  size_t all = 0;
  size_t pages = 0;
  in >> all >> pages;
  return pages * 4096;
}

/// Where the next key is. Half of the look-ups go to a tenth of the keys.
size_t pick(std::minstd_rand& random) {
  auto i = random() % entries;
  return random() % 2 == 0 ? i % (entries / 10) : i;
}

double memory_overhead(const std::vector<known>& keys) {
  auto before = resident();
  auto kept = std::make_unique<cache::store>(
    cache::store_options{.entries = entries + entries / 10});
  auto own = resident() - before; // counters: the same for any number
  std::string body(value_size, 'x');
  for (const auto& x : keys)
    put(*kept, x, body);
  auto count = kept->counted().entries;
  auto bytes = static_cast<double>(count * (key_size + value_size));
  auto taken = static_cast<double>(resident() - before - own);
  std::printf("%lu entries: %.1f MB resident for %.1f MB of keys and bodies; "
              "counters %.1f MB\n",
              count, taken / 1e6, bytes / 1e6, static_cast<double>(own) / 1e6);
  return taken / bytes - 1;
}

struct figures {
  double lookup = 0;
  double mixed = 0;
  double hits = 0;
};

figures speed(const std::vector<known>& keys, size_t threads, bool writes,
              size_t rounds) {
  cache::store kept{{.entries = entries + entries / 10}};
  std::string body(value_size, 'x');
  for (const auto& x : keys)
    put(kept, x, body);
  std::atomic<uint64_t> spent{0};
  std::atomic<uint64_t> hits{0};
  auto run = [&](unsigned seed) {
    std::minstd_rand random{seed};
    std::vector<size_t> order(rounds);
    for (auto& x : order)
      x = pick(random);
    uint64_t found = 0;
    uint64_t used = 0;
    // A key has just been written when it is looked up: it is not fetched from
    // memory again.
    std::vector<known> hot(64);
    for (size_t i = 0; i < rounds; i += hot.size()) {
      for (size_t k = 0; k < hot.size(); ++k)
        hot[k] = keys[order[i + k]];
      auto begin = cpu();
      for (size_t k = 0; k < hot.size(); ++k)
        if (writes && k % 10 == 0)
          put(kept, hot[k], body);
        else
          found += kept.find(hot[k].hash, hot[k].key, now).entry ? 1 : 0;
      used += cpu() - begin;
    }
    spent += used;
    hits += found;
  };
  std::vector<std::thread> all;
  for (unsigned i = 0; i < threads; ++i)
    all.emplace_back(run, i + 1);
  for (auto& x : all)
    x.join();
  auto n = static_cast<double>(rounds * threads);
  auto each = static_cast<double>(spent) / n;
  return {each, each, static_cast<double>(hits) / n};
}

} // namespace

int main() {
  auto keys = make_keys(entries);
  auto overhead = memory_overhead(keys);
  constexpr size_t rounds = 512'000;
  auto alone = speed(keys, 1, false, rounds);
  auto readers = speed(keys, 8, false, rounds);
  auto mix = speed(keys, 8, true, rounds);
  std::printf("one reader %.0f ns, 8 readers %.0f ns a look-up (hits %.2f); "
              "8 with 90/10: %.0f ns an operation\n",
              alone.lookup, readers.lookup, readers.hits, mix.mixed);
  std::printf("cache-store: lookup_ns=%.0f lookup_8_ns=%.0f mix_90_10_ns=%.0f "
              "overhead=%.3f\n",
              alone.lookup, readers.lookup, mix.mixed, overhead);
}
