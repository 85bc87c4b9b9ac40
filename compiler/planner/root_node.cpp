#include "compiler/planner/roots.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

namespace {

/// Global ids that `nodes` takes where the schema sets no limit.
constexpr int64_t most_ids = 1000;

/// One row of some type by the parts of its key. The type stands in the id,
/// which the plan does not know: there is a subselect for each type, and ids of
/// other types give it null keys, which the database sees to be empty.
class node_builder {
public:
  node_builder(const root_field& x, const input* ids)
    : x_(x), ids_(ids), many_(x.root.kind == plan::root_kind::nodes) {
    // nop
  }

  void run() {
    auto& out = x_.out;
    out.shape.kind = plan::shape_kind::one_of;
    for (const auto* type : x_.definition.type->core().possible())
      if (type->tag >= 0)
        alternative(*type);
    if (columns_.values().empty())
      columns_.add("NULL");
    auto text = top_level(x_.s.dialect(), columns_);
    out.kind = many_ ? plan::step_kind::list : plan::step_kind::one;
    out.list_nullable = out.shape.nullable;
    if (many_)
      text += from();
    out.statement = finish(q_, std::move(text), false);
  }

private:
  static const std::vector<int32_t>& key_of(const plan::model_def& model) {
    return model.node_key.empty() ? model.primary_key : model.node_key;
  }

  void alternative(const graphql::types::type& type) {
    const auto& model = x_.s.model(type.tag);
    list_request one{model, {}};
    one.nested = true;
    one.single = true;
    one.at = x_.out.shape.at;
    one.tie = [&](const table_scope& t) {
      std::string out;
      const auto& key = key_of(model);
      for (size_t i = 0; i < key.size(); ++i)
        out +=
          (i > 0 ? " AND " : "") + t.column(key[i]) + " = " + part(model, i);
      return out;
    };
    auto list = select_list(q_, one, x_.s.fields.collect(type, x_.field));
    auto& shape = x_.out.shape.fields.emplace_back();
    shape.kind = plan::shape_kind::row;
    shape.name = type.name;
    shape.fields = std::move(list.fields);
    shape.column =
      columns_.add(std::string{row_mark} + "(SELECT "
                   + sql::row(x_.s.dialect(), list.columns.values()) + " "
                   + list.from + ")");
  }

  /// The value of a key column, null for ids of other types.
  std::string part(const plan::model_def& model, size_t i) {
    static const input none;
    const auto& c = model.columns[static_cast<size_t>(key_of(model)[i])];
    plan::parameter p;
    p.type = c.type;
    p.transform = plan::transform::node_part;
    p.part = static_cast<uint32_t>(i);
    p.scope = model.name;
    auto limit = x_.s.in.catalog.max_limit;
    p.most = limit > 0 ? limit : most_ids;
    auto mark =
      q_.bind(ids_ == nullptr ? none : *ids_, std::move(p), x_.out.shape.at);
    if (!many_)
      return mark;
    bool postgres = x_.s.dialect() == plan::dialect::postgres;
    arrays_.push_back(postgres
                        ? mark + "::"
                            + (c.type.name.empty()
                                 ? std::string{plan::to_string(c.type.base)}
                                 : c.type.name)
                            + "[]"
                        : mark);
    auto n = std::to_string(arrays_.size() - 1);
    return postgres ? "n.k" + n : "n" + n + ".value";
  }

  /// A row for each id, in their order.
  std::string from() const {
    std::string out;
    if (x_.s.dialect() == plan::dialect::postgres) {
      out = " FROM unnest(";
      std::string names;
      for (size_t i = 0; i < arrays_.size(); ++i) {
        out += (i > 0 ? ", " : "") + arrays_[i];
        names += "k" + std::to_string(i) + ", ";
      }
      return out + ") WITH ORDINALITY AS n(" + names
             + "place) ORDER BY n.place";
    }
    for (size_t i = 0; i < arrays_.size(); ++i) {
      auto n = "n" + std::to_string(i);
      out += (i == 0 ? " FROM json_each(" : " JOIN json_each(") + arrays_[i]
             + ") AS " + n;
      if (i > 0)
        out += " ON " + n + ".key = n0.key";
    }
    return out + " ORDER BY n0.key";
  }

  const root_field& x_;
  const input* ids_;
  bool many_;
  statement_scope q_{x_.s, {}, 0};
  tuple columns_;
  std::vector<std::string> arrays_;
};

} // namespace

void plan_node(const root_field& x) {
  node_builder{x, argument_value(x.s, x.field, x.definition.arguments[0])}
    .run();
}

} // namespace troupe::compiler::planner
