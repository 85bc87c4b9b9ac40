#include "actors/answer_cache.hpp"

#include "base/hash.hpp"
#include "fact_rows.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace troupe;
using namespace troupe::actors;
using cache::aspect;
using cache::versions;
using plan::write_kind;
using namespace std::chrono_literals;

namespace {

const std::string one = row_key({{"id", "1"}});

/// A cache that knows tables, and what its counters said.
struct world {
  explicit world(std::vector<fact_row> rows) {
    all.learn(read_facts(*fact_rows(std::move(rows))));
    before();
  }

  void before() {
    for (uint32_t i = 0; i < seen.size(); ++i)
      seen[i] = all.store.changes().now(i);
    epoch = all.store.changes().epoch();
  }

  bool moved(uint32_t slot) const {
    return all_changes().now(slot) != seen[slot];
  }

  /// Whether lists of the table are old.
  bool old(std::string_view table) const {
    return everything() || moved(versions::table_slot(table, aspect::any));
  }

  /// Whether all answers about one of its rows are.
  bool rows_old(std::string_view table) const {
    return everything() || moved(versions::table_slot(table, aspect::rows));
  }

  bool everything() const {
    return all_changes().epoch() != epoch;
  }

  const versions& all_changes() const {
    return const_cast<answer_cache&>(all).store.changes();
  }

  answer_cache all{cache::store_options{}};
  /// Of tables, then of rows: as many as there are (cache/versions.cpp).
  std::vector<uint32_t> seen = std::vector<uint32_t>((1 << 13) + (1 << 17), 0);
  uint16_t epoch = 0;
};

} // namespace

TEST_CASE("a write of one row makes that row and the lists of its table old") {
  world w{{{"key", "author", "id"}, {"table", "town", ""}}};
  w.all.written("author", write_kind::updates, one);
  CHECK(w.old("author"));
  CHECK_FALSE(w.rows_old("author"));
  CHECK(w.moved(versions::row_slot("author", one)));
  CHECK_FALSE(w.old("town"));
  CHECK(w.moved(versions::any_change));
}

TEST_CASE("a write of unknown rows makes all of the table old") {
  world w{{{"key", "author", "id"}}};
  w.all.written("author", write_kind::updates, std::nullopt);
  CHECK(w.old("author"));
  CHECK(w.rows_old("author"));
}

TEST_CASE("new rows leave answers about others alone") {
  world w{{{"key", "author", "id"}}};
  w.all.written("author", write_kind::adds, std::nullopt);
  CHECK(w.old("author"));
  CHECK_FALSE(w.rows_old("author"));
  CHECK(w.moved(versions::table_slot("author", aspect::inserts)));
}

TEST_CASE("foreign keys that cascade take their tables along") {
  world w{{{"deletes", "author", "post"},
           {"deletes", "post", "comment"},
           {"updates", "author", "badge"},
           {"renames", "author", "alias"},
           {"table", "town", ""}}};
  SECTION("deleted rows") {
    w.all.written("author", write_kind::deletes, one);
    CHECK(w.old("post"));
    CHECK(w.old("comment"));
    CHECK_FALSE(w.old("badge"));
  }
  SECTION("keys of unknown rows") {
    w.all.written("author", write_kind::updates, std::nullopt);
    CHECK(w.old("badge"));
    CHECK_FALSE(w.old("post"));
  }
  SECTION("one row whose key stays, but for keys beside it") {
    w.all.written("author", write_kind::updates, one);
    CHECK_FALSE(w.old("badge"));
    CHECK(w.old("alias"));
  }
  SECTION("new rows change nothing else") {
    w.all.written("author", write_kind::adds, one);
    for (auto t : {"post", "comment", "badge", "alias"})
      CHECK_FALSE(w.old(t));
  }
  CHECK_FALSE(w.old("town"));
}

TEST_CASE("cascades that go in a circle end") {
  world w{{{"deletes", "a", "b"}, {"deletes", "b", "a"}}};
  w.all.written("a", write_kind::deletes, std::nullopt);
  CHECK(w.old("b"));
}

TEST_CASE("triggers may do anything, also those of tables that a cascade "
          "reaches") {
  world w{{{"deletes", "author", "post"}, {"triggers", "post", ""}}};
  w.all.written("author", write_kind::updates, one);
  CHECK_FALSE(w.everything());
  w.all.written("author", write_kind::deletes, one);
  CHECK(w.everything());
}

