#include "cache/shard.hpp"

#include "base/hash.hpp"

#include <catch2/catch.hpp>

#include <list>
#include <map>
#include <random>
#include <string>

using namespace troupe;
using namespace troupe::cache;

namespace {

struct fixture {
  explicit fixture(shard_limits limits = {}) : kept(limits) {
    // nop
  }

  void put(const std::string& key, const std::string& body,
           std::vector<uint32_t> slots = {}, uint32_t ttl = 60) {
    std::vector<dependency> all;
    for (auto s : slots)
      all.push_back({s, changes.now(s)});
    kept.put(hash64(key), entry::make(memory, {.key = key,
                                               .body = body,
                                               .dependencies = all,
                                               .epoch = changes.epoch(),
                                               .born = now,
                                               .ttl = ttl}));
  }

  std::string get(const std::string& key) {
    auto seen = glance(key);
    auto found = kept.find(hash64(key), key, now, changes);
    // What is seen without a lock is what there is.
    using enum shard::seen;
    CHECK((seen.what != entry || seen.entry.get() == found.entry.get()));
    CHECK((seen.what != nothing || !found.entry));
    return found.entry ? std::string{found.entry->body()} : "-";
  }

  shard::glanced glance(const std::string& key) {
    return kept.glance(hash64(key), key, now, changes, *watcher::mine());
  }

  slab memory;
  versions changes;
  shard kept;
  uint32_t now = 1000;
};

const auto user = versions::table_slot("user", aspect::any);
const auto post = versions::table_slot("post", aspect::any);

} // namespace

TEST_CASE("shard returns what was kept under the same key") {
  fixture f;
  f.put("a", "1");
  f.put("b", "2");
  CHECK(f.get("a") == "1");
  CHECK(f.get("b") == "2");
  CHECK(f.get("c") == "-");
  f.put("a", "3");
  CHECK(f.get("a") == "3");
  CHECK(f.kept.counted().entries == 2);
}

TEST_CASE("shard tells keys of the same hash apart") {
  fixture f;
  auto put = [&](const std::string& key) {
    f.kept.put(7, entry::make(f.memory, {.key = key,
                                         .body = "of " + key,
                                         .dependencies = {},
                                         .born = f.now,
                                         .ttl = 60}));
  };
  put("alice");
  put("bob");
  CHECK(f.kept.find(7, "alice", f.now, f.changes).entry->body() == "of alice");
  CHECK(f.kept.find(7, "bob", f.now, f.changes).entry->body() == "of bob");
  CHECK_FALSE(f.kept.find(7, "eve", f.now, f.changes).entry);
}

TEST_CASE("shard forgets what a changed table feeds, and nothing else") {
  fixture f;
  f.put("users", "u", {user});
  f.put("posts", "p", {post});
  f.changes.table_changed("user");
  CHECK(f.get("users") == "-");
  CHECK(f.get("posts") == "p");
  CHECK(f.kept.counted().outdated == 1);
}

TEST_CASE("shard forgets one row and keeps the others") {
  fixture f;
  auto rows = versions::table_slot("user", aspect::rows);
  f.put("1", "a", {rows, versions::row_slot("user", "1")});
  f.put("2", "b", {rows, versions::row_slot("user", "2")});
  f.put("all", "ab", {user});
  f.changes.row_changed("user", "1");
  CHECK(f.get("1") == "-");
  CHECK(f.get("2") == "b");
  CHECK(f.get("all") == "-");
  f.changes.rows_inserted("user");
  CHECK(f.get("2") == "b");
  f.changes.table_changed("user");
  CHECK(f.get("2") == "-");
}

TEST_CASE("shard does not give an entry past its time") {
  fixture f;
  f.put("a", "1", {}, 10);
  f.now += 9;
  CHECK(f.get("a") == "1");
  f.now += 1;
  CHECK(f.get("a") == "-");
  CHECK(f.kept.counted().expired == 1);
  CHECK(f.kept.counted().entries == 0);
}

TEST_CASE("shard lets one reader refresh a late entry") {
  fixture f{{.grace = 30}};
  f.put("a", "1", {user}, 10);
  f.now += 12;
  auto first = f.kept.find(hash64("a"), "a", f.now, f.changes);
  CHECK(first.entry);
  CHECK(first.refresh);
  auto second = f.kept.find(hash64("a"), "a", f.now, f.changes);
  CHECK(second.entry);
  CHECK_FALSE(second.refresh);
  // The first may have failed.
  f.now += 10;
  CHECK(f.kept.find(hash64("a"), "a", f.now, f.changes).refresh);
  // What changed is never given, however late.
  f.changes.table_changed("user");
  CHECK(f.get("a") == "-");
}

