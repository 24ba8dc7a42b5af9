#pragma once
#include "adam.h"
#include "adaptive.h"
#include "gradientDescent.h"
#include "lion.h"

namespace nablab {

using Optimizer =
    std::variant<GradientDescent, Momentum, Adagrad, Rmsprop, Adadelta, Adam, Amsgrad, AdamW, Adamax, Nadam, Lion>;
template <>
struct FamilyName<Optimizer> {
  static constexpr const char* name = "optimizers";
};

}  // namespace nablab
