#include "core/initializers.h"
#include "support.h"

namespace nablab {
namespace {

struct Moments {
  double mean, deviation, least, greatest;
};

/** Of a tensor of 200 × 100 drawn by this initializer. */
Moments momentsOf(const Initializer& initializer) {
  const std::vector<double> values =
      initialValues(initializer, {200, 100}, {200, 100}, Random(7, Stream::initialization, 3));
  Moments m{0, 0, values[0], values[0]};
  for (const double value : values) {
    m.mean += value / static_cast<double>(values.size());
    m.least = std::min(m.least, value);
    m.greatest = std::max(m.greatest, value);
  }
  for (const double value : values) m.deviation += (value - m.mean) * (value - m.mean);
  m.deviation = std::sqrt(m.deviation / static_cast<double>(values.size()));
  return m;
}

/** Uniform in ±r: the deviation is r/√3, and 20 000 draws come close to both ends. */
void checkUniform(const Initializer& initializer, double low, double high) {
  const Moments m = momentsOf(initializer);
  const double width = high - low;
  CHECK(m.mean == Approx((low + high) / 2).margin(0.01 * width));
  CHECK(m.deviation == Approx(width / std::sqrt(12)).epsilon(0.02));
  CHECK(m.least >= low);
  CHECK(m.least < low + 0.01 * width);
  CHECK(m.greatest <= high);
  CHECK(m.greatest > high - 0.01 * width);
}

void checkNormal(const Initializer& initializer, double mean, double deviation) {
  const Moments m = momentsOf(initializer);
  CHECK(m.mean == Approx(mean).margin(0.03 * deviation));
  CHECK(m.deviation == Approx(deviation).epsilon(0.03));
  CHECK(m.greatest > mean + 3 * deviation);
}

TEST_CASE("zeros and constant: every value is the same",
          "[closedForm:initializers.zeros][closedForm:initializers.constant]") {
  CHECK(momentsOf(Zeros{}).least == 0);
  CHECK(momentsOf(Zeros{}).greatest == 0);
  CHECK(momentsOf(Constant{0.3}).least == 0.3);
  CHECK(momentsOf(Constant{0.3}).greatest == 0.3);
}

TEST_CASE("uniform laws fill their range evenly",
          "[closedForm:initializers.uniform][closedForm:initializers.xavierUniform][closedForm:initializers.heUniform]"
          "[closedForm:initializers.leCunUniform]") {
  checkUniform(Uniform{-0.2, 0.6}, -0.2, 0.6);
  const auto symmetric = [](const Initializer& kind, double r) { checkUniform(kind, -r, r); };
  symmetric(XavierUniform{}, std::sqrt(6.0 / 300));
  symmetric(HeUniform{}, std::sqrt(6.0 / 200));
  symmetric(LeCunUniform{}, std::sqrt(3.0 / 200));
}

TEST_CASE("normal laws have their mean and deviation, and tails",
          "[closedForm:initializers.normal][closedForm:initializers.xavierNormal][closedForm:initializers.heNormal]"
          "[closedForm:initializers.leCunNormal]") {
  checkNormal(Normal{0.5, 2}, 0.5, 2);
  checkNormal(XavierNormal{}, 0, std::sqrt(2.0 / 300));
  checkNormal(HeNormal{}, 0, std::sqrt(2.0 / 200));
  checkNormal(LeCunNormal{}, 0, std::sqrt(1.0 / 200));
}

TEST_CASE("truncatedNormal: nothing lies beyond two deviations", "[closedForm:initializers.truncatedNormal]") {
  const Moments m = momentsOf(TruncatedNormal{0.5, 2});
  CHECK(m.least >= 0.5 - 4);
  CHECK(m.greatest <= 0.5 + 4);
  CHECK(m.mean == Approx(0.5).margin(0.05));
  // Johnson, Kotz & Balakrishnan 1994, section 10.1: 1 − 4φ(2)/(2Φ(2) − 1) = 0.7737 of the variance remains.
  CHECK(m.deviation == Approx(2 * std::sqrt(0.7737413)).epsilon(0.02));
}

TEST_CASE("orthogonal: the shorter side's vectors are orthonormal times the gain, for every shape of a tensor",
          "[closedForm:initializers.orthogonal]") {
  for (const std::vector<int>& shape :
       std::vector<std::vector<int>>{{7, 5}, {5, 7}, {6, 6}, {1, 1}, {3, 3, 2, 9}, {4}}) {
    const std::vector<double> values =
        initialValues(Orthogonal{1.5}, shape, {1, 1}, Random(7, Stream::initialization, 3));
    const std::size_t columns = static_cast<std::size_t>(shape.back()), rows = values.size() / columns;
    const bool wide = columns > rows;
    const std::size_t count = std::min(rows, columns), length = std::max(rows, columns);
    const auto at = [&](std::size_t vector, std::size_t i) {
      return values[wide ? vector * columns + i : i * columns + vector];
    };
    for (std::size_t a = 0; a < count; ++a)
      for (std::size_t b = 0; b < count; ++b) {
        double product = 0;
        for (std::size_t i = 0; i < length; ++i) product += at(a, i) * at(b, i);
        CHECK(product == Approx(a == b ? 1.5 * 1.5 : 0).margin(1e-12));
      }
  }
}

TEST_CASE("fans count the window of a filter") {
  CHECK(fansOf({30, 20}).in == 30);
  CHECK(fansOf({30, 20}).out == 20);
  CHECK(fansOf({3, 5, 4, 8}).in == 60);
  CHECK(fansOf({3, 5, 4, 8}).out == 120);
}

}  // namespace
}  // namespace nablab
