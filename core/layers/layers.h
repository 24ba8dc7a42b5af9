#pragma once
#include "activationLayer.h"
#include "batchNormalization.h"
#include "conv2d.h"
#include "dense.h"
#include "dropout.h"
#include "flatten.h"
#include "gaussianNoise.h"
#include "layerNormalization.h"
#include "pooling.h"
#include "residual.h"

namespace nablab {

using Layer = std::variant<Dense, ActivationLayer, Conv2d, MaxPooling2d, AveragePooling2d, Flatten, Dropout,
                           GaussianNoise, BatchNormalization, LayerNormalization, Residual>;
template <>
struct FamilyName<Layer> {
  static constexpr const char* name = "layers";
};

}  // namespace nablab
