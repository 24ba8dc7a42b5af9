// The program around it all.

//: program
$header
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

$definitions

// --- The run: parameters, the rows that are needed, and what Nablab has computed from them ---

$values

const int inputCount = $inputCount, outputCount = $outputCount;
const double learningRate = $learningRate;
const std::map<std::string, double> tolerances{
    {"outputs", $tolerance}, {"gradient", $tolerance}, {"losses", $lossTolerance}};

template <class Kind>
std::unique_ptr<Layer> layerOf(Kind kind) {
  return std::make_unique<Kind>(std::move(kind));
}

std::vector<std::unique_ptr<Layer>> makeLayers() {
  std::vector<std::unique_ptr<Layer>> layers;
  $layers
  return layers;
}

std::vector<std::unique_ptr<Layer>> layers = makeLayers();

/** Whether nothing moves this layer; whether its first tensor is a weight, which penalties act on. */
bool isFrozen(std::size_t layer) {
  for (const std::size_t each : std::vector<std::size_t>$frozen)
    if (each == layer) return true;
  return false;
}

bool hasWeight(std::size_t layer) {
  for (const std::size_t each : std::vector<std::size_t>$weightLayers)
    if (each == layer) return true;
  return false;
}

double rateOf([[maybe_unused]] int t) { return $schedule; }

/** The batch's loss; fills the gradient by the outputs. */
double lossOf(Batch b) { return $loss; }

/** What a weight tensor adds to the objective; adds its gradient to g. */
double penaltyOf([[maybe_unused]] const Numbers& w, [[maybe_unused]] Numbers& g) {
  double total = 0;
  $penalties
  return total;
}

/** Rows of a table of `width` columns, one after the other. */
Numbers rowsOf(const Numbers& table, const std::vector<int>& rows, int width) {
  Numbers chosen;
  for (const int row : rows) chosen.insert(chosen.end(), &table[row * width], &table[row * width] + width);
  return chosen;
}

Numbers forward(const Numbers& x, int samples, bool training) {
  std::vector<Numbers> all{x};
  for (const auto& layer : layers) {
    Numbers a = layer->forward(all.back(), samples, training);
    for (std::size_t i = 0; layer->source >= -1 && i < a.size(); ++i) a[i] += all[layer->source + 1][i];
    all.push_back(std::move(a));
  }
  return all.back();
}

void backward(Numbers dA, int samples) {
  std::map<int, Numbers> more;
  for (int i = static_cast<int>(layers.size()) - 1; i >= 0; --i) {
    for (std::size_t k = 0; k < more[i].size(); ++k) dA[k] += more[i][k];
    Numbers& earlier = more[layers[i]->source];
    earlier.resize(std::max(earlier.size(), dA.size()));
    for (std::size_t k = 0; layers[i]->source >= 0 && k < dA.size(); ++k) earlier[k] += dA[k];
    dA = layers[i]->backward(dA, samples);
  }
}

/** Loss and penalties of a batch in training; leaves the gradient of their sum in the layers. */
double objectiveOf(const std::vector<int>& batch) {
  const int samples = static_cast<int>(batch.size());
  const Numbers z = forward(rowsOf(inputs, batch, inputCount), samples, true);
  const Numbers t = rowsOf(targets, batch, outputCount);
  Numbers dZ(z.size());
  double objective = lossOf({z, t, samples, outputCount, dZ});
  backward(dZ, samples);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (hasWeight(i)) objective += penaltyOf(layers[i]->parameters[0], layers[i]->gradients[0]);
    for (Numbers& g : layers[i]->gradients)
      if (isFrozen(i)) g.assign(g.size(), 0);
  }
  return objective;
}

/** One step of the optimizer. */
void update([[maybe_unused]] int t, std::map<const double*, Slots>& slots) {
  const double rate = rateOf(t);
  std::vector<Numbers*> gradients;
  for (const auto& layer : layers)
    for (Numbers& g : layer->gradients) gradients.push_back(&g);
  $clipping
  for (std::size_t i = 0; i < layers.size(); ++i) {
    Layer& layer = *layers[i];
    for (std::size_t p = 0; !isFrozen(i) && p < layer.parameters.size(); ++p) {
      Numbers& tensor = layer.parameters[p];
      [[maybe_unused]] const bool isWeight = p == 0 && hasWeight(i);
      $before
      for (std::size_t k = 0; k < tensor.size(); ++k) {
        double& w = tensor[k];
        const double g = layer.gradients[p][k];
        [[maybe_unused]] Slots& s = slots[&w];
        $optimizer
      }
      $after
    }
  }
}

int main() {
  std::map<std::string, double> deviations;
  const int samples = static_cast<int>(batches[0].size());
  deviations["outputs"] = deviation(forward(rowsOf(inputs, batches[0], inputCount), samples, false), outputs);
  std::map<const double*, Slots> slots;
  Numbers found;
  for (std::size_t t = 0; t < batches.size(); ++t) {
    found.push_back(objectiveOf(batches[t]));
    if (t == 0) {
      std::size_t number = 0;
      for (const auto& layer : layers)
        for (const Numbers& g : layer->gradients)
          deviations["gradient"] = std::max(deviations["gradient"], deviation(g, gradientTensors[number++]));
    }
    update(static_cast<int>(t), slots);
  }
  found.push_back(objectiveOf(batches[0]));
  deviations["losses"] = deviation(found, losses);
  bool agrees = true;
  for (const char* what : {"outputs", "gradient", "losses"}) {
    std::printf("%s: largest deviation %.3g, allowed %.3g\n", what, deviations[what], tolerances.at(what));
    agrees = agrees && deviations[what] <= tolerances.at(what);
  }
  std::puts(agrees ? "All agree." : "They do not agree.");
  return agrees ? 0 : 1;
}
