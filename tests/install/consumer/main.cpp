// What a program that embeds Troupe looks like: SDL to catalog, catalog to a
// running server. Prints its address and serves until its input ends.

#include "compiler/authoring/author.hpp"
#include "server/server.hpp"

#include <cstdio>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  if (argc != 2)
    return 2;
  std::vector<troupe::compiler::authoring::source_file> files{
    {"schema.graphql",
     "extend schema @database(dialect: \"sqlite\") "
     "type Word @table(name: \"word\") { id: Int! text: String! }"}};
  auto made = troupe::compiler::authoring::author(files, nullptr);
  if (!made.errors.empty())
    return 1;
  troupe::server::options options;
  options.listen = "127.0.0.1:0";
  options.database_url = std::string{"sqlite:"} + argv[1];
  auto node = troupe::server::server::start(
    options, std::make_shared<const troupe::plan::catalog>(made.catalog));
  if (!node) {
    std::cerr << troupe::to_string(node.error()) << '\n';
    return 1;
  }
  std::cout << "http://" << (*node)->address() << std::endl;
  while (std::getchar() != EOF) {
  }
}
