#include "runtime/delivery.hpp"

#include "base/json_write.hpp"

namespace troupe::runtime {

void response_path::add(std::string_view entry) {
  if (!ends.empty())
    text += ',';
  text += entry;
  ends.push_back(static_cast<uint32_t>(text.size()));
}

std::string_view response_path::first(size_t depth) const noexcept {
  if (depth == 0)
    return {};
  return std::string_view{text}.substr(0, depth < ends.size() ? ends[depth - 1]
                                                              : text.size());
}

std::string_view response_path::rest(size_t depth) const noexcept {
  if (depth == 0)
    return text;
  if (depth >= ends.size())
    return {};
  return std::string_view{text}.substr(ends[depth - 1] + 1);
}

namespace {

void separate(bytes& list) {
  if (!list.empty())
    list.push_back(',');
}

void write_path(bytes& out, std::string_view name, std::string_view path) {
  out.append(name);
  out.push_back('[');
  out.append(path);
  out.push_back(']');
}

void append_all(std::vector<field_error>& to,
                const std::vector<field_error>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

} // namespace

delivery::delivery(const plan::later_parts& plan, part_format format)
  : plan_(plan), format_(format) {
  // nop
}

size_t delivery::group_at(int32_t number, const response_path& path) {
  const auto& is = plan_.groups[static_cast<size_t>(number)];
  std::pair place{number, std::string{path.first(is.depth)}};
  if (auto known = by_place_.find(place); known != by_place_.end())
    return known->second;
  auto parent = is.parent < 0 ? none : group_at(is.parent, path);
  auto out = groups_.size();
  auto& g = groups_.emplace_back();
  g.is = &is;
  g.parent = parent;
  g.path.text = place.second;
  g.path.ends.assign(path.ends.begin(), path.ends.begin() + is.depth);
  if (parent != none)
    groups_[parent].children.push_back(out);
  by_place_.emplace(std::move(place), out);
  return out;
}

void delivery::add(occurrence x) {
  auto number = tasks_.size();
  std::vector<size_t> groups;
  for (auto g : plan_.parts[static_cast<size_t>(x.part)].groups) {
    groups.push_back(group_at(g, x.path));
    groups_[groups.back()].tasks.push_back(number);
    ++groups_[groups.back()].missing;
  }
  auto& t = tasks_.emplace_back();
  t.what = std::move(x);
  t.groups = std::move(groups);
}

std::vector<size_t> delivery::start() {
  std::vector<size_t> out;
  for (size_t i = 0; i < tasks_.size(); ++i) {
    auto& t = tasks_[i];
    if (t.started)
      continue;
    for (auto g : t.groups)
      t.started = t.started || (groups_[g].id >= 0 && !groups_[g].completed);
    if (t.started)
      out.push_back(i);
  }
  return out;
}

void delivery::finish(size_t number, bytes data,
                      std::vector<field_error> errors,
                      std::vector<occurrence> found) {
  auto& t = tasks_[number];
  if (!plan_.parts[static_cast<size_t>(t.what.part)].items) {
    t.data = std::move(data);
    t.errors = std::move(errors);
    t.found = std::move(found);
  }
  t.finished = true;
  for (auto g : t.groups)
    --groups_[g].missing;
}

void delivery::items(size_t number, bytes data, size_t count,
                     std::vector<field_error> errors,
                     std::vector<occurrence> found) {
  if (count == 0)
    return;
  auto& t = tasks_[number];
  separate(t.data);
  t.data.append(data.view());
  t.count += count;
  append_all(t.errors, errors);
  for (auto& x : found)
    t.found.push_back(std::move(x));
  items_ready_.push_back(number);
}

void delivery::fail(size_t number, std::vector<field_error> errors) {
  auto& t = tasks_[number];
  t.errors = std::move(errors);
  t.failed = true;
  t.finished = true;
  for (auto g : t.groups)
    --groups_[g].missing;
}

/// A group waits for the one around it, unless nothing is in that.
bool delivery::may_announce(const group& x) const noexcept {
  if (x.id >= 0 || x.completed || x.tasks.empty())
    return false;
  for (auto p = x.parent; p != none; p = groups_[p].parent)
    if (!groups_[p].completed && !groups_[p].tasks.empty())
      return false;
  return true;
}

void delivery::announce(message& out) {
  for (auto& g : groups_) {
    if (!may_announce(g))
      continue;
    g.id = next_id_++;
    ++open_;
    separate(out.pending);
    out.pending.append("{\"id\":\"");
    json::write_int(out.pending, g.id);
    write_path(out.pending, "\",\"path\":", g.path.text);
    write_label(out.pending, g);
    out.pending.push_back('}');
  }
}

void delivery::write_label(bytes& out, const group& x) const {
  if (!x.is->label)
    return;
  out.append(",\"label\":");
  json::write_string(out, *x.is->label);
}

void delivery::write_first(bytes& out) {
  message m;
  announce(m);
  if (done())
    return;
  if (format_ == part_format::v0_2) {
    out.append(",\"pending\":[");
    out.append(m.pending.view());
    out.push_back(']');
  }
  out.append(",\"hasNext\":true");
}

bool delivery::ready() const noexcept {
  if (!items_ready_.empty())
    return true;
  for (const auto& g : groups_)
    if (g.id >= 0 && !g.completed && g.missing == 0)
      return true;
  return false;
}

/// The group of a task whose place is nearest to it: its data then needs the
/// shortest path.
size_t delivery::best_group(const task& x, size_t otherwise) const noexcept {
  auto out = otherwise;
  for (auto g : x.groups)
    if (groups_[g].id >= 0 && !groups_[g].completed
        && groups_[g].is->depth > groups_[out].is->depth)
      out = g;
  return out;
}

void delivery::write_entry(message& out, const task& x, size_t owner) {
  const auto& g = groups_[owner];
  auto& to = out.incremental;
  bool items = plan_.parts[static_cast<size_t>(x.what.part)].items;
  separate(to);
  if (format_ == part_format::v0_2) {
    to.append("{\"id\":\"");
    json::write_int(to, g.id);
    to.push_back('"');
    auto below = x.what.path.rest(g.is->depth);
    if (!items && !below.empty())
      write_path(to, ",\"subPath\":", below);
  } else {
    auto path = x.what.path.text;
    if (items)
      path += "," + std::to_string(x.what.index);
    write_path(to, "{\"path\":", path);
    write_label(to, g);
  }
  to.append(items ? ",\"items\":[" : ",\"data\":");
  to.append(x.failed ? std::string_view{"null"} : x.data.view());
  if (items)
    to.push_back(']');
  if (!x.errors.empty()) {
    to.push_back(',');
    write_errors(to, x.errors);
  }
  to.push_back('}');
}

void delivery::deliver(task& x, size_t owner, message& out) {
  bool items = plan_.parts[static_cast<size_t>(x.what.part)].items;
  if (!items || !x.data.empty())
    write_entry(out, x, best_group(x, owner));
  x.what.index += x.count;
  x.count = 0;
  x.data.clear();
  x.errors.clear();
  x.delivered = x.finished;
  // `add` may move the tasks.
  auto found = std::move(x.found);
  x.found.clear();
  for (auto& inner : found)
    add(std::move(inner));
}

/// What is inside of a group that failed never comes.
void delivery::drop(size_t number) {
  for (auto child : groups_[number].children) {
    auto& g = groups_[child];
    if (!g.completed && g.id >= 0)
      --open_;
    g.completed = true;
    drop(child);
  }
}

void delivery::close(size_t number, message& out) {
  std::vector<field_error> errors;
  bool failed = false;
  for (auto i : groups_[number].tasks) {
    if (!tasks_[i].failed)
      continue;
    failed = true;
    append_all(errors, tasks_[i].errors);
  }
  if (!failed)
    for (size_t i = 0; i < groups_[number].tasks.size(); ++i) {
      auto t = groups_[number].tasks[i];
      if (tasks_[t].finished && !tasks_[t].delivered)
        deliver(tasks_[t], number, out);
    }
  // What was found in it may belong to the same group.
  if (groups_[number].missing > 0)
    return;
  auto& g = groups_[number];
  g.completed = true;
  --open_;
  if (format_ == part_format::v0_2) {
    separate(out.completed);
    out.completed.append("{\"id\":\"");
    json::write_int(out.completed, g.id);
    out.completed.push_back('"');
    if (failed) {
      out.completed.push_back(',');
      write_errors(out.completed, errors);
    }
    out.completed.push_back('}');
  } else if (failed) {
    bool items =
      plan_.parts[static_cast<size_t>(tasks_[g.tasks.front()].what.part)].items;
    separate(out.incremental);
    write_path(out.incremental, "{\"path\":", g.path.text);
    write_label(out.incremental, g);
    out.incremental.append(items ? ",\"items\":null," : ",\"data\":null,");
    write_errors(out.incremental, errors);
    out.incremental.push_back('}');
  }
  if (failed)
    drop(number);
}

bool delivery::complete(message& out) {
  bool any = false;
  for (size_t i = 0; i < groups_.size(); ++i) {
    const auto& g = groups_[i];
    if (g.id < 0 || g.completed || g.missing > 0)
      continue;
    close(i, out);
    any = true;
  }
  return any;
}

void delivery::write(bytes& out) {
  message m;
  auto items = std::move(items_ready_);
  items_ready_.clear();
  for (auto i : items)
    if (!tasks_[i].data.empty() && !tasks_[i].failed)
      deliver(tasks_[i], tasks_[i].groups.front(), m);
  // What is announced now may be there already.
  do
    announce(m);
  while (complete(m));
  announce(m);
  auto begin = out.size();
  auto list = [&](std::string_view name, const bytes& content) {
    if (content.empty())
      return;
    out.append(out.size() > begin ? "," : "{");
    out.append(name);
    out.append(content.view());
    out.push_back(']');
  };
  if (format_ == part_format::v0_2)
    list("\"pending\":[", m.pending);
  list("\"incremental\":[", m.incremental);
  list("\"completed\":[", m.completed);
  out.append(out.size() > begin ? "," : "{");
  out.append(done() ? "\"hasNext\":false}" : "\"hasNext\":true}");
}

} // namespace troupe::runtime
