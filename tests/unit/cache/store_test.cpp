#include "cache/store.hpp"

#include "base/hash.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace troupe;
using namespace troupe::cache;

namespace {

constexpr uint32_t now = 5'000;

bool put(store& to, const std::string& key, const std::string& body,
         const reading& from) {
  return to.put(hash64(key), {.key = key,
                              .body = body,
                              .dependencies = from.dependencies,
                              .epoch = from.epoch,
                              .born = now,
                              .ttl = 60});
}

std::string get(store& from, const std::string& key) {
  auto found = from.find(hash64(key), key, now);
  return found.entry ? std::string{found.entry->body()} : "-";
}

} // namespace

TEST_CASE("store refuses an answer that is older than its tables") {
  store kept{{}};
  std::array slots{versions::table_slot("user", aspect::any)};
  auto before = kept.begin(slots);
  kept.changes().table_changed("user");
  CHECK_FALSE(put(kept, "a", "old", before));
  CHECK(get(kept, "a") == "-");
  CHECK(put(kept, "a", "new", kept.begin(slots)));
  CHECK(get(kept, "a") == "new");
  CHECK(kept.counted().refused == 1);
}

/// Finds a table of which new rows have the counter that any change of `user`
/// has.
TEST_CASE("an answer that depends on one counter for two reasons keeps one of "
          "them") {
  auto any = versions::table_slot("user", aspect::any);
  std::string other;
  for (int i = 0; other.empty(); ++i)
    if (auto name = "t" + std::to_string(i);
        versions::table_slot(name, aspect::inserts) == any)
      other = name;
  store kept{{}};
  std::array slots{versions::table_slot(other, aspect::inserts), any,
                   versions::row_slot(other, "1")};
  auto from = kept.begin(slots);
  std::array there{slots[0], uint32_t{7}}; // the row was found
  from.without(there);
  CHECK(from.dependencies.size() == 2);
  REQUIRE(put(kept, "a", "1", from));
  CHECK(get(kept, "a") == "1");
  kept.changes().table_changed("user");
  CHECK(get(kept, "a") == "-");
  CHECK_FALSE(put(kept, "a", "1", from));
}

TEST_CASE("rows that share a counter make each other old, and nothing else "
          "happens") {
  auto slot = versions::row_slot("user", "1");
  std::string other;
  for (int i = 2; other.empty(); ++i)
    if (versions::row_slot("user", std::to_string(i)) == slot)
      other = std::to_string(i);
  store kept{{}};
  std::array slots{slot};
  REQUIRE(put(kept, "1", "one", kept.begin(slots)));
  REQUIRE(put(kept, other, "other", kept.begin(slots)));
  CHECK(get(kept, "1") == "one");
  CHECK(get(kept, other) == "other");
  auto before = kept.begin(slots);
  kept.changes().row_changed("user", other);
  CHECK(get(kept, "1") == "-");
  CHECK_FALSE(put(kept, "1", "one", before));
  CHECK(put(kept, "1", "one", kept.begin(slots)));
}

TEST_CASE("store serves nothing of another schema") {
  store kept{{}};
  auto before = kept.begin({});
  CHECK(put(kept, "a", "1", before));
  kept.next_generation();
  CHECK(get(kept, "a") == "-");
  CHECK_FALSE(put(kept, "a", "1", before));
  CHECK(kept.generation() == 1);
}

TEST_CASE("store keeps nothing while it is closed") {
  store kept{{}};
  kept.open(false);
  CHECK_FALSE(put(kept, "a", "1", kept.begin({})));
}

TEST_CASE("store does not keep what is too large") {
  store kept{{.entry_bytes = 10}};
  CHECK(put(kept, "a", "0123456789", kept.begin({})));
  CHECK_FALSE(put(kept, "b", "0123456789x", kept.begin({})));
}

