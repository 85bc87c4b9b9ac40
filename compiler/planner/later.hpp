#pragma once

#include "compiler/planner/select.hpp"
#include "plan/later.hpp"

#include <deque>
#include <utility>
#include <vector>

/// What @defer and @stream leave for later while an operation is planned
/// (incremental delivery, working draft).
namespace troupe::compiler::planner {

/// Splits the fields of objects by the groups that deliver them, and plans what
/// comes later once the rest is planned.
class later_planner {
public:
  explicit later_planner(session& s);

  /// Takes the fields of an object that come later out of `selected`. What is
  /// needed to find the object again goes to `columns`, and a mark for each
  /// part to `marks`. Where the object has no key, all its fields come now.
  std::vector<collected_field>
  split(const table_scope& t, const std::vector<collected_field>& selected,
        tuple& columns, std::vector<plan::shape>& marks);

  /// The same for root fields.
  std::vector<collected_field>
  split_root(const std::vector<collected_field>& selected);

  /// Returns how many items of a list come now, or null if all do.
  const input* first_items(const collected_field& f);

  /// Notes the rest of a list of an object, whose items that come now are at
  /// `column`; `columns` receives the object's key.
  void rest_of_list(const table_scope& t, const collected_field& f,
                    int32_t column, tuple& columns,
                    std::vector<plan::shape>& marks);

  /// Whether the key of an object can be asked for again.
  bool has_key(const plan::model_def& model) const;

  /// Notes the rest of a root list.
  void rest_of_root(const collected_field& f);

  /// Of the list whose rest is planned, once: it is not split again.
  bool take_rest() noexcept {
    return std::exchange(rest_next_, false);
  }

  /// Whether what is planned now goes out with the first answer.
  bool first_answer() const noexcept {
    return current_.empty() && !in_rest_;
  }

  /// Plans all that was noted, and what that notes in turn. `step` plans a root
  /// field. Returns null if nothing comes later.
  std::shared_ptr<const plan::later_parts>
  finish(const std::function<plan::step(const collected_field&)>& step);

private:
  using group_set = std::vector<int32_t>;

  /// A part that is to be planned.
  struct noted {
    size_t part = 0;
    const plan::model_def* model = nullptr; ///< null: root fields
    std::vector<collected_field> fields;
    group_set groups;
    uint32_t depth = 0;
    int32_t cost_parent = -1;
    bool rest = false;
  };

  int32_t group(int32_t parent, const graphql::language::directive& x,
                uint32_t depth);
  group_set groups_of(const collected_field& f) const;
  plan::shape mark(const table_scope& t, size_t part, tuple& columns) const;
  size_t note(noted x, bool items);
  void plan_object(const noted& x);
  std::string key_condition(statement_scope& q, const table_scope& t) const;

  session& s_;
  plan::later_parts out_;
  std::deque<noted> noted_;
  group_set current_; ///< that deliver what is planned now
  bool in_rest_ = false;
  bool rest_next_ = false;
};

} // namespace troupe::compiler::planner
