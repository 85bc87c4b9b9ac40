// Follows the changes of a database and prints each as a line of JSON:
// `follow_changes URL CURSOR` reads the change log, `follow_changes URL -
// PUBLICATION [SLOT]` PostgreSQL's own.

#include "actors/changes.hpp"
#include "actors/reactor/scheduler.hpp"
#include "base/json_write.hpp"
#include "db/url.hpp"
#include "messages/cache.hpp"
#include "messages/query.hpp"
#include "messages/supervision.hpp"
#include "messages/transport.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <csignal>
#include <iostream>

using namespace troupe;

namespace {

struct config : caf::actor_system_config {
  config() {
    load<actors::reactor_scheduler>();
    set("scheduler.max-threads", size_t{1});
    add_message_types<caf::id_block::troupe_messages>();
  }
};

std::string_view text_of(messages::change_kind x) {
  constexpr std::string_view names[] = {"inserted", "updated", "deleted",
                                        "custom"};
  return names[static_cast<size_t>(x)];
}

messages::change_subscriber::behavior_type
printer(messages::change_subscriber::pointer, std::ostream* to) {
  return {
    [to](const messages::changes_arrived& x) {
      for (const auto& c : x.batch->changes)
        *to << "{\"kind\":\"" << text_of(c.kind)
            << "\",\"type\":" << json::quoted(c.type)
            << ",\"table\":" << json::quoted(c.table)
            << ",\"id\":" << json::quoted(c.object_id)
            << ",\"key\":" << (c.key.empty() ? "null" : c.key)
            << ",\"event\":" << json::quoted(c.id)
            << ",\"data\":" << (c.data.empty() ? "null" : c.data) << "}"
            << std::endl;
      return messages::changes_taken{};
    },
    [to](const messages::changes_lost&) {
      *to << "{\"kind\":\"lost\"}" << std::endl;
    },
  };
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 3)
    return 2;
  auto url = db::parse_url(argv[1]);
  if (!url)
    return 2;
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  config cfg;
  caf::actor_system sys{cfg};
  actors::datasource_options database;
  database.url = *url;
  actors::change_listener_options options;
  options.dialect = url->dialect;
  options.cursor = argv[2];
  if (argc > 3) {
    options.source = actors::change_source::replication;
    options.replication = {argv[3], argc > 4 ? argv[4] : ""};
  }
  options.batch = 3; // so that a few changes are several pages
  options.poll_interval = std::chrono::milliseconds{100};
  auto top = actors::spawn_changes(
    sys, database, options, [&sys](const messages::change_listener_actor& x) {
      caf::anon_send(
        x, messages::subscribe_changes{sys.spawn(printer, &std::cout)});
    });
  std::cout << "{\"kind\":\"ready\"}" << std::endl;
  int which = 0;
  sigwait(&stop, &which);
  caf::anon_send_exit(top, caf::exit_reason::user_shutdown);
  top = nullptr;
  // Printers live as long as nobody needs them.
  std::_Exit(0);
}