TEST_CASE("parts and the whole are one") {
  world w{{{"parts", "event", "event_1"}, {"parts", "event_1", "event"}}};
  w.all.written("event_1", write_kind::adds, one);
  CHECK(w.old("event"));
  w.before();
  w.all.written("event", write_kind::updates, one);
  CHECK(w.rows_old("event_1"));
}

TEST_CASE("what is written through a view goes to its tables") {
  world w{{{"view", "names", ""}, {"reads", "names", "author"}}};
  w.all.written("names", write_kind::updates, std::nullopt);
  CHECK(w.rows_old("author"));
}

TEST_CASE("before the database has told about its tables a write may be "
          "anything") {
  answer_cache all{cache::store_options{}};
  auto epoch = all.store.changes().epoch();
  all.written("author", write_kind::updates, one);
  CHECK(all.store.changes().epoch() != epoch);
}

TEST_CASE("other facts make old what was kept by the first") {
  world w{{{"reads", "v", "a"}, {"text", "v", "1"}}};
  w.all.learn(
    read_facts(*fact_rows({{"text", "v", "1"}, {"reads", "v", "a"}})));
  CHECK_FALSE(w.everything());
  auto same = w.all.facts();
  w.all.learn(
    read_facts(*fact_rows({{"reads", "v", "a"}, {"text", "v", "2"}})));
  CHECK(w.everything());
  CHECK(w.all.facts() != same);
}

/// As a query actor does: the epoch is noted before the facts are looked at.
TEST_CASE("what was read by facts that are no more is never given") {
  answer_cache all{cache::store_options{}};
  auto facts_of = [](int n) {
    return read_facts(*fact_rows({{"text", "v", std::to_string(n)}}));
  };
  auto number_of = [](const table_facts& x) {
    return std::stoi(x.find("v")->texts.front());
  };
  all.learn(facts_of(0));
  std::atomic<int> learned{0};
  std::atomic<bool> wrong{false};
  std::thread teacher{[&] {
    for (int n = 1; n <= 20'000; ++n) {
      all.learn(facts_of(n));
      learned = n;
    }
  }};
  auto hash = hash64("v");
  while (learned < 20'000) {
    int least = learned;
    auto found = all.store.find(hash, "v", 5);
    if (found.entry) {
      wrong = wrong || std::stoi(std::string{found.entry->body()}) < least;
      continue;
    }
    auto epoch = all.store.changes().epoch();
    auto body = std::to_string(number_of(*all.facts()));
    all.store.put(hash, {.key = "v",
                         .body = body,
                         .dependencies = {},
                         .epoch = epoch,
                         .born = 5,
                         .ttl = 60});
  }
  teacher.join();
  CHECK_FALSE(wrong);
}

TEST_CASE("writes whose end nobody knows count again, for a minute") {
  world w{{{"key", "author", "id"}, {"table", "town", ""}}};
  auto now = steady::now();
  w.all.uncertain({"author"});
  for (auto at : {now, now + 30s}) {
    w.before();
    w.all.settle(at);
    CHECK(w.rows_old("author"));
    CHECK_FALSE(w.old("town"));
  }
  w.all.settle(now + 120s); // a last time
  w.before();
  w.all.settle(now + 121s);
  CHECK_FALSE(w.old("author"));
}

TEST_CASE("a write of unknown tables whose end nobody knows is everything") {
  world w{{{"key", "author", "id"}}};
  w.all.uncertain({""});
  w.all.settle(steady::now());
  CHECK(w.everything());
}

TEST_CASE("of too many uncertain writes none is forgotten") {
  world w{{{"key", "author", "id"}}};
  for (int i = 0; i < 1'001; ++i)
    w.all.uncertain({"t" + std::to_string(i)});
  w.all.settle(steady::now());
  CHECK(w.everything());
}

TEST_CASE("a row key is one text, whatever order its columns come in") {
  CHECK(row_key({{"b", "2"}, {"a", "1"}}) == row_key({{"a", "1"}, {"b", "2"}}));
  CHECK(row_key({{"a", "1b=1:2"}}) != row_key({{"a", "1"}, {"b", "2"}}));
}
