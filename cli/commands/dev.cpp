#include "cli/commands/commands.hpp"
#include "cli/files.hpp"
#include "cli/report.hpp"
#include "cli/serving.hpp"
#include "server/server.hpp"

#include <CLI/CLI.hpp>
#include <atomic>
#include <filesystem>
#include <iostream>
#include <memory>
#include <poll.h>
#include <sys/inotify.h>
#include <thread>
#include <unistd.h>

namespace troupe::cli {

namespace {

namespace fs = std::filesystem;

/// Waits for changes in the folders of some files. Editors replace files, so
/// the folders are watched.
class watcher {
public:
  explicit watcher(const std::vector<std::string>& files)
    : handle_(inotify_init1(IN_CLOEXEC)) {
    for (const auto& f : files) {
      auto folder = fs::absolute(f).parent_path();
      inotify_add_watch(handle_, folder.c_str(),
                        IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE);
    }
  }

  ~watcher() {
    close(handle_);
  }

  watcher(const watcher&) = delete;
  watcher& operator=(const watcher&) = delete;

  /// Returns true after a change, false after `milliseconds` without one.
  bool wait(int milliseconds) {
    pollfd x{handle_, POLLIN, 0};
    if (poll(&x, 1, milliseconds) <= 0)
      return false;
    char events[4096];
    return read(handle_, events, sizeof(events)) > 0;
  }

private:
  int handle_;
};

std::vector<fs::file_time_type>
times_of(const std::vector<std::string>& files) {
  std::vector<fs::file_time_type> out;
  for (const auto& f : files) {
    std::error_code ignored;
    out.push_back(fs::last_write_time(f, ignored));
  }
  return out;
}

int dev(const std::vector<std::string>& files, const serving_flags& flags) {
  int code = ok;
  server::options settings;
  if (!read_options(flags, settings, code))
    return code;
  if (settings.database_url.empty()) {
    std::cerr << "error: No database. Give --database sqlite:PATH or "
                 "postgres://...\n";
    return invalid_input;
  }
  server::block_signals();
  auto made = compile_files(files, settings.database_url, code);
  if (!made)
    return code;
  auto node = server::server::start(
    settings, std::make_shared<const plan::catalog>(std::move(*made)));
  if (!node) {
    print_error(std::cerr, node.error());
    return code_of(node.error());
  }
  std::cout << "Troupe serves http://" << (*node)->address()
            << "/graphql and reloads when a file changes (console at http://"
            << (*node)->address() << "/)" << std::endl;
  std::atomic<bool> stopping{false};
  std::thread watching{[&] {
    watcher changes{files};
    auto seen = times_of(files);
    while (!stopping) {
      constexpr int patience = 250;
      if (!changes.wait(patience) || times_of(files) == seen)
        continue;
      seen = times_of(files);
      int ignored = ok;
      auto next = compile_files(files, settings.database_url, ignored);
      if (!next) {
        std::cerr << "The schema of before goes on." << std::endl;
        continue;
      }
      auto done = (*node)->reload(
        std::make_shared<const plan::catalog>(std::move(*next)));
      if (done)
        std::cout << "Reloaded." << std::endl;
      else
        print_error(std::cerr, done.error());
    }
  }};
  server::wait_for_stop();
  stopping = true;
  watching.join();
  (*node)->stop();
  return (*node)->failed() ? failed : ok;
}

} // namespace

void add_dev(CLI::App& app, int& code) {
  auto f = std::make_shared<serving_flags>();
  auto files = std::make_shared<std::vector<std::string>>();
  auto* command = app.add_subcommand(
    "dev", "Compile and serve, and again whenever a file changes");
  command->add_option("files", *files, "SDL files")->required();
  add_serving_flags(*command, *f);
  command->callback([f, files, &code] { code = dev(*files, *f); });
}

} // namespace troupe::cli
