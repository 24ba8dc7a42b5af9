#include "core/activations.h"
#include "core/views.h"
#include "support.h"

namespace nablab {
namespace {

using Json = nlohmann::ordered_json;

/** What an activation in front of one linear unit of weight 1 makes of these inputs. */
std::vector<double> valuesOf(const Json& function, const std::vector<double>& inputs) {
  Session<double> session;
  session.configure(
      fromJson({{"version", 1},
                {"data", {{"kind", "external"}, {"inputs", 1}, {"outputs", 1}, {"task", "regression"}}},
                {"layers",
                 {{{"kind", "activation"}, {"function", function}},
                  {{"kind", "dense"}, {"units", 1}, {"initializer", {{"kind", "constant"}, {"value", 1}}}}}},
                {"loss", {{"kind", "meanSquaredError"}}},
                {"batchSize", 0}}));
  return evaluate(session.run(), static_cast<int>(inputs.size()), inputs);
}

TEST_CASE("step: 1 above zero, 0 at zero and below", "[closedForm:activations.step]") {
  CHECK(valuesOf({{"kind", "step"}}, {-2, -1e-300, 0, 1e-300, 3}) == std::vector<double>{0, 0, 0, 1, 1});
}

TEST_CASE("prelu: negative numbers times the slope that its tensor holds", "[closedForm:activations.prelu]") {
  CHECK(valuesOf({{"kind", "prelu"}}, {-2, 0, 3}) == std::vector<double>{-0.5, 0, 3});
  CHECK(valuesOf({{"kind", "prelu"}, {"slope", -1}}, {-2, 0, 3}) == std::vector<double>{2, 0, 3});
}

TEST_CASE("prelu: the slope learns by the sum of what comes back times the negative inputs") {
  Session<double> session;
  session.configure(fromJson(
      {{"version", 1},
       {"data", {{"kind", "external"}, {"inputs", 2}, {"outputs", 1}, {"task", "regression"}}},
       {"layers", {{{"kind", "activation"}, {"function", {{"kind", "prelu"}}}}, {{"kind", "dense"}, {"units", 1}}}},
       {"loss", {{"kind", "halfSquaredError"}}},
       {"optimizer", {{"kind", "gradientDescent"}, {"learningRate", 0.1}}},
       {"regularizers", {{{"kind", "l2"}, {"strength", 0}}}},
       {"batchSize", 0}}));
  // The slope, two weights, the bias.
  session.setParameters({0.25, 2, 3, 0});
  // The second input, −2, is let through by a quarter.
  session.trainOn({1, {4, -2}, {6}, {}});
  const double error = 2 * 4 + 3 * 0.25 * -2 - 6;
  CHECK(session.gradients()[0] == Approx(error * 3 * -2));
  CHECK(session.parameters()[0] == Approx(0.25 - 0.1 * error * 3 * -2));
}

TEST_CASE("smooth activations go to their straight lines far out, without overflow, in both precisions") {
  for (const char* key : {"silu", "gelu", "mish", "softplus"}) {
    INFO(key);
    for (const double z : {50.0, 1e4, 1e18}) {
      CHECK(valuesOf({{"kind", key}}, {z})[0] == Approx(z));
      CHECK(valuesOf({{"kind", key}}, {-z})[0] == Approx(0).margin(1e-15));
    }
  }
}

}  // namespace
}  // namespace nablab
