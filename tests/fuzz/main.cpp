#include <cstring>

#include "targets.h"

/** The target that the environment names in NABLAB_FUZZ_TARGET. */
static const nablab::fuzz::Target& chosenTarget() {
  const char* name = std::getenv("NABLAB_FUZZ_TARGET");
  for (const nablab::fuzz::Target& target : nablab::fuzz::targets)
    if (name && std::strcmp(name, target.name) == 0) return target;
  std::fprintf(stderr, "NABLAB_FUZZ_TARGET must be one of:");
  for (const nablab::fuzz::Target& target : nablab::fuzz::targets) std::fprintf(stderr, " %s", target.name);
  std::fprintf(stderr, "\n");
  std::exit(2);
}

/** libFuzzer's entry. */
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const nablab::fuzz::Target& target = chosenTarget();
  target.run(data, size);
  return 0;
}
