// Names for e2e/names, in place of the system's: `waits.test` is not found
// before the file $NAMES_FILE is there, `nowhere.test` not at all, and
// `several.test` has two addresses, nobody at the first.

#include <chrono>
#include <cstdlib>
#include <dlfcn.h>
#include <netdb.h>
#include <string_view>
#include <thread>
#include <unistd.h>

namespace {

using look_up = int (*)(const char*, const char*, const addrinfo*, addrinfo**);

look_up system_look_up() {
  static auto out = reinterpret_cast<look_up>(dlsym(RTLD_NEXT, "getaddrinfo"));
  return out;
}

void wait_for_file() {
  const auto* path = std::getenv("NAMES_FILE");
  while (path != nullptr && access(path, F_OK) != 0)
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
}

} // namespace

extern "C" int getaddrinfo(const char* node, const char* service,
                           const addrinfo* hints, addrinfo** out) {
  std::string_view name = node == nullptr ? "" : node;
  auto here = [&](const char* address) {
    return system_look_up()(address, service, hints, out);
  };
  if (name == "nowhere.test")
    return EAI_NONAME;
  if (name == "waits.test") {
    wait_for_file();
    return here("127.0.0.1");
  }
  if (name != "several.test")
    return here(node);
  if (auto failed = here("127.0.0.2"); failed != 0)
    return failed;
  auto* last = *out;
  while (last->ai_next != nullptr)
    last = last->ai_next;
  return system_look_up()("127.0.0.1", service, hints, &last->ai_next);
}
