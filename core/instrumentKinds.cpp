#include "instrumentKinds.h"

#include <algorithm>
#include <cmath>

#include "math/constants.h"
#include "math/vector.h"
#include "report.h"

namespace nablab {

namespace {

/** At least one: an objective's point counts as a layer. */
template <class Real>
std::size_t layersOf(const Run<Real>& run) {
  return std::max<std::size_t>(1, run.network.layers().size());
}

/** Σ of (a − b)², or of a² where b is null. */
template <class Real>
double sumOfSquares(const Real* a, const Real* b, std::size_t length) {
  Vec<Real> total = splat<Real>(0);
  std::size_t i = 0;
  for (; i + lanes <= length; i += lanes) {
    const Vec<Real> value = b ? load(a + i) - load(b + i) : load(a + i);
    total += value * value;
  }
  if (const int rest = static_cast<int>(length - i)) {
    const Vec<Real> value = b ? loadPartial(a + i, rest) - loadPartial(b + i, rest) : loadPartial(a + i, rest);
    total += value * value;
  }
  return static_cast<double>(sum<Real>(total));
}

/** Norms by layer of the flat vector a, or of a − b; NaN for layers without parameters. */
template <class Real>
void normsByLayer(const Run<Real>& run, const Real* a, const Real* b, double* row) {
  std::fill_n(row, layersOf(run), -1.0);
  for (const Tensor& tensor : run.network.plan().tensors()) {
    double& total = row[tensor.layer];
    total = std::max(total, 0.0) + sumOfSquares(a + tensor.offset, b ? b + tensor.offset : b, tensor.length);
  }
  for (std::size_t layer = 0; layer < layersOf(run); ++layer)
    row[layer] = row[layer] < 0 ? undefined : std::sqrt(row[layer]);
}

template <class Real>
void parameterNorms(StepReading<Real>& reading, double* row) {
  normsByLayer<Real>(*reading.run, reading.run->network.parameters.data(), nullptr, row);
}

template <class Real>
void gradientNorms(StepReading<Real>& reading, double* row) {
  normsByLayer<Real>(*reading.run, reading.run->network.gradients.data(), nullptr, row);
}

template <class Real>
void updateNorms(StepReading<Real>& reading, double* row) {
  normsByLayer<Real>(*reading.run, reading.run->network.parameters.data(), reading.before.data(), row);
}

/** Relative to the parameters before the step; undefined where these are all zero. */
template <class Real>
void updateRatios(StepReading<Real>& reading, double* row) {
  const Run<Real>& run = *reading.run;
  updateNorms(reading, row);
  std::vector<double>& norms = reading.norms;
  normsByLayer<Real>(run, reading.before.data(), nullptr, norms.data());
  for (std::size_t layer = 0; layer < layersOf(run); ++layer)
    row[layer] = norms[layer] > 0 ? row[layer] / norms[layer] : undefined;
}

/** Below this |slope| a value counts as saturated, and as dead. */
constexpr double saturatedSlope = 0.05, deadSlope = 1e-6;

/**
 * Calls `visit(values, below)` for every unit of an activation layer: for how many samples a gradient arrives, and for
 * how many of them |f′| is below the bar. The slope is what the layer made of the gradient: |dZ| < bar·|dA|.
 */
template <class Real, class Visit>
void forEachUnit(const Run<Real>& run, std::size_t layer, double bar, Visit visit) {
  const LayerPass<Real>& pass = run.training.passes[layer];
  for (int unit = 0; unit < pass.outputShape.size(); ++unit) {
    const Real *dA = pass.outputGradient + unit * pass.columns, *dZ = pass.inputGradient + unit * pass.columns;
    int values = 0, below = 0;
    for (int sample = 0; sample < run.batchSamples; ++sample) {
      const Real arriving = std::fabs(dA[sample]);
      values += arriving > 0;
      below += arriving > 0 && std::fabs(dZ[sample]) < static_cast<Real>(bar) * arriving;
    }
    visit(values, below);
  }
}

/** For every layer `share(layer)`, but NaN for those that are no activation behind another layer. */
template <class Real, class Share>
void byActivation(const Run<Real>& run, double* row, Share share) {
  std::fill_n(row, layersOf(run), undefined);
  for (std::size_t layer = 1; layer < run.network.layers().size(); ++layer)
    if (std::holds_alternative<ActivationLayer>(run.network.layers()[layer])) row[layer] = share(layer);
}

/** Whether gradients arrive at a unit (in the padding none do) and none gets through. */
template <class Real>
bool isDead(const Real* dA, const Real* dZ, int columns) {
  const Vec<Real> zero = splat<Real>(0), one = splat<Real>(1), bar = splat<Real>(static_cast<Real>(deadSlope));
  Vec<Real> arrived = zero, through = zero;
  for (int column = 0; column < columns; column += lanes) {
    const Vec<Real> arriving = absolute<Real>(load(dA + column)), leaving = absolute<Real>(load(dZ + column));
    arrived += select<Real>(arriving > zero, one, zero);
    through += select<Real>((arriving > zero) & (leaving >= bar * arriving), one, zero);
  }
  return sum<Real>(arrived) > 0 && sum<Real>(through) == 0;
}

template <class Real>
void deadUnits(StepReading<Real>& reading, double* row) {
  const Run<Real>& run = *reading.run;
  byActivation(run, row, [&](std::size_t layer) {
    const LayerPass<Real>& pass = run.training.passes[layer];
    int dead = 0;
    for (int unit = 0; unit < pass.outputShape.size(); ++unit)
      dead += isDead(pass.outputGradient + unit * pass.columns, pass.inputGradient + unit * pass.columns, pass.columns);
    return static_cast<double>(dead) / pass.outputShape.size();
  });
}

template <class Real>
void saturatedUnits(StepReading<Real>& reading, double* row) {
  const Run<Real>& run = *reading.run;
  byActivation(run, row, [&](std::size_t layer) {
    int all = 0, saturated = 0;
    forEachUnit(run, layer, saturatedSlope, [&](int values, int below) {
      all += values;
      saturated += below;
    });
    return all > 0 ? static_cast<double>(saturated) / all : undefined;
  });
}

template <class Real>
std::size_t histogramWidth(const Run<Real>& run) {
  return layersOf(run) * (2 + histogramBins);
}

/** Lowest, highest, then counts in bins of equal width over rows of `stride`, of which `count` numbers each are read.
 */
template <class Real>
void histogram(const Real* numbers, std::size_t rows, std::size_t stride, std::size_t count, double* into) {
  std::fill_n(into, 2 + histogramBins, rows * count > 0 ? 0.0 : undefined);
  if (rows * count == 0) return;
  double low = static_cast<double>(numbers[0]), high = low;
  const auto forEach = [&](auto visit) {
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t i = 0; i < count; ++i) visit(static_cast<double>(numbers[row * stride + i]));
  };
  forEach([&](double number) {
    low = std::min(low, number);
    high = std::max(high, number);
  });
  into[0] = low;
  into[1] = high;
  const double scale = high > low ? histogramBins / (high - low) : 0;
  forEach([&](double number) {
    const double bin = (number - low) * scale;
    // Numbers that are not finite are in no bin.
    if (bin >= 0) ++into[2 + static_cast<std::size_t>(std::min(bin, histogramBins - 1.0))];
  });
}

/** Histograms of each layer's stretch of a flat vector. */
template <class Real>
void histogramsByLayer(const Run<Real>& run, const Real* flat, double* row) {
  std::size_t offset = 0;
  for (std::size_t layer = 0; layer < layersOf(run); ++layer) {
    std::size_t length = 0;
    for (const Tensor& tensor : run.network.plan().tensors())
      if (tensor.layer == static_cast<int>(layer)) length += tensor.length;
    histogram(flat + offset, 1, length, length, row + layer * (2 + histogramBins));
    offset += length;
  }
}

template <class Real>
void parameterDistributions(StepReading<Real>& reading, double* row) {
  histogramsByLayer(*reading.run, reading.run->network.parameters.data(), row);
}

template <class Real>
void gradientDistributions(StepReading<Real>& reading, double* row) {
  histogramsByLayer(*reading.run, reading.run->network.gradients.data(), row);
}

template <class Real>
void activationDistributions(StepReading<Real>& reading, double* row) {
  const Run<Real>& run = *reading.run;
  std::fill_n(row, histogramWidth(run), undefined);
  for (std::size_t layer = 0; layer < run.network.layers().size(); ++layer) {
    const LayerPass<Real>& pass = run.training.passes[layer];
    histogram(pass.output, static_cast<std::size_t>(pass.outputShape.size()), static_cast<std::size_t>(pass.columns),
              static_cast<std::size_t>(run.batchSamples), row + layer * (2 + histogramBins));
  }
}

/** Share of the previous readings in the smoothed estimates: each alone is too noisy for a quotient. */
constexpr double noiseSmoothing = 0.9;

/**
 * Estimates |G|² and tr Σ from the gradients of the batch and of its first half, without penalties, then smooths both.
 * Writes noise scale, |G|² and tr Σ. The step's buffers are used and left as they were.
 */
template <class Real>
void gradientNoiseScale(StepReading<Real>& reading, double* row) {
  Run<Real>& run = *reading.run;
  const int samples = run.batchSamples, half = samples / 2, columns = run.columnsFor(samples);
  std::fill_n(row, 3, undefined);
  if (half < 1 || run.network.layers().empty()) return;
  Network<Real>& network = run.network;
  std::vector<Real>& dz = run.training.outputGradients.back();
  reading.gradients = network.gradients;
  reading.outputGradient = dz;
  // The outputs that stand there are of the parameters before the update. Layers see the place of the vector, hence its
  // numbers change, not the vector.
  const auto exchange = [&] {
    std::swap_ranges(network.parameters.begin(), network.parameters.end(), reading.before.begin());
  };
  exchange();
  const auto squared = [&] {
    network.backward(run.training);
    return sumOfSquares<Real>(network.gradients.data(), nullptr, network.plan().size());
  };
  const double large = squared();
  for (int unit = 0; unit < network.outputs(); ++unit)
    std::fill_n(dz.begin() + unit * columns + half, columns - half, Real(0));
  const double share = static_cast<double>(samples) / half, small = squared() * share * share;
  exchange();
  dz = reading.outputGradient;
  network.gradients = reading.gradients;
  const double signal = (samples * large - half * small) / (samples - half);
  const double noise = (small - large) / (1.0 / half - 1.0 / samples);
  reading.signal = noiseSmoothing * reading.signal + (1 - noiseSmoothing) * signal;
  reading.noise = noiseSmoothing * reading.noise + (1 - noiseSmoothing) * noise;
  reading.weight = noiseSmoothing * reading.weight + (1 - noiseSmoothing);
  row[0] = reading.signal > 0 ? reading.noise / reading.signal : undefined;
  row[1] = reading.signal / reading.weight;
  row[2] = reading.noise / reading.weight;
}

template <class Real>
std::size_t threeNumbers(const Run<Real>&) {
  return 3;
}

template <class Real>
std::size_t perClassWidth(const Run<Real>& run) {
  return 3 * static_cast<std::size_t>(run.data().raw.task.classes);
}

/** By class: precision, recall, F1 on the validation part, or without one on the training part. */
template <class Real>
void perClassMetrics(StepReading<Real>& reading, double* row) {
  Run<Real>& run = *reading.run;
  const std::size_t width = perClassWidth(run);
  std::fill_n(row, width, undefined);
  const Part part = run.data().rowsOf(Part::validation).empty() ? Part::training : Part::validation;
  if (width == 0 || run.data().rowsOf(part).empty()) return;
  const Value report = reportOf(run, part);
  for (const Value& metrics : *report.find("perClass")->list())
    for (const char* name : {"precision", "recall", "f1"}) *row++ = *metrics.find(name)->find("value")->number();
}

}  // namespace

