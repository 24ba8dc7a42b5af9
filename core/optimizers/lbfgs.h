#pragma once
#include "optimizer.h"

namespace nablab {

/**
 * A quasi-Newton method that knows the curvature from its last steps s and the changes y of the gradient along them.
 * The learning rate is the first length that the line search tries. All that it remembers is in its slots: the
 * direction, then s and y of `memory` steps; those of step t stand at t modulo `memory`, zero where a step had none.
 */
struct Lbfgs {
  static constexpr const char *key = "lbfgs",
                              *formula =
                                  "\\theta \\leftarrow \\theta - \\alpha\\, B g,\\quad B \\approx H^{-1} "
                                  "\\text{ from } s_i = \\Delta\\theta,\\ y_i = \\Delta g";
  static constexpr const char* source =
      "Liu & Nocedal 1989; Nocedal & Wright 2006, algorithms 7.4 and 7.5; line search by bisection for the weak Wolfe "
      "conditions: Lewis & Overton 2013, algorithm 2.6";
  static constexpr int mostMemory = 20;
  double learningRate = 1;
  int memory = 10;
  static constexpr auto knobs() {
    return std::tuple{knob(&Lbfgs::learningRate, "learningRate", learningRateTraits),
                      knob(&Lbfgs::memory, "memory",
                           {.allowed = {1, mostMemory}, .shown = {1, mostMemory}, .actsFromFirstSteps = false})};
  }
  std::vector<std::string> slotNames() const {
    std::vector<std::string> names{"direction"};
    for (const char* name : {"s", "y"})
      for (int i = 1; i <= memory; ++i) names.push_back(name + std::to_string(i));
    return names;
  }

  template <class Real>
  void step(Update<Real> u) const;

 private:
  /** The slots of the step `age` steps before step t. */
  template <class Real>
  Real* s(const Update<Real>& u, long age) const {
    return u.slots[1 + (u.t - age) % memory];
  }
  template <class Real>
  Real* y(const Update<Real>& u, long age) const {
    return u.slots[1 + memory + (u.t - age) % memory];
  }
  template <class Real>
  void findDirection(const Update<Real>& u) const;
};

extern template void Lbfgs::step(Update<float>) const;
extern template void Lbfgs::step(Update<double>) const;

}  // namespace nablab
