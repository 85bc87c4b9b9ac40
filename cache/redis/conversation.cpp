#include "cache/redis/conversation.hpp"

#include <deque>
#include <hiredis/hiredis.h>
#include <utility>

namespace troupe::redis {

namespace {

/// No reply that we ask for is longer.
constexpr int most_items = 4'096;

/// Puts what was read into its list, or makes it the reply.
void* place(const redisReadTask* task, reply x) {
  if (task->parent == nullptr)
    return new reply{std::move(x)};
  auto& list = *static_cast<reply*>(task->parent->obj);
  auto& to = list.items[static_cast<size_t>(task->idx)];
  to = std::move(x);
  return &to;
}

void* make_text(const redisReadTask* task, char* from, size_t size) {
  auto kind =
    task->type == REDIS_REPLY_ERROR ? reply_kind::error : reply_kind::text;
  return place(task, {.kind = kind, .text = {from, size}});
}

/// Null ends the reading: nobody lets a server say how much memory to take.
void* make_list(const redisReadTask* task, int count) {
  if (count < 0 || count > most_items)
    return nullptr;
  reply out{.kind = reply_kind::list};
  out.items.resize(static_cast<size_t>(count));
  return place(task, std::move(out));
}

void* make_integer(const redisReadTask* task, long long x) {
  return place(task, {.kind = reply_kind::integer, .integer = x});
}

void* make_nil(const redisReadTask* task) {
  return place(task, {});
}

void free_reply(void* x) {
  delete static_cast<reply*>(x);
}

redisReplyObjectFunctions makers{make_text, make_list, make_integer, make_nil,
                                 free_reply};

} // namespace

struct conversation::state {
  struct command {
    steady::time_point said;
    handler then;
  };

  conversation_limits limits;
  std::unique_ptr<redisReader, decltype(&redisReaderFree)> reader{
    redisReaderCreateWithFunctions(&makers), &redisReaderFree};
  std::deque<command> waiting;
};

conversation::conversation(const conversation_limits& limits)
  : state_(std::make_unique<state>()) {
  state_->limits = limits;
}

conversation::~conversation() = default;

bool conversation::say(std::span<const std::string_view> words,
                       steady::time_point now, handler then) {
  auto& s = *state_;
  if (s.waiting.size() >= s.limits.commands
      || output_.size() >= s.limits.unsent)
    return false;
  std::vector<const char*> texts;
  std::vector<size_t> sizes;
  for (auto x : words) {
    texts.push_back(x.data() == nullptr ? "" : x.data());
    sizes.push_back(x.size());
  }
  char* made = nullptr;
  auto size = redisFormatCommandArgv(&made, static_cast<int>(words.size()),
                                     texts.data(), sizes.data());
  if (size < 0)
    return false;
  output_.append({made, static_cast<size_t>(size)});
  redisFreeCommand(made);
  s.waiting.push_back({now, std::move(then)});
  return true;
}

bool conversation::hear(std::string_view data) {
  auto& s = *state_;
  auto* reader = s.reader.get();
  if (reader->len - reader->pos + data.size() > s.limits.reply
      || redisReaderFeed(reader, data.data(), data.size()) != REDIS_OK)
    return false;
  for (;;) {
    void* got = nullptr;
    if (redisReaderGetReply(reader, &got) != REDIS_OK)
      return false;
    if (got == nullptr)
      return true;
    std::unique_ptr<reply> said{static_cast<reply*>(got)};
    if (s.waiting.empty())
      return false;
    auto then = std::move(s.waiting.front().then);
    s.waiting.pop_front();
    then(said.get());
  }
}

size_t conversation::waiting() const noexcept {
  return state_->waiting.size();
}

steady::time_point conversation::oldest() const noexcept {
  return state_->waiting.empty() ? steady::time_point::max()
                                 : state_->waiting.front().said;
}

void conversation::end() {
  for (auto& x : std::exchange(state_->waiting, {}))
    x.then(nullptr);
}

} // namespace troupe::redis