template <class Real>
const std::vector<InstrumentReader<Real>>& instrumentReaders() {
  static const std::vector<InstrumentReader<Real>> readers{
      {"parameterNorms", "\\|\\theta_l\\|", "Deep Learning, section 7.1", layersOf<Real>, parameterNorms<Real>},
      {"gradientNorms", "\\|g_l\\|", "Glorot & Bengio 2010, section 4", layersOf<Real>, gradientNorms<Real>},
      {"updateNorms", "\\|\\Delta\\theta_l\\|", "Schneider, Dangel & Hennig 2021, Cockpit, arXiv:2102.06604",
       layersOf<Real>, updateNorms<Real>},
      {"updateRatios", "\\|\\Delta\\theta_l\\| / \\|\\theta_l\\|",
       "Bottou 2012, Stochastic Gradient Descent Tricks, section 5", layersOf<Real>, updateRatios<Real>},
      {"deadUnits", "\\tfrac{1}{n} |\\{u : f'(z_{us}) = 0 \\text{ for all } s\\}|",
       "Maas, Hannun & Ng 2013; units that let no arriving gradient of the batch through", layersOf<Real>,
       deadUnits<Real>},
      {"saturatedUnits", "\\tfrac{1}{n m} |\\{(u, s) : |f'(z_{us})| < 0.05\\}|",
       "Glorot & Bengio 2010, section 3; of the values where a gradient arrives", layersOf<Real>, saturatedUnits<Real>},
      {"parameterDistributions", "\\operatorname{hist}(\\theta_l)", "Glorot & Bengio 2010, figure 9",
       histogramWidth<Real>, parameterDistributions<Real>},
      {"activationDistributions", "\\operatorname{hist}(A_l)", "Glorot & Bengio 2010, figures 4 and 6",
       histogramWidth<Real>, activationDistributions<Real>},
      {"gradientDistributions", "\\operatorname{hist}(g_l)", "Glorot & Bengio 2010, figure 7", histogramWidth<Real>,
       gradientDistributions<Real>},
      {"gradientNoiseScale", "\\operatorname{tr} \\Sigma / \\|G\\|^2",
       "McCandlish, Kaplan & Amodei 2018, arXiv:1812.06162, appendix A.1", threeNumbers<Real>,
       gradientNoiseScale<Real>},
      {"perClassMetrics", "P_k,\\ R_k,\\ F_{1,k}", "Van Rijsbergen 1979, Information Retrieval, chapter 7",
       perClassWidth<Real>, perClassMetrics<Real>}};
  return readers;
}

template const std::vector<InstrumentReader<NABLAB_REAL>>& instrumentReaders<NABLAB_REAL>();

}  // namespace nablab
