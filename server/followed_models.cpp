#include "server/followed_models.hpp"

#include <string>
#include <unordered_map>
#include <utility>

namespace troupe::server {

namespace {

/// Tables of one schema, by `name_facts::key_of`.
class model_index {
public:
  explicit model_index(std::shared_ptr<engine_slot> engine)
    : engine_(std::move(engine)) {
    // nop
  }

  std::optional<actors::followed_model>
  find(std::string_view schema, std::string_view table, bool in_path) {
    auto now = engine_->load();
    if (now != known_) {
      known_ = now;
      read();
    }
    auto i = models_.find(actors::name_facts::key_of(schema, table));
    // Without a schema a model is a table of the search path.
    if (i == models_.end() && in_path)
      i = models_.find(actors::name_facts::key_of({}, table));
    if (i == models_.end())
      return std::nullopt;
    return i->second;
  }

private:
  void read() {
    models_.clear();
    for (const auto& m : known_->catalog().models) {
      if (m.embedded || m.table.empty())
        continue;
      actors::followed_model x;
      x.type = m.name;
      for (auto i : m.primary_key)
        x.key.push_back(m.columns[static_cast<size_t>(i)].name);
      models_.emplace(actors::name_facts::key_of(m.schema, m.table),
                      std::move(x));
    }
  }

  std::shared_ptr<engine_slot> engine_;
  std::shared_ptr<const runtime::engine> known_;
  std::unordered_map<std::string, actors::followed_model> models_;
};

} // namespace

actors::model_finder followed_models(std::shared_ptr<engine_slot> engine) {
  auto index = std::make_shared<model_index>(std::move(engine));
  return [index](auto schema, auto table, bool in_path) {
    return index->find(schema, table, in_path);
  };
}

} // namespace troupe::server
