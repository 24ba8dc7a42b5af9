#include "core/losses.h"
#include "support.h"

namespace nablab {
namespace {

/** The mean loss of samples [samples][outputs] and its gradient. */
struct MeanLoss {
  double value;
  std::vector<double> gradient;
};

MeanLoss meanLoss(const Loss& loss, const std::vector<double>& z, const std::vector<double>& t, int outputs) {
  const int samples = static_cast<int>(z.size()) / outputs;
  const int stride = static_cast<int>(roundUpToLanes(static_cast<std::size_t>(samples)));
  // What stands in the padding must not matter.
  std::vector<double> Z(static_cast<std::size_t>(outputs * stride), 1e300), T = Z, dZ = Z;
  for (int s = 0; s < samples; ++s)
    for (int i = 0; i < outputs; ++i) {
      const auto place = static_cast<std::size_t>(i * stride + s), from = static_cast<std::size_t>(s * outputs + i);
      Z[place] = z[from];
      T[place] = t[from];
    }
  const LossSum<double> sum = sumOfLosses(loss, Z.data(), T.data(), dZ.data(), outputs, samples, stride);
  MeanLoss mean{sum.mean(), {}};
  for (int s = 0; s < samples; ++s)
    for (int i = 0; i < outputs; ++i) mean.gradient.push_back(dZ[static_cast<std::size_t>(i * stride + s)]);
  for (int s = samples; s < stride; ++s)
    for (int i = 0; i < outputs; ++i) CHECK(dZ[static_cast<std::size_t>(i * stride + s)] == 0);
  return mean;
}

double sigma(double z) { return 1 / (1 + std::exp(-z)); }
/** −ln of the share of class k by softmax. */
double surpriseOf(const std::vector<double>& z, std::size_t k) {
  double total = 0;
  for (const double each : z) total += std::exp(each);
  return std::log(total) - z[k];
}

TEST_CASE("meanAbsoluteError: the derivative is the sign of the error, and 0 where there is none") {
  const MeanLoss mean = meanLoss(MeanAbsoluteError{}, {1, -2, 0.5}, {0.5, -2, 3}, 1);
  CHECK(mean.value == Approx((0.5 + 0 + 2.5) / 3));
  CHECK(mean.gradient == std::vector<double>{1.0 / 3, 0, -1.0 / 3});
}

TEST_CASE(
    "hinge: with several outputs the loss is the mean over elements, and right ones beyond the margin cost nothing") {
  const MeanLoss mean = meanLoss(Hinge{}, {2, -0.5, 0.25, 1}, {1, 1, -1, 1}, 2);
  CHECK(mean.value == Approx((0 + 1.5 + 1.25 + 0) / 4));
  CHECK(mean.gradient == std::vector<double>{0, -0.25, 0.25, 0});
}

TEST_CASE("focal: each element costs -alpha (1-p)^gamma ln p of its class", "[closedForm:losses.focal]") {
  const double z = 0.7, p = sigma(z);
  CHECK(meanLoss(Focal{2, 0.25}, {z}, {1}, 1).value == Approx(-0.25 * (1 - p) * (1 - p) * std::log(p)));
  CHECK(meanLoss(Focal{3, 0.25}, {z}, {0}, 1).value == Approx(-0.75 * p * p * p * std::log(1 - p)));
  // Without focus and balance it is half the cross-entropy.
  CHECK(meanLoss(Focal{0, 0.5}, {z, -2}, {1, 0}, 2).value ==
        Approx(meanLoss(BinaryCrossEntropy{}, {z, -2}, {1, 0}, 2).value / 2));
}

TEST_CASE("focal losses stay finite however far a logit lies on either side") {
  for (const double z : {-1000.0, -50.0, 50.0, 1000.0})
    for (const double focusing : {0.0, 0.5, 2.0}) {
      const MeanLoss one = meanLoss(Focal{focusing, 0.25}, {z}, {1}, 1);
      const MeanLoss several = meanLoss(SoftmaxFocal{focusing, {}}, {z, 0}, {1, 0}, 2);
      for (const MeanLoss& mean : {one, several})
        for (const double number : {mean.value, mean.gradient[0]}) CHECK(std::isfinite(number));
      CHECK(several.value == Approx(z < 0 ? -z : 0).margin(1e-6));
    }
}

TEST_CASE("softmaxFocal: each sample costs -(1-p)^gamma ln p of its class", "[closedForm:losses.softmaxFocal]") {
  const std::vector<double> z{0.3, -1, 0.8};
  const double surprise = surpriseOf(z, 2), p = std::exp(-surprise);
  CHECK(meanLoss(SoftmaxFocal{2, {}}, z, {0, 0, 1}, 3).value == Approx((1 - p) * (1 - p) * surprise));
  const MeanLoss plain = meanLoss(SoftmaxCrossEntropy{}, z, {0, 0, 1}, 3);
  const MeanLoss unfocused = meanLoss(SoftmaxFocal{0, {}}, z, {0, 0, 1}, 3);
  CHECK(unfocused.value == Approx(plain.value));
  for (std::size_t i = 0; i < 3; ++i) CHECK(unfocused.gradient[i] == Approx(plain.gradient[i]));
}

TEST_CASE("label smoothing of two classes moves both targets towards one half") {
  const double z = -0.4, p = sigma(z);
  CHECK(meanLoss(BinaryCrossEntropy{0.2, {}}, {z}, {1}, 1).value == Approx(-0.9 * std::log(p) - 0.1 * std::log(1 - p)));
}

TEST_CASE("class weights make the loss a mean weighted by the samples' classes") {
  const std::vector<double> z{0.3, -1, 0.8, 0.1, 0.2, -0.7};
  const double first = surpriseOf({0.3, -1, 0.8}, 0), second = surpriseOf({0.1, 0.2, -0.7}, 2);
  CHECK(meanLoss(SoftmaxCrossEntropy{0, {0.5, 7, 3}}, z, {1, 0, 0, 0, 0, 1}, 3).value ==
        Approx((0.5 * first + 3 * second) / 3.5));
  const double p = sigma(0.3), q = sigma(-1);
  CHECK(meanLoss(BinaryCrossEntropy{0, {1, 4}}, {0.3, -1}, {1, 0}, 1).value ==
        Approx((-4 * std::log(p) - std::log(1 - q)) / 5));
  CHECK(meanLoss(SoftmaxFocal{0, {0.5, 7, 3}}, z, {1, 0, 0, 0, 0, 1}, 3).value ==
        Approx((0.5 * first + 3 * second) / 3.5));
}

TEST_CASE("with class weights and label smoothing together, the smoothed part is weighted by class too") {
  // PyTorch 1.13, CrossEntropyLoss: −Σₖ wₖ·t̃ₖ·ln pₖ, divided by the weight of the right class.
  const std::vector<double> z{0.3, -1, 0.8}, w{0.5, 7, 3};
  double expected = 0;
  for (std::size_t k = 0; k < 3; ++k) expected += w[k] * ((k == 2 ? 0.9 : 0) + 0.1 / 3) * surpriseOf(z, k);
  CHECK(meanLoss(SoftmaxCrossEntropy{0.1, w}, z, {0, 0, 1}, 3).value == Approx(expected / 3));
}

TEST_CASE("a batch of classes without weight costs nothing and pulls nowhere") {
  const MeanLoss mean = meanLoss(SoftmaxCrossEntropy{0, {0, 1}}, {0.3, -1}, {1, 0}, 2);
  CHECK(mean.value == 0);
  CHECK(mean.gradient == std::vector<double>{0, 0});
}

TEST_CASE("class weights of another number than there are classes are refused by their path") {
  const auto refused = [](const nlohmann::ordered_json& loss) {
    return refusalOf([&] { Session<double>{}.configure(fromJson({{"version", 1}, {"loss", loss}})); });
  };
  CHECK(refused({{"kind", "binaryCrossEntropy"}, {"classWeights", {1, 2, 3}}}) ==
        "COMBINATION loss.classWeights: 3 numbers; allowed: none or 2, one for each class");
  CHECK(refused({{"kind", "binaryCrossEntropy"}, {"classWeights", {1, -2}}}).starts_with("RANGE loss.classWeights[1]"));
  CHECK(refused({{"kind", "binaryCrossEntropy"}, {"classWeights", {1, 2}}}).empty());
}

TEST_CASE("the loss of a part is weighted by class as that of a batch is") {
  Session<double> session;
  session.configure(fromJson({{"version", 1},
                              {"data", {{"kind", "xor"}, {"split", {{"training", 1}, {"validation", 0}, {"test", 0}}}}},
                              {"regularizers", nlohmann::ordered_json::array()},
                              {"optimizer", {{"kind", "gradientDescent"}, {"learningRate", 0}}},
                              {"loss", {{"kind", "binaryCrossEntropy"}, {"classWeights", {1, 5}}}},
                              {"batchSize", 0}}));
  const double whole = session.metrics(Part::training)->loss;
  session.step(1);
  CHECK(session.status().batchLoss == Approx(whole).epsilon(1e-12));
}

}  // namespace
}  // namespace nablab
