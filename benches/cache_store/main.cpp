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
  auto begin = resident();
  auto counters = std::make_unique<cache::versions>();
  auto own = resident() - begin; // the same for any number of entries
  auto before = resident();
  auto kept = std::make_unique<cache::store>(
    cache::store_options{.entries = entries + entries / 10});
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

constexpr size_t rounds = 512'000;

struct figures {
  double spent = 0; ///< nanoseconds, without those of the clock
  double puts = 0;  ///< of them
  double hits = 0;
  double clock = 0; ///< what it would be more
};

/// What to read the clock twice takes of a stretch of CPU time: a system call,
/// a microsecond or more on some machines. It is taken off again.
double clock_cost() {
  std::array<uint64_t, 1'001> all{};
  for (auto& x : all) {
    auto begin = cpu();
    x = cpu() - begin;
  }
  std::ranges::sort(all);
  return static_cast<double>(all[all.size() / 2]);
}

/// Takes one thread's share of look-ups and puts, `at_once` at a time.
void work(cache::store& kept, const std::vector<known>& keys, unsigned seed,
          bool writes, const std::string& body, figures& out) {
  constexpr size_t at_once = 256;
  std::minstd_rand random{seed};
  // A key has just been written when it is looked up: it is not fetched from
  // memory again.
  std::vector<known> hot(at_once);
  auto clock = clock_cost();
  for (size_t i = 0; i < rounds; i += at_once) {
    for (auto& x : hot)
      x = keys[pick(random)];
    auto count = writes ? at_once / 10 : 0;
    if (writes) {
      auto begin = cpu();
      for (size_t k = 0; k < count; ++k)
        put(kept, hot[k], body);
      out.puts += static_cast<double>(cpu() - begin) - clock;
    }
    auto begin = cpu();
    for (size_t k = count; k < at_once; ++k)
      out.hits += kept.find(hot[k].hash, hot[k].key, now).entry ? 1 : 0;
    out.spent += static_cast<double>(cpu() - begin) - clock;
  }
  out.spent += out.puts;
  out.clock = clock / at_once;
}

figures speed(const std::vector<known>& keys, size_t threads, bool writes) {
  cache::store kept{{.entries = entries + entries / 10}};
  std::string body(value_size, 'x');
  for (const auto& x : keys)
    put(kept, x, body);
  std::vector<figures> each(threads);
  std::vector<std::thread> all;
  for (unsigned i = 0; i < threads; ++i)
    all.emplace_back(
      [&, i] { work(kept, keys, i + 1, writes, body, each[i]); });
  for (auto& x : all)
    x.join();
  figures out;
  for (const auto& x : each) {
    auto n = static_cast<double>(rounds * threads);
    out.spent += x.spent / n;
    out.puts += x.puts / n;
    out.hits += x.hits / n;
    out.clock += x.clock / static_cast<double>(threads);
  }
  return out;
}

} // namespace

int main() {
  auto keys = make_keys(entries);
  auto overhead = memory_overhead(keys);
  auto alone = speed(keys, 1, false);
  auto readers = speed(keys, 8, false);
  auto mix = speed(keys, 8, true);
  std::printf("one reader %.0f ns, 8 readers %.0f ns a look-up (hits %.2f); "
              "8 with 90/10: %.0f ns an operation (hits %.2f); reading the "
              "clock, taken off: %.0f ns\n",
              alone.spent, readers.spent, readers.hits, mix.spent, mix.hits,
              readers.clock);
  constexpr double part_of_puts = 25.0 / 256;
  std::printf("cache-store: lookup_ns=%.0f lookup_8_ns=%.0f mix_90_10_ns=%.0f "
              "mix_lookup_ns=%.0f mix_put_ns=%.0f overhead=%.3f\n",
              alone.spent, readers.spent, mix.spent,
              (mix.spent - mix.puts) / (1 - part_of_puts),
              mix.puts / part_of_puts, overhead);
}