TEST_CASE("shard evicts what was used least recently") {
  constexpr int most = 200;
  fixture f{{.entries = most}};
  for (int i = 0; i < most; ++i)
    f.put(std::to_string(i), "x");
  // A quarter is used again and again, the others once.
  for (int hot = 0; hot < most / 4; ++hot)
    f.get(std::to_string(hot));
  for (int i = most; i < 5 * most; ++i) {
    f.put(std::to_string(i), "x");
    for (int hot = 0; hot < most / 4; ++hot)
      f.get(std::to_string(hot));
  }
  int left = 0;
  for (int hot = 0; hot < most / 4; ++hot)
    left += f.get(std::to_string(hot)) == "x" ? 1 : 0;
  CHECK(left == most / 4);
  CHECK(f.kept.counted().entries == most);
  CHECK(f.kept.counted().evicted == 4 * most);
}

TEST_CASE("shard keeps within its bytes") {
  fixture f{{.bytes = 4096}};
  std::string body(1000, 'x');
  for (int i = 0; i < 20; ++i)
    f.put(std::to_string(i), body);
  CHECK(f.kept.counted().bytes <= 4096);
  CHECK(f.kept.counted().entries == 3);
  CHECK(f.get("19") == body);
  f.put("large", std::string(5000, 'x'));
  CHECK(f.get("large") == "-");
  CHECK(f.kept.counted().refused == 1);
  bytes packed;
  packed.append(std::string(2000, 'y'));
  auto found = f.kept.find(hash64("19"), "19", f.now, f.changes);
  CHECK(f.kept.pack(hash64("19"), found.entry, 1, std::move(packed)));
  CHECK(found.entry->packed(1).size() == 2000);
  CHECK(found.entry->packed(2).empty());
  CHECK(f.kept.counted().bytes <= 4096);
}

TEST_CASE("shard is seen without a lock as it is with one") {
  using enum shard::seen;
  fixture f{{.grace = 30}};
  CHECK(f.glance("a").what == nothing);
  f.put("a", "1", {user}, 10);
  f.put("b", "2", {post}, 10);
  CHECK(f.glance("a").what == entry);
  CHECK(f.glance("b").entry->body() == "2");
  CHECK(f.glance("c").what == nothing);
  // What is old has to be dropped, what is late to be read again: with the
  // lock.
  f.changes.table_changed("user");
  CHECK(f.glance("a").what == unclear);
  f.now += 12;
  CHECK(f.glance("b").what == unclear);
}

TEST_CASE("shard hands out what it dropped when it has become much") {
  fixture f{{.entries = 10, .bytes = 1024 * 1024}};
  for (int i = 0; i < 41; ++i)
    f.put(std::to_string(i), "x");
  CHECK(f.kept.counted().evicted == 31);
  CHECK(f.kept.dropped(false).empty());
  f.put("a", "x");
  CHECK(f.kept.dropped(false).size() == 32);
  CHECK(f.kept.dropped(true).empty());
  f.put("a", "y");
  auto one = f.kept.dropped(true);
  CHECK(one.size() == 1);
  f.kept.still_seen(std::move(one));
  CHECK(f.kept.dropped(true).size() == 1);
  // A few that are large are much too: a 64th part of the budget.
  f.put("large", std::string(30'000, 'x'));
  f.put("large", "x");
  CHECK(f.kept.dropped(false).size() == 2); // it and one that made room
}

TEST_CASE("shard gives memory back in sweeps") {
  fixture f{{.entries = 7'168}};
  for (int i = 0; i < 5000; ++i)
    f.put(std::to_string(i), std::string(1000, 'x'), {i % 2 ? user : post});
  auto before = f.memory.reserved();
  f.changes.table_changed("user");
  size_t at = 0;
  size_t slices = 0;
  do {
    at = f.kept.sweep(at, 256, f.now, f.changes);
    f.kept.dropped(true);
    ++slices;
  } while (at > 0);
  CHECK(slices == 32); // a table of 8192 places / 256
  CHECK(f.kept.counted().entries == 2500);
  CHECK(f.get("2") != "-");
  f.changes.forget_all();
  while ((at = f.kept.sweep(at, 256, f.now, f.changes)) > 0) {
  }
  f.kept.dropped(true);
  CHECK(f.kept.counted().entries == 0);
  CHECK(f.kept.counted().bytes == 0);
  CHECK(f.memory.reserved() < before / 10);
}

TEST_CASE("shard agrees with a simple model under random use") {
  constexpr size_t most = 40;
  fixture f{{.entries = most}};
  std::minstd_rand random{0xc0c0a};
  std::map<std::string, std::string> model;
  for (int i = 0; i < 50'000; ++i) {
    auto key = "k" + std::to_string(random() % 60);
    switch (random() % 4) {
      case 0: {
        auto body = std::to_string(i);
        f.put(key, body, {versions::row_slot("t", key)});
        model[key] = body;
        break;
      }
      case 1:
        if (random() % 5 == 0) {
          f.changes.row_changed("t", key);
          model.erase(key);
        }
        break;
      default: {
        auto got = f.get(key);
        // It may have been evicted, but what is given is right.
        REQUIRE((got == "-" || (model.contains(key) && got == model[key])));
      }
    }
    REQUIRE(f.kept.counted().entries <= most);
  }
}
