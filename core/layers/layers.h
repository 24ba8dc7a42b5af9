#pragma once
#include "activationLayer.h"
#include "dense.h"
#include "dropout.h"

namespace nablab {

using Layer = std::variant<Dense, ActivationLayer, Dropout>;
template <>
struct FamilyName<Layer> {
  static constexpr const char* name = "layers";
};

}  // namespace nablab
