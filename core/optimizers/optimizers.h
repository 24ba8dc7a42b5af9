#pragma once
#include "adam.h"
#include "adaptive.h"
#include "gradientDescent.h"
#include "lbfgs.h"
#include "lion.h"
#include "newton.h"

namespace nablab {

using Optimizer = std::variant<GradientDescent, Momentum, Adagrad, Rmsprop, Adadelta, Adam, Amsgrad, AdamW, Adamax,
                               Nadam, Lion, Newton, Lbfgs>;
template <>
struct FamilyName<Optimizer> {
  static constexpr const char* name = "optimizers";
};

/** The names of the vectors that an optimizer keeps beside the parameters, in order. */
inline std::vector<std::string> slotNames(const Optimizer& optimizer) {
  return std::visit(
      [](const auto& kind) -> std::vector<std::string> {
        if constexpr (requires { kind.slotNames(); })
          return kind.slotNames();
        else
          return {kind.slots.begin(), kind.slots.end()};
      },
      optimizer);
}

/** Whether it measures the batch at parameters that it only tries. */
inline bool searches(const Optimizer& optimizer) { return std::holds_alternative<Lbfgs>(optimizer); }

/** Whether it asks for the Hessian. */
inline bool needsHessian(const Optimizer& optimizer) { return std::holds_alternative<Newton>(optimizer); }

}  // namespace nablab
