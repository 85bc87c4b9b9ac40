#pragma once

#include "base/bytes.hpp"
#include "base/error.hpp"

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

/// How commands speak: results on stdout, everything else on stderr.
namespace troupe::cli {

/// Exit codes of every command.
enum exit_code : int {
  ok = 0,
  failed = 1,        ///< the command could not do its work
  invalid_input = 2, ///< a flag, file or document is wrong
};

/// Prints `file:line:column: error: text`, and the line it is about with a
/// caret where the file's `text` is given.
void print_error(std::ostream& out, const error& why,
                 std::string_view file = {}, std::string_view text = {});

/// Returns the exit code that fits an error: `invalid_input` where the caller
/// can mend what they gave us.
exit_code code_of(const error& why) noexcept;

/// Appends errors as a JSON list, as in a GraphQL response.
void write_json_errors(bytes& out, std::span<const error> errors);

/// Prints the errors as `{"errors":[{"message","locations","code"}]}` on one
/// line.
void print_json_errors(std::ostream& out, std::span<const error> errors);

/// A line on stderr that is overwritten as work goes on; without a terminal,
/// one line at the end.
class progress {
public:
  explicit progress(std::string what);

  ~progress();

  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  /// Says how far it is: `done` of `total` steps.
  void advance(size_t done, size_t total);

private:
  std::string what_;
  bool terminal_;
  size_t done_ = 0;
};

} // namespace troupe::cli
