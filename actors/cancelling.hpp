#pragma once

#include <atomic>
#include <functional>
#include <memory>

namespace troupe::actors {

/// Runs `ask`, which may block for ever (PQcancel opens a connection and
/// waits), in a thread of its own. Returns what becomes true when it has
/// returned, or null if too many threads do so already; then nothing was asked.
std::shared_ptr<std::atomic<bool>> cancel_elsewhere(std::function<void()> ask);

} // namespace troupe::actors
