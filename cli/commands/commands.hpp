#pragma once

namespace CLI {
class App;
}

/// One function a command: it adds itself to the command line and stores its
/// exit code in `code` when it was chosen.
namespace troupe::cli {

void add_compile(CLI::App& app, int& code);
void add_demo(CLI::App& app, int& code);
void add_dev(CLI::App& app, int& code);
void add_diff(CLI::App& app, int& code);
void add_explain(CLI::App& app, int& code);
void add_migrate(CLI::App& app, int& code);
void add_reflect(CLI::App& app, int& code);
void add_serve(CLI::App& app, int& code);
void add_validate(CLI::App& app, int& code);

} // namespace troupe::cli
