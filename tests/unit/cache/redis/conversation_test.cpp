#include "cache/redis/conversation.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace troupe;
using namespace troupe::redis;
using namespace std::chrono_literals;

namespace {

const auto now = steady::time_point{} + 1h;

struct talk {
  explicit talk(conversation_limits limits = {}) : with(limits) {
    // nop
  }

  bool say(std::vector<std::string_view> words, steady::time_point when = now) {
    return with.say(words, when, [this](reply* x) { got.push_back(shown(x)); });
  }

  static std::string shown(const reply* x) {
    if (x == nullptr)
      return "none";
    std::string out;
    switch (x->kind) {
      case reply_kind::nil:
        return "nil";
      case reply_kind::integer:
        return std::to_string(x->integer);
      case reply_kind::text:
        return "'" + x->text + "'";
      case reply_kind::error:
        return "!" + x->text;
      case reply_kind::list:
        for (const auto& y : x->items)
          out += (out.empty() ? "" : " ") + shown(&y);
        return "[" + out + "]";
    }
    return out;
  }

  std::vector<std::string> got;
  conversation with;
};

using texts = std::vector<std::string>;

} // namespace

TEST_CASE("a command is written with its lengths") {
  talk x;
  REQUIRE(x.say({"SET", "k", std::string_view{"a\0b", 3}}));
  CHECK(
    x.with.output().view()
    == std::string_view{"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$3\r\na\0b\r\n", 29});
}

TEST_CASE("replies go to commands in order, however they are cut") {
  const std::string said = ":7\r\n$-1\r\n*3\r\n$2\r\nab\r\n$-1\r\n*1\r\n:1\r\n"
                           "-ERR no\r\n+OK\r\n";
  for (size_t step = 1; step < said.size(); ++step) {
    talk x;
    for (int i = 0; i < 5; ++i)
      REQUIRE(x.say({"PING"}, now + i * 1s));
    for (size_t i = 0; i < said.size(); i += step)
      REQUIRE(x.with.hear(std::string_view{said}.substr(i, step)));
    CHECK(x.got == texts{"7", "nil", "['ab' nil [1]]", "!ERR no", "'OK'"});
    CHECK(x.with.waiting() == 0);
  }
}

TEST_CASE("the oldest command is known") {
  talk x;
  CHECK(x.with.oldest() == steady::time_point::max());
  x.say({"A"}, now);
  x.say({"B"}, now + 1s);
  CHECK(x.with.oldest() == now);
  REQUIRE(x.with.hear("+\r\n"));
  CHECK(x.with.oldest() == now + 1s);
}

TEST_CASE("what is no reply ends the conversation") {
  for (std::string_view said :
       {"HTTP/1.1 400\r\n", "*-5\r\n", "*100000\r\n", "*2000000000\r\n",
        "$99999999999999999999\r\n", "$x\r\n", ":\r\n", "?\r\n"}) {
    INFO(said);
    talk x;
    x.say({"PING"});
    CHECK_FALSE(x.with.hear(said));
    x.with.end();
    CHECK(x.got == texts{"none"});
  }
  talk unasked;
  CHECK_FALSE(unasked.with.hear("+OK\r\n"));
}

TEST_CASE("a conversation has bounds") {
  talk x{{.commands = 2, .unsent = 100, .reply = 64}};
  CHECK(x.say({"A"}));
  CHECK(x.say({"B"}));
  CHECK_FALSE(x.say({"C"}));
  CHECK(x.with.hear("$1000\r\n"));
  CHECK_FALSE(x.with.hear(std::string(100, 'x')));
  talk full{{.commands = 9, .unsent = 10, .reply = 64}};
  CHECK(full.say({"LONGER"}));
  CHECK_FALSE(full.say({"B"}));
  CHECK(full.got.empty());
}
