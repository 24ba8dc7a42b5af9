#pragma once
#include "activationLayer.h"
#include "batchNormalization.h"
#include "dense.h"
#include "dropout.h"
#include "flatten.h"
#include "gaussianNoise.h"
#include "layerNormalization.h"
#include "residual.h"

namespace nablab {

using Layer = std::variant<Dense, ActivationLayer, Dropout, GaussianNoise, BatchNormalization, LayerNormalization,
                           Residual, Flatten>;
template <>
struct FamilyName<Layer> {
  static constexpr const char* name = "layers";
};

}  // namespace nablab
