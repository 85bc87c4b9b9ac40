#include "db/sqlite/connection.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <sqlite3.h>
#include <thread>
#include <unistd.h>

using namespace troupe;
using db::sqlite::connection;

namespace {

/// A file whose journal is not the one a node wants, gone at the end.
class file {
public:
  explicit file(int number) {
    path = std::filesystem::temp_directory_path()
           / ("troupe-open-" + std::to_string(getpid()) + "-"
              + std::to_string(number) + ".db");
    remove();
    sqlite3* handle = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
    REQUIRE(sqlite3_exec(handle, "CREATE TABLE t (x INTEGER)", nullptr, nullptr,
                         nullptr)
            == SQLITE_OK);
    sqlite3_close(handle);
  }

  ~file() {
    remove();
  }

  void remove() const {
    for (const auto* tail : {"", "-wal", "-shm", "-journal"})
      std::filesystem::remove(path.string() + tail);
  }

  std::filesystem::path path;
};

/// Opens the file and reads from it; returns what was against it, or nothing.
std::string used(const file& x, uint64_t id) {
  auto opened = connection::open({.path = x.path});
  if (!opened)
    return opened.error().detail;
  plan::statement count;
  count.id = id;
  count.sql = "SELECT count(*) FROM t";
  auto rows = (*opened)->run(count, {}, deadline::max());
  return rows ? std::string{} : rows.error().detail;
}

} // namespace

TEST_CASE("connections that open a new file at the same time all get it") {
  for (int round = 0; round < 50; ++round) {
    file x{round};
    std::vector<std::string> failures(4);
    std::vector<std::thread> threads;
    for (size_t i = 0; i < failures.size(); ++i)
      threads.emplace_back([&, i] { failures[i] = used(x, i + 1); });
    for (auto& thread : threads)
      thread.join();
    CHECK(failures == std::vector<std::string>(failures.size()));
  }
}
