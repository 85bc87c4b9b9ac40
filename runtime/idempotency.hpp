#pragma once

#include "base/error.hpp"
#include "plan/rows.hpp"
#include "plan/statement.hpp"
#include "runtime/execution.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace troupe::runtime {

/// What an idempotency key says about a request that has it.
enum class claim_verdict : uint8_t {
  mine,    ///< it is the first: it may run
  replay,  ///< it was answered before: that answer is its answer too
  other,   ///< the key belongs to another request
  running, ///< the first is not answered yet
  /// The first ended between two of its root fields: what was answered before
  /// is there, the rest did not happen.
  interrupted,
  lost, ///< the first has happened, its answer was never kept (older nodes)
};

/// The key of one request on its way through the database, without I/O:
///
///     claim --(mine)--> guard each root field [--> keep | release]
///
/// The claim is a row of its own. Each transaction that the request makes
/// writes the answer into it, as far as it is known then, and fails if another
/// request took the claim over in the meantime. So an answer is kept if what it
/// says has happened, whoever dies. What is left to keep or to release is an
/// answer whose last root field did nothing, since it failed.
class idempotency_claim {
public:
  /// `scope` is who is asking, `fingerprint` what. A claim that was not kept
  /// after `lease` may be taken over, if nothing has happened.
  idempotency_claim(plan::dialect dialect, std::string scope, std::string key,
                    std::string fingerprint, std::chrono::milliseconds lease,
                    std::chrono::milliseconds retention);

  /// Claims the key and says how it stands: rows for `read`. Deletes a few
  /// keys whose time is over. Fails with `transaction_conflict` if the request
  /// that has the key is committing, and takes its time.
  pending_statement claim() const;

  /// Reads the answer of `claim`; of a `replay` the answer is in `body()` and
  /// `status()`, of what was interrupted its beginning in `body()`.
  claim_verdict read(const plan::row_set& rows);

  /// Makes a statement keep the answer to it in its own transaction.
  void guard(pending_statement& x, answer_maker make) const;

  /// Keeps the answer, unless one is kept already: rows for `stored`.
  pending_statement keep(std::string_view body, uint16_t status) const;

  /// Gives the key free, unless something has happened: then it does the same.
  pending_statement release(std::string_view body, uint16_t status) const;

  /// Reads whether an answer is kept for this claim; then it is in `body()` and
  /// `status()`.
  bool stored(const plan::row_set& rows);

  const std::string& body() const noexcept {
    return body_;
  }

  uint16_t status() const noexcept {
    return status_;
  }

private:
  plan::dialect dialect_;
  std::string scope_, key_, fingerprint_, claim_;
  int64_t lease_ms_, retention_ms_;
  std::string body_;
  uint16_t status_ = 0;
};

/// Whether the same request may go well another time, so that its failure is
/// no answer to keep.
bool worth_retrying(ec code) noexcept;

} // namespace troupe::runtime
