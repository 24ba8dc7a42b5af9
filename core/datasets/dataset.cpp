#include "dataset.h"

namespace nablab {

const char* nameOf(Picture picture) {
  constexpr const char* names[] = {"none", "plane", "curve", "table", "images"};
  return names[static_cast<int>(picture)];
}

Starter starterOf(Picture picture) {
  if (picture == Picture::images) return {true, 32};
  if (picture == Picture::table) return {true, 8};
  return {false, 0};
}

}  // namespace nablab
