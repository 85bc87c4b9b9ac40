// What a Redis says: bytes as a socket would give them, in two halves, through
// the reader of replies; and any text of a reply as an answer that was shared.
#include "base/hash.hpp"
#include "cache/redis/conversation.hpp"
#include "cache/remote_entry.hpp"
#include "tests/fuzz/target.hpp"

#include <string>

using namespace troupe;

namespace {

void read_value(std::string text) {
  auto look = [&] {
    if (auto x = cache::read_remote(text)) {
      fuzz::require(x->key.size() + x->body.size() <= text.size());
      bytes again;
      cache::write_remote(again, *x);
      fuzz::require(again.view() == text);
    }
  };
  look();
  // Nobody guesses a checksum: what lies behind it is to be tried too.
  if (text.size() < 12)
    return;
  auto sum = hash64(std::string_view{text}.substr(12));
  for (size_t i = 0; i < 8; ++i)
    text[4 + i] = static_cast<char>(sum >> (8 * i));
  look();
}

void read_reply(const redis::reply& x) {
  if (x.is(redis::reply_kind::text))
    read_value(x.text);
  for (const auto& item : x.items)
    read_reply(item);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view all{reinterpret_cast<const char*>(data), size};
  read_value(std::string{all});
  redis::conversation talk{{.commands = 4, .unsent = 1'024, .reply = 4'096}};
  int answers = 0;
  std::string_view ping = "PING";
  for (int i = 0; i < 4; ++i)
    talk.say({&ping, 1}, {}, [&](redis::reply* x) {
      ++answers;
      if (x != nullptr)
        read_reply(*x);
    });
  if (talk.hear(all.substr(0, size / 2)))
    talk.hear(all.substr(size / 2));
  talk.end();
  fuzz::require(answers == 4);
  return 0;
}