TEST_CASE("store sweeps what is old in rounds of slices") {
  store kept{{}};
  std::array slots{versions::table_slot("user", aspect::any)};
  for (int i = 0; i < 10'000; ++i)
    REQUIRE(put(kept, std::to_string(i), "x", kept.begin(slots)));
  kept.changes().table_changed("user");
  while (!kept.sweep(now)) {
  }
  CHECK(kept.counted().entries == 0);
  CHECK(kept.counted().swept == 10'000);
}

TEST_CASE("what was found stays as it is, whatever becomes of its place") {
  store kept{{.entries = 64}};
  std::string body(1000, 'a');
  REQUIRE(put(kept, "held", body, kept.begin({})));
  auto held = kept.find(hash64("held"), "held", now);
  REQUIRE(held.entry);
  for (int i = 0; i < 5'000; ++i)
    put(kept, std::to_string(i), std::string(1000, 'b'), kept.begin({}));
  kept.next_generation();
  while (!kept.sweep(now)) {
  }
  CHECK(get(kept, "held") == "-");
  CHECK(held.entry->key() == "held");
  CHECK(held.entry->body() == body);
}

/// Every place is written over all the time, while threads read without a lock:
/// with the sanitizers this is what shows a look at memory given back.
TEST_CASE("store gives whole entries while others are evicted and replaced") {
  constexpr size_t keys = 300;
  store kept{{.entries = 100}};
  std::atomic<bool> wrong{false};
  std::atomic<bool> done{false};
  auto text_of = [](size_t key, size_t n) {
    auto one = std::to_string(key) + ' ' + std::to_string(n) + ' ';
    std::string out;
    while (out.size() < 40 + 97 * (key % 5))
      out += one;
    return out;
  };
  auto writer = [&](unsigned seed) {
    std::minstd_rand random{seed};
    for (size_t i = 0; i < 20'000; ++i) {
      auto key = random() % keys;
      std::array slots{versions::row_slot("t", std::to_string(key))};
      put(kept, std::to_string(key), text_of(key, i), kept.begin(slots));
      if (random() % 50 == 0)
        kept.changes().row_changed("t", std::to_string(random() % keys));
      if (random() % 100 == 0)
        kept.sweep(now);
    }
  };
  auto reader = [&](unsigned seed) {
    std::minstd_rand random{seed};
    while (!done) {
      auto key = random() % keys;
      auto name = std::to_string(key);
      auto found = kept.find(hash64(name), name, now);
      if (!found.entry)
        continue;
      auto body = found.entry->body();
      auto n = body.substr(name.size() + 1);
      n = n.substr(0, n.find(' '));
      wrong = wrong || found.entry->key() != name
              || body != text_of(key, std::stoul(std::string{n}));
    }
  };
  std::vector<std::thread> readers;
  for (unsigned i = 0; i < 3; ++i)
    readers.emplace_back(reader, i + 1);
  // One sweeps at a time.
  writer(77);
  done = true;
  for (auto& x : readers)
    x.join();
  CHECK_FALSE(wrong);
  CHECK(kept.counted().evicted > 0);
  CHECK(kept.counted().hits > 0);
}

/// Rows that writers count up and readers keep: what is given was never older
/// than the last finished write when the reader asked.
TEST_CASE("store never gives what was written over before it was asked") {
  constexpr size_t rows = 8;
  store kept{{.entries = 200}};
  std::array<std::atomic<uint64_t>, rows> data{};
  std::array<std::atomic<uint64_t>, rows> finished{};
  std::atomic<bool> wrong{false};
  auto writer = [&](unsigned seed) {
    std::minstd_rand random{seed};
    for (int i = 0; i < 20'000; ++i) {
      auto row = random() % rows;
      auto value = data[row].fetch_add(1) + 1;
      kept.changes().row_changed("t", std::to_string(row));
      auto seen = finished[row].load();
      while (seen < value
             && !finished[row].compare_exchange_weak(seen, value)) {
      }
    }
  };
  auto reader = [&](unsigned seed) {
    std::minstd_rand random{seed};
    for (int i = 0; i < 40'000; ++i) {
      auto row = random() % rows;
      auto key = std::to_string(row);
      auto least = finished[row].load();
      auto got = get(kept, key);
      if (got == "-") {
        std::array slots{versions::row_slot("t", key)};
        auto from = kept.begin(slots);
        auto value = std::to_string(data[row].load());
        if (random() % 8 == 0)
          std::this_thread::yield();
        put(kept, key, value, from);
        got = value;
      }
      if (std::stoull(got) < least)
        wrong = true;
    }
  };
  std::vector<std::thread> all;
  for (unsigned i = 0; i < 2; ++i) {
    all.emplace_back(writer, i + 1);
    all.emplace_back(reader, i + 77);
  }
  for (auto& x : all)
    x.join();
  CHECK_FALSE(wrong);
  CHECK(kept.counted().hits > 0);
}
