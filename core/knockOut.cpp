#include "knockOut.h"

#include <algorithm>

namespace nablab {

namespace {

/** Layers whose outputs are what hidden units say: activations, and layers of weights that none follows. */
std::vector<int> hiddenLayers(const Network<double>& network) {
  std::vector<bool> weighs(network.layers().size());
  for (const Tensor& tensor : network.plan().tensors())
    if (tensor.isWeight()) weighs[static_cast<std::size_t>(tensor.layer)] = true;
  std::vector<int> layers;
  int bare = -1;
  for (std::size_t i = 0; i + 1 < network.layers().size(); ++i) {
    const bool activates = std::holds_alternative<ActivationLayer>(network.layers()[i]);
    if (!activates && !weighs[i]) continue;
    if (bare >= 0 && weighs[i]) layers.push_back(bare);
    if (activates) layers.push_back(static_cast<int>(i));
    bare = activates ? -1 : static_cast<int>(i);
  }
  // A last layer of weights closes what stood open before it; a last activation belongs to the output.
  if (bare >= 0 && weighs.back()) layers.push_back(bare);
  return layers;
}

}  // namespace

KnockOut knockOutUnits(Twin& twin) {
  Run<double>& run = twin.run();
  const Part part = run.data().rowsOf(Part::validation).empty() ? Part::training : Part::validation;
  const std::vector<int>& rows = run.data().rowsOf(part);
  if (rows.empty()) throw Refusal("ROWS_MISSING", "data", "without rows", "rows provided before configure");
  const std::vector<int> layers = hiddenLayers(run.network);
  double units = 0;
  for (const int layer : layers) units += run.network.outputShape(static_cast<std::size_t>(layer)).channels;
  if (units * static_cast<double>(rows.size() * twin.size()) > mostKnockOutWork)
    throw Refusal("BUDGET", "layers", "of " + textOf(units) + " hidden units", "fewer units, rows or parameters");
  KnockOut result{part, *run.metrics(part), {}};
  for (const int layer : layers)
    for (int unit = 0; unit < run.network.outputShape(static_cast<std::size_t>(layer)).channels; ++unit) {
      const Silenced silenced{layer, unit, 0};
      const PartMetrics without = *run.metrics(part, &silenced);
      result.units.push_back({layer, unit, without.loss, without.accuracy});
    }
  // What is not a number is worse than any.
  const auto worse = [](const KnockedOut& a, const KnockedOut& b) {
    if (a.loss != a.loss || b.loss != b.loss) return a.loss != a.loss && b.loss == b.loss;
    return a.loss > b.loss;
  };
  std::stable_sort(result.units.begin(), result.units.end(), worse);
  return result;
}

}  // namespace nablab
