#pragma once

#include "base/bytes.hpp"
#include "plan/later.hpp"
#include "runtime/field_error.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::runtime {

/// A place in the response: names and indexes as JSON, and where each ends.
struct response_path {
  std::string text; ///< `"users",0,"posts"`
  std::vector<uint32_t> ends;

  /// Appends an entry, which is JSON.
  void add(std::string_view entry);

  /// Returns the first `depth` entries.
  std::string_view first(size_t depth) const noexcept;

  /// Returns what follows the first `depth` entries.
  std::string_view rest(size_t depth) const noexcept;
};

/// A place where a part begins: found while the surroundings were written.
struct occurrence {
  int32_t part = -1;
  response_path path;
  std::vector<std::string> key; ///< cells of the object's key
  size_t index = 0;             ///< of the first item, for the rest of a list
};

/// How parts are told to the client.
enum class part_format : uint8_t {
  none,          ///< nothing is delivered later
  v0_2,          ///< pending, incremental, completed (the working draft)
  defer20220824, ///< each part with its whole path
};

/// Which part goes out when. A state machine without I/O: parts are added where
/// the data around them goes out, run once a group that waits for them has been
/// announced, and delivered when a group has all of its parts.
class delivery {
public:
  delivery(const plan::later_parts& plan, part_format format);

  /// A part that was asked for, with what came of it.
  struct task {
    occurrence what;
    std::vector<size_t> groups;
    bool started = false;
    bool finished = false;
    bool failed = false;
    bool delivered = false;
    /// JSON: an object, or items without their brackets.
    bytes data;
    size_t count = 0; ///< items in `data`
    std::vector<field_error> errors;
    /// Parts inside of `data`.
    std::vector<occurrence> found;
  };

  /// Adds a part whose surroundings go out with the next message.
  void add(occurrence x);

  /// Returns the tasks to run now, each once.
  std::vector<size_t> start();

  const task& at(size_t number) const noexcept {
    return tasks_[number];
  }

  /// The data of a part is there.
  void finish(size_t number, bytes data, std::vector<field_error> errors,
              std::vector<occurrence> found);

  /// `count` items of a list are there; `finish` says when it has ended.
  void items(size_t number, bytes data, size_t count,
             std::vector<field_error> errors, std::vector<occurrence> found);

  /// The part cannot be had: a null went up to its root, or it failed whole.
  void fail(size_t number, std::vector<field_error> errors);

  /// Appends what the first answer says about parts, `,"pending":[...]` and
  /// `,"hasNext":true`, if there are any.
  void write_first(bytes& out);

  /// Whether there is something to say.
  bool ready() const noexcept;

  /// Appends a message with all that is ready.
  void write(bytes& out);

  /// Whether everything has been said.
  bool done() const noexcept {
    return open_ == 0;
  }

private:
  struct group {
    const plan::delivery_group* is = nullptr;
    response_path path;
    size_t parent = none;
    int64_t id = -1; ///< -1: not announced yet
    bool completed = false;
    size_t missing = 0; ///< tasks that are not finished
    std::vector<size_t> tasks;
    std::vector<size_t> children;
  };

  /// Lists of a message under construction.
  struct message {
    bytes pending;
    bytes incremental;
    bytes completed;
  };

  static constexpr size_t none = SIZE_MAX;

  size_t group_at(int32_t number, const response_path& path);
  bool may_announce(const group& x) const noexcept;
  void announce(message& out);
  bool complete(message& out);
  void close(size_t number, message& out);
  void drop(size_t number);
  void deliver(task& x, size_t owner, message& out);
  void write_entry(message& out, const task& x, size_t owner);
  size_t best_group(const task& x, size_t otherwise) const noexcept;
  void write_label(bytes& out, const group& x) const;

  const plan::later_parts& plan_;
  part_format format_;
  std::vector<task> tasks_;
  std::vector<group> groups_;
  std::map<std::pair<int32_t, std::string>, size_t> by_place_;
  int64_t next_id_ = 0;
  size_t open_ = 0; ///< groups announced and not completed
  std::vector<size_t> items_ready_;
};

} // namespace troupe::runtime
