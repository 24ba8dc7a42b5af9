#include "support.h"

namespace nablab {
namespace {

/** Applies an optimizer to parameters of the test's own: a step is a gradient in, new parameters out. */
template <class Kind>
class Bench {
 public:
  Bench(Kind optimizer, std::vector<double> start) : kind(optimizer), parameters(std::move(start)) {
    parameters.resize(roundUpToLanes(parameters.size()));
    slots.assign(kind.slots.size(), std::vector<double>(parameters.size()));
    for (std::vector<double>& slot : slots) pointers.push_back(slot.data());
  }
  void step(std::vector<double> gradients) {
    gradients.resize(parameters.size());
    kind.step(Update<double>{parameters.data(), gradients.data(), pointers.data(), parameters.size(), t++,
                             kind.learningRate});
  }
  Kind kind;
  std::vector<double> parameters;
  std::vector<std::vector<double>> slots;

 private:
  std::vector<double*> pointers;
  long t = 0;
};

TEST_CASE("lion moves every parameter by the sign of its momentum, and decays it",
          "[optimizers][closedForm:optimizers.lion]") {
  Bench bench(Lion{.learningRate = 0.1, .beta1 = 0.9, .beta2 = 0.99, .weightDecay = 0.5}, {1, -2, 3, 0});
  bench.step({0.001, -1000, 0, 0});
  const double expected[] = {1 - 0.1 * (1 + 0.5), -2 - 0.1 * (-1 - 1), 3 - 0.1 * 1.5, 0};
  for (std::size_t i = 0; i < 4; ++i) CHECK(bench.parameters[i] == Approx(expected[i]).epsilon(1e-15));
  CHECK(bench.slots[0][0] == Approx(0.01 * 0.001));
  CHECK(bench.slots[0][1] == Approx(0.01 * -1000));
  // The second gradient is opposite, but too small to turn the interpolated momentum.
  const double before = bench.parameters[1];
  bench.step({0, 80, 0, 0});
  CHECK(bench.parameters[1] == Approx(before - 0.1 * (-1 + 0.5 * before)));
  CHECK(bench.slots[0][1] == Approx(0.99 * -10 + 0.01 * 80));
}

TEST_CASE("decoupled weight decay shrinks a parameter without gradient by 1 − ηλ", "[optimizers]") {
  Bench bench(AdamW{.learningRate = 0.1, .weightDecay = 0.2}, {1, 1, 1, 1});
  bench.step({0, 0, 0, 0});
  for (const double w : bench.parameters) CHECK(w == Approx(1 - 0.1 * 0.2).epsilon(1e-15));
}

TEST_CASE("coupled weight decay adds to the gradient of every parameter", "[optimizers]") {
  Bench bench(GradientDescent{.learningRate = 0.1, .weightDecay = 0.2}, {1, 2, 3, 4});
  bench.step({1, 0, 0, 0});
  const double expected[] = {1 - 0.1 * 1.2, 2 - 0.1 * 0.4, 3 - 0.1 * 0.6, 4 - 0.1 * 0.8};
  for (std::size_t i = 0; i < 4; ++i) CHECK(bench.parameters[i] == Approx(expected[i]).epsilon(1e-15));
}

TEST_CASE("decaying slots end at zero, not in numbers below the normal ones", "[optimizers]") {
  const auto check = [](auto kind) {
    INFO(kind.key);
    Bench bench(kind, {1, 1, 1, 1});
    bench.step({1e-12, 1e-6, 1, 1e6});
    for (int i = 0; i < 20000; ++i) bench.step({0, 0, 0, 0});
    for (const std::vector<double>& slot : bench.slots)
      for (const double number : slot) CHECK((number == 0 || number > 1e-35));
  };
  check(Momentum{});
  check(Rmsprop{.momentum = 0.9});
  check(Adadelta{});
  check(Adam{});
  check(Amsgrad{});
  check(Adamax{});
  check(Nadam{});
  check(Lion{});
}

}  // namespace
}  // namespace nablab
