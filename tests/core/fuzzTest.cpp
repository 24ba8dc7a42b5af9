#include <filesystem>

#include "support.h"
#include "tests/fuzz/targets.h"

namespace nablab {
namespace {

TEST_CASE("every file of the corpora keeps what the fuzzers demand", "[fuzz]") {
  for (const fuzz::Target& target : fuzz::targets) {
    const std::string folder = std::string("tests/fuzz/corpus/") + target.name;
    std::size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator(NABLAB_ROOT + ("/" + folder))) {
      INFO(file.path().string());
      const std::string content = readFile(folder + "/" + file.path().filename().string());
      target.run(reinterpret_cast<fuzz::Bytes>(content.data()), content.size());
      ++files;
    }
    INFO(target.name);
    CHECK(files >= 5);
  }
}

TEST_CASE("every beginning of a seed keeps what the fuzzers demand", "[fuzz]") {
  for (const fuzz::Target& target : fuzz::targets) {
    const std::string folder = std::string("tests/fuzz/corpus/") + target.name;
    const std::string content = readFile(folder + "/first");
    for (std::size_t size = 0; size < content.size(); size += 1 + content.size() / 50)
      target.run(reinterpret_cast<fuzz::Bytes>(content.data()), size);
  }
}

}  // namespace
}  // namespace nablab
