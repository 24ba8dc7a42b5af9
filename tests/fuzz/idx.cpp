#include "core/datasets/idx.h"

#include "core/refusal.h"
#include "targets.h"

namespace nablab::fuzz {

void idx(Bytes data, std::size_t size) {
  Choices choices(data, size);
  const int imageBytes = choices.below(256) * 256 + choices.below(256);
  const std::string both = choices.rest();
  const std::size_t cut = std::min(both.size(), static_cast<std::size_t>(imageBytes));
  const std::string images = both.substr(0, cut), labels = both.substr(cut);
  for (const std::string& file : {images, labels}) {
    try {
      idxReport("fuzz.idx", file);
      const IdxFile read = readIdx("fuzz.idx", file);
      const auto numbers = static_cast<std::size_t>(read.items) * static_cast<std::size_t>(read.height) *
                           static_cast<std::size_t>(read.width);
      require(read.values.size() == numbers, "a file has as many numbers as its header says");
    } catch (const Refusal&) {
    }
  }
  try {
    const Dataset pair = pairOfIdx(readIdx("images", images), readIdx("labels", labels), 10, 100);
    for (const double pixel : pair.x) require(pixel >= 0 && pixel <= 1, "pixels lie between 0 and 1");
    for (const double label : pair.y) require(label >= 0 && label < 10, "labels are classes");
  } catch (const Refusal&) {
  }
}

}  // namespace nablab::fuzz
