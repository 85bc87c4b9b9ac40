#include "actors/cancelling.hpp"

#include <thread>
#include <utility>

namespace troupe::actors {

namespace {

/// Threads that sit in PQcancel, of the process.
std::atomic<int> cancelling_threads{0};
constexpr int most_cancelling = 16;

} // namespace

std::shared_ptr<std::atomic<bool>> cancel_elsewhere(std::function<void()> ask) {
  if (cancelling_threads.fetch_add(1) >= most_cancelling) {
    --cancelling_threads;
    return nullptr;
  }
  auto returned = std::make_shared<std::atomic<bool>>(false);
  std::thread{[ask = std::move(ask), returned] {
    ask();
    *returned = true;
    --cancelling_threads;
  }}.detach();
  return returned;
}

} // namespace troupe::actors
