// 10,000 answers of one view are forgotten while another thread looks up the
// answers of another view: how long until nothing old is given, until its
// memory is back, and how long a look-up had to wait meanwhile.

#include "base/hash.hpp"
#include "cache/store.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

using namespace troupe;
using steady = std::chrono::steady_clock;

namespace {

constexpr size_t count = 10'000;
constexpr uint32_t now = 1'000;

double milliseconds(steady::duration x) {
  return std::chrono::duration<double, std::milli>(x).count();
}

void fill(cache::store& to, const std::string& view) {
  std::array slots{cache::versions::table_slot(view, cache::aspect::any)};
  std::string body(1024, 'x');
  for (size_t i = 0; i < count; ++i) {
    auto key = view + std::to_string(i);
    auto from = to.begin(slots);
    to.put(hash64(key), {.key = key,
                         .body = body,
                         .dependencies = from.dependencies,
                         .epoch = from.epoch,
                         .born = now,
                         .ttl = 3'600});
  }
}

} // namespace

int main() {
  std::vector<double> forgets;
  std::vector<double> sweeps;
  std::vector<double> waits;
  uint64_t lost = 0;
  for (int round = 0; round < 20; ++round) {
    cache::store kept{{}};
    fill(kept, "orders");
    fill(kept, "towns");
    std::atomic<bool> stop{false};
    std::thread other{[&] {
      for (size_t i = 0; !stop; i = (i + 1) % count) {
        auto key = "towns" + std::to_string(i);
        auto begin = steady::now();
        bool there = static_cast<bool>(kept.find(hash64(key), key, now).entry);
        waits.push_back(milliseconds(steady::now() - begin));
        lost += there ? 0 : 1;
      }
    }};
    auto begin = steady::now();
    kept.changes().table_changed("orders");
    forgets.push_back(milliseconds(steady::now() - begin));
    while (!kept.sweep(now)) {
    }
    sweeps.push_back(milliseconds(steady::now() - begin));
    stop = true;
    other.join();
    if (kept.counted().entries != count || lost > 0) {
      std::puts("other answers were lost");
      return 1;
    }
  }
  std::ranges::sort(forgets);
  std::ranges::sort(sweeps);
  std::ranges::sort(waits);
  auto p99 = [](const auto& x) { return x[x.size() * 99 / 100]; };
  std::printf("store: forget_10000_ms=%.4f sweep_10000_ms=%.2f "
              "other_keys_p99_us=%.1f other_keys_most_us=%.0f\n",
              forgets[forgets.size() / 2], sweeps[sweeps.size() / 2],
              p99(waits) * 1e3, waits.back() * 1e3);
}
