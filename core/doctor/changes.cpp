#include "changes.h"

#include <algorithm>
#include <cmath>

#include "../math/functions.h"
#include "vitals.h"

namespace nablab {

namespace {

Initializer* initializerOf(Layer& layer) {
  if (Dense* dense = std::get_if<Dense>(&layer)) return &dense->initializer;
  if (Conv2d* convolution = std::get_if<Conv2d>(&layer)) return &convolution->initializer;
  return nullptr;
}

void resetBias(Layer& layer) {
  if (Dense* dense = std::get_if<Dense>(&layer)) dense->biasInitializer = Zeros{};
  if (Conv2d* convolution = std::get_if<Conv2d>(&layer)) convolution->biasInitializer = Zeros{};
}

void suitInitializers(Experiment& experiment) {
  for (std::size_t i = 0; i < experiment.layers.size(); ++i) {
    Initializer* const initializer = initializerOf(experiment.layers[i]);
    if (!initializer) continue;
    bool rectified = false;
    for (std::size_t k = i + 1; k < experiment.layers.size() && !initializerOf(experiment.layers[k]); ++k)
      if (const auto* activation = std::get_if<ActivationLayer>(&experiment.layers[k]))
        rectified = rectifies(activation->function);
    *initializer = rectified ? Initializer{HeUniform{}} : Initializer{XavierUniform{}};
    resetBias(experiment.layers[i]);
  }
}

bool hasResidual(const Experiment& experiment) {
  return std::any_of(experiment.layers.begin(), experiment.layers.end(),
                     [](const Layer& layer) { return std::holds_alternative<Residual>(layer); });
}

const Value* valueAt(const Value& document, const std::string& path) {
  const std::size_t dot = path.find('.');
  const Value* found = document.find(path.substr(0, dot));
  return dot == std::string::npos || !found ? found : found->find(path.substr(dot + 1));
}

}  // namespace

double significant(double number, int digits) {
  if (number == 0 || number - number != 0) return number;
  const double unit = power(10.0, static_cast<long>(std::floor(decimalLogarithm(std::fabs(number)))) - digits + 1);
  // Divided by a whole power where there is one, so that 0.03 is 3/100.
  return unit < 1 ? std::floor(number / unit + 0.5) / std::floor(1 / unit + 0.5)
                  : std::floor(number / unit + 0.5) * unit;
}

bool rectifies(const Activation& function) {
  return !std::holds_alternative<Linear>(function) && !std::holds_alternative<Sigmoid>(function) &&
         !std::holds_alternative<Tanh>(function) && !std::holds_alternative<HardTanh>(function) &&
         !std::holds_alternative<Step>(function) && !std::holds_alternative<Softmax>(function);
}

void offer(Finding& finding, const char* key, const std::string& path, const Experiment& from,
           const std::function<void(Experiment&)>& change) {
  Experiment changed = from;
  changed.log.clear();
  change(changed);
  try {
    const Value before = writeExperiment(from, false), after = writeExperiment(changed, false);
    const Value *old = valueAt(before, path), *next = valueAt(after, path);
    if (!next || (old && *old == *next)) return;
    for (const Remedy& other : finding.remedies)
      if (other.path == path && other.value == *next) return;
    // Throws what could not be run.
    edited(from, path, *next);
    finding.remedies.push_back({key, path, *next});
  } catch (const Refusal&) {
    return;
  }
}

void offerRate(Finding& finding, const char* key, const Experiment& from, double factor) {
  offer(finding, key, "optimizer.learningRate", from, [&](Experiment& changed) {
    std::visit([&](auto& kind) { kind.learningRate = significant(kind.learningRate * factor, 2); }, changed.optimizer);
  });
}

void offerConstantRate(Finding& finding, const Experiment& from) {
  offer(finding, "constantRate", "schedule", from, [](Experiment& changed) { changed.schedule = ConstantSchedule{}; });
}

void offerNormClipping(Finding& finding, const Experiment& from, double limit) {
  if (!(limit > 0) || limit - limit != 0) return;
  offer(finding, "clipNorm", "clipping", from,
        [&](Experiment& changed) { changed.clipping = NormClipping{significant(limit, 2)}; });
}

void offerInitializers(Finding& finding, const Experiment& from) {
  offer(finding, "initialize", "layers", from, suitInitializers);
}

void offerLeakyRelu(Finding& finding, const Experiment& from) {
  offer(finding, "leakyRelu", "layers", from, [](Experiment& changed) {
    for (std::size_t i = 0; i + 1 < changed.layers.size(); ++i)
      if (auto* activation = std::get_if<ActivationLayer>(&changed.layers[i])) activation->function = LeakyRelu{};
    suitInitializers(changed);
  });
}

void offerBatchNormalization(Finding& finding, const Experiment& from) {
  // Layers that come in between would move what a residual adds.
  if (hasResidual(from) || from.batchSize == 1) return;
  offer(finding, "normalizeBatch", "layers", from, [](Experiment& changed) {
    std::vector<Layer> layers;
    for (std::size_t i = 0; i < changed.layers.size(); ++i) {
      const bool within = i > 0 && i + 1 < changed.layers.size();
      if (within && std::holds_alternative<ActivationLayer>(changed.layers[i])) layers.push_back(BatchNormalization{});
      layers.push_back(changed.layers[i]);
    }
    changed.layers = layers;
  });
}

void offerPenalties(Finding& finding, const char* key, const Experiment& from, double factor) {
  offer(finding, key, "regularizers", from, [&](Experiment& changed) {
    if (factor == 0) return changed.regularizers.clear();
    for (Regularizer& regularizer : changed.regularizers)
      std::visit(
          [&](auto& kind) {
            if constexpr (requires { kind.strength; }) kind.strength = significant(kind.strength * factor, 2);
          },
          regularizer);
  });
}

void offerL2(Finding& finding, const Experiment& from) {
  offer(finding, "addL2", "regularizers", from, [](Experiment& changed) {
    for (Regularizer& regularizer : changed.regularizers)
      if (L2* l2 = std::get_if<L2>(&regularizer)) {
        l2->strength = significant(10 * l2->strength, 2);
        return;
      }
    changed.regularizers.push_back(L2{0.01});
  });
}

void offerDropout(Finding& finding, const char* key, const Experiment& from, double highest) {
  if (highest == 0 && hasResidual(from)) return;
  offer(finding, key, "layers", from, [&](Experiment& changed) {
    if (highest == 0) {
      const auto isDropout = [](const Layer& layer) { return std::holds_alternative<Dropout>(layer); };
      changed.layers.erase(std::remove_if(changed.layers.begin(), changed.layers.end(), isDropout),
                           changed.layers.end());
    }
    for (Layer& layer : changed.layers)
      if (Dropout* dropout = std::get_if<Dropout>(&layer)) dropout->rate = std::min(dropout->rate, highest);
  });
}

void offerUnits(Finding& finding, const char* key, const Experiment& from, double factor) {
  offer(finding, key, "layers", from, [&](Experiment& changed) {
    std::size_t last = changed.layers.size();
    while (last > 0 && !initializerOf(changed.layers[last - 1])) --last;
    const auto scaled = [&](int units) {
      constexpr double fewestWhenMore = 16, most = 512;
      const double fewest = factor > 1 ? fewestWhenMore : 1;
      return static_cast<int>(std::min(most, std::max(fewest, std::floor(units * factor + 0.5))));
    };
    for (std::size_t i = 0; i + 1 < last; ++i) {
      if (Dense* dense = std::get_if<Dense>(&changed.layers[i])) dense->units = scaled(dense->units);
      if (Conv2d* convolution = std::get_if<Conv2d>(&changed.layers[i]))
        convolution->filters = scaled(convolution->filters);
    }
  });
}

void offerMoreTraining(Finding& finding, const Experiment& from) {
  const Split& split = from.data.split;
  if (split.folds >= 2 || split.training >= 0.5) return;
  offer(finding, "moreTraining", "data.split", from, [](Experiment& changed) {
    changed.data.split.training = 0.6;
    changed.data.split.validation = changed.data.split.test = 0.2;
  });
}

void offerLargerBatch(Finding& finding, const Experiment& from) {
  if (from.batchSize == 0) return;
  offer(finding, "largerBatch", "batchSize", from,
        [](Experiment& changed) { changed.batchSize = std::max(8, 2 * changed.batchSize); });
}

void offerEarlyStopping(Finding& finding, const Experiment& from) {
  if (from.earlyStopping.patience > 0) return;
  offer(finding, "stopEarly", "earlyStopping", from, [](Experiment& changed) { changed.earlyStopping.patience = 20; });
}

void offerAdam(Finding& finding, const Experiment& from) {
  if (std::holds_alternative<Adam>(from.optimizer)) return;
  offer(finding, "adam", "optimizer", from,
        [](Experiment& changed) { changed.optimizer = Adam{.learningRate = 0.01}; });
}

}  // namespace nablab
