#pragma once
#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "../hash.h"
#include "../limits.h"

namespace nablab {

/** Different texts, numbered in the order in which they appear: up to one more than may be classes. */
class DistinctTexts {
 public:
  static constexpr int most = Limits::classes + 1;

  /** The text's number; `most` for every new one when there are already so many. */
  int add(std::string_view text) {
    Hash hash;
    for (const char character : text) hash.add(static_cast<std::uint32_t>(static_cast<unsigned char>(character)));
    const auto place = std::lower_bound(known.begin(), known.end(), std::pair{hash.value(), 0});
    if (place != known.end() && place->first == hash.value()) return place->second;
    if (count() == most) return most;
    known.insert(place, {hash.value(), count()});
    return count() - 1;
  }
  int count() const { return static_cast<int>(known.size()); }

 private:
  /** By hash: of 64 bits, so that two texts with the same one are not to be expected. */
  std::vector<std::pair<std::uint64_t, int>> known;
};

}  // namespace nablab
