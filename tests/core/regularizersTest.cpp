#include "core/clipping.h"
#include "core/regularizers.h"
#include "support.h"

namespace nablab {
namespace {

using Json = nlohmann::ordered_json;

/** One dense layer of 3 inputs and 5 outputs (not a multiple of the lanes) under this regularizer. */
Session<double> sessionWith(const Json& regularizer, double learningRate) {
  Session<double> session;
  session.configure(fromJson({{"version", 1},
                              {"data", {{"kind", "external"}, {"inputs", 3}, {"outputs", 5}, {"task", "regression"}}},
                              {"layers", {{{"kind", "dense"}, {"units", 5}}}},
                              {"loss", {{"kind", "meanSquaredError"}}},
                              {"optimizer", {{"kind", "gradientDescent"}, {"learningRate", learningRate}}},
                              {"regularizers", {regularizer}},
                              {"batchSize", 0}}));
  return session;
}

/** Weights [3][5], then biases [5]: units 0 and 4 are 7 and 13 long, the others shorter than 1. */
const std::vector<double> parameters{2, 0.1, 0.3, -0.5, 3, 3, 0.2, 0.3, 0.5, -4, 6, 0.3, 0.3, 0.5, 12, 9, 9, 9, 9, 9};

const Batch batch{2, {1, 2, 3, -1, 0.5, 2}, {1, 2, 3, 4, 5, 0, 0, 0, 0, 0}, {}};

TEST_CASE("maxNorm: weights of a unit that are too long are scaled to the limit, all others stay",
          "[closedForm:regularizers.maxNorm]") {
  Session<double> session = sessionWith({{"kind", "maxNorm"}, {"limit", 3.5}}, 0);
  session.setParameters(parameters);
  session.trainOn(batch);
  const std::vector<double> after = session.parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const std::size_t unit = i % 5;
    const double factor = i >= 15 ? 1 : unit == 0 ? 3.5 / 7 : unit == 4 ? 3.5 / 13 : 1;
    CHECK(after[i] == Approx(parameters[i] * factor).epsilon(1e-14));
  }
}

TEST_CASE(
    "decoupledWeightDecay: weights shrink by the learning rate times the strength, the gradient comes off besides",
    "[closedForm:regularizers.decoupledWeightDecay]") {
  Session<double> session = sessionWith({{"kind", "decoupledWeightDecay"}, {"strength", 0.2}}, 0.05);
  session.setParameters(parameters);
  session.trainOn(batch);
  const std::vector<double> after = session.parameters(), g = session.gradients();
  CHECK(session.status().penalty == 0);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const double kept = i < 15 ? parameters[i] * (1 - 0.05 * 0.2) : parameters[i];
    CHECK(after[i] == Approx(kept - 0.05 * g[i]).epsilon(1e-14));
  }
}

TEST_CASE("without clipping the gradient is handed on as it stands", "[closedForm:clippings.none]") {
  const std::vector<double> g{3, -4, 12, 84};
  std::vector<double> room(4);
  CHECK(clip(NoClipping{}, g.data(), room.data(), 4) == g.data());
}

TEST_CASE("clipping by norm leaves a shorter gradient alone, bit for bit, and keeps the direction of a longer one") {
  const std::vector<float> g{3, -4, 12, 84};
  std::vector<float> clipped(4);
  CHECK(normOf(g.data(), 4) == 85);
  clip(NormClipping{85.1}, g.data(), clipped.data(), 4);
  CHECK(clipped == g);
  clip(NormClipping{8.5}, g.data(), clipped.data(), 4);
  for (std::size_t i = 0; i < 4; ++i) CHECK(clipped[i] == Approx(g[i] * 8.5 / (85 + 1e-6)));
}

TEST_CASE("clipping by norm does not overflow where squares of floats would") {
  const std::vector<float> g{3e30F, -4e30F, 0, 0};
  std::vector<float> clipped(4);
  clip(NormClipping{1}, g.data(), clipped.data(), 4);
  CHECK(clipped[0] == Approx(0.6));
  CHECK(clipped[1] == Approx(-0.8));
}

TEST_CASE("the gradient that a session shows is the one before clipping") {
  Json document = toJson(sessionWith({{"kind", "l2"}, {"strength", 0}}, 0.1).experiment());
  Session<double> plain, clipping;
  plain.configure(fromJson(document));
  document["clipping"] = {{"kind", "norm"}, {"limit", 0.01}};
  clipping.configure(fromJson(document));
  for (Session<double>* session : {&plain, &clipping}) {
    session->setParameters(parameters);
    session->trainOn(batch);
  }
  CHECK(plain.gradients() == clipping.gradients());
  CHECK(plain.parameters() != clipping.parameters());
}

}  // namespace
}  // namespace nablab
