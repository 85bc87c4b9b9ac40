// Runs a fuzz target without a fuzzer: every seed, then mutations of them that
// are the same in every run. What the ordinary tests run; `./dev test --fuzz`
// runs the same targets under libFuzzer.

#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

namespace {

using bytes = std::vector<uint8_t>;

bytes read(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// Changes a few bytes, cuts, repeats, or joins with another seed.
bytes mutated(bytes x, const std::vector<bytes>& seeds, std::mt19937& random) {
  auto pick = [&](size_t n) { return n == 0 ? 0 : random() % n; };
  for (auto steps = 1 + pick(4); steps > 0; --steps) {
    auto at = static_cast<std::ptrdiff_t>(pick(x.size() + 1));
    auto size = static_cast<std::ptrdiff_t>(
      pick(std::min<size_t>(x.size() + 1 - static_cast<size_t>(at), 24)));
    switch (pick(5)) {
      case 0:
        if (!x.empty())
          x[pick(x.size())] = static_cast<uint8_t>(random());
        break;
      case 1:
        x.erase(x.begin() + at, x.begin() + at + size);
        break;
      case 2: {
        bytes piece{x.begin() + at, x.begin() + at + size};
        x.insert(x.begin() + at, piece.begin(), piece.end());
        break;
      }
      case 3: {
        constexpr char special[] = "{}()[]:$@!|&=\"\\\n#,.-0e";
        x.insert(x.begin() + at,
                 static_cast<uint8_t>(special[pick(sizeof(special) - 1)]));
        break;
      }
      default: {
        const auto& other = seeds[pick(seeds.size())];
        auto from = static_cast<std::ptrdiff_t>(pick(other.size() + 1));
        x.resize(static_cast<size_t>(at));
        x.insert(x.end(), other.begin() + from, other.end());
        break;
      }
    }
  }
  return x;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: %s CORPUS [MUTATIONS]\n", argv[0]);
    return 2;
  }
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator{argv[1]})
    paths.push_back(entry.path());
  std::ranges::sort(paths);
  std::vector<bytes> seeds;
  for (const auto& path : paths)
    seeds.push_back(read(path));
  if (seeds.empty()) {
    std::fprintf(stderr, "%s: no seeds\n", argv[1]);
    return 1;
  }
  size_t runs = 0;
  auto run = [&](const bytes& x) {
    LLVMFuzzerTestOneInput(x.data(), x.size());
    ++runs;
  };
  for (const auto& x : seeds)
    run(x);
  auto mutations = argc > 2 ? std::stoul(argv[2]) : 3'000;
  std::mt19937 random{1}; // the same in every run
  for (size_t i = 0; i < mutations; ++i)
    run(mutated(seeds[random() % seeds.size()], seeds, random));
  std::printf("%zu seeds, %zu executions\n", seeds.size(), runs);
}
