#include "unitReport.h"

#include <algorithm>

#include "histogram.h"
#include "math/kernels.h"

namespace nablab {

namespace {

/** Below this a derivative lets nothing through. */
constexpr double deadSlope = 1e-6;

/** Evaluates the training part block by block: `take(samples, columns)` reads the inspection workspace. */
template <class Real, class Take>
void overTrainingRows(Run<Real>& run, Take take) {
  const std::vector<int>& rows = run.data().rowsOf(Part::training);
  const int count = static_cast<int>(rows.size());
  for (int first = 0; first < count; first += Run<Real>::blockColumns) {
    const int samples = std::min(Run<Real>::blockColumns, count - first), columns = Run<Real>::columnsFor(samples);
    gatherInputs(run.data().table(), rows.data() + first, samples, run.inspection().input.data(), columns);
    run.network.forward(run.inspection(), columns, false);
    take(samples, columns);
  }
}

template <class Real>
const Real* outputOf(Run<Real>& run, int layer) {
  return layer < 0 ? run.inspection().input.data() : run.inspection().outputs[static_cast<std::size_t>(layer)].data();
}

template <class Real>
Shape shapeOf(const Run<Real>& run, int layer) {
  return run.network.inputShape(static_cast<std::size_t>(layer + 1));
}

/** Calls `visit(value)` for every place and sample of a channel in a matrix [units][columns]. */
template <class Real, class Visit>
void forEachValue(const Shape& shape, int channel, const Real* matrix, int samples, int columns, Visit visit) {
  for (int place = channel; place < shape.size(); place += shape.channels)
    for (int sample = 0; sample < samples; ++sample) visit(static_cast<double>(matrix[place * columns + sample]));
}

/** Derivatives of activation layers, as their backward pass has them: what it makes of a gradient of ones. */
template <class Real>
class Slopes {
 public:
  Slopes(const Run<Real>& run, int layer) : network(run.network), index(static_cast<std::size_t>(layer)) {
    if (layer < 0) return;
    const auto* activation = std::get_if<ActivationLayer>(&network.layers()[index]);
    acts = activation && !std::holds_alternative<Softmax>(activation->function);
    if (!acts) return;
    const auto numbers = static_cast<std::size_t>(network.inputShape(index).size()) * run.blockColumns;
    ones.assign(numbers, Real(1));
    slopes.resize(numbers);
    // Slopes that are learned have gradients, which nobody wants here.
    unwanted.resize(network.parameters.size());
  }

  explicit operator bool() const { return acts; }

  /** [units][columns] of the block that was evaluated last. */
  const Real* of(Run<Real>& run) {
    LayerPass<Real> pass = run.inspection().passes[index];
    pass.outputGradient = ones.data();
    pass.inputGradient = slopes.data();
    pass.gradients = unwanted.data();
    network.backwardThrough(index, pass);
    return slopes.data();
  }

 private:
  const Network<Real>& network;
  std::size_t index;
  bool acts = false;
  std::vector<Real> ones, slopes, unwanted;
};

/** The layers that make the number of a unit of `layer`, from the last one with weights on. */
template <class Real>
std::vector<int> stagesOf(const Run<Real>& run, int layer) {
  std::vector<int> stages{layer};
  const auto hasWeight = [&](int each) {
    const std::vector<Tensor>& tensors = run.network.plan().tensors();
    return std::any_of(tensors.begin(), tensors.end(),
                       [&](const Tensor& tensor) { return tensor.layer == each && tensor.isWeight(); });
  };
  while (stages.front() > 0 && !hasWeight(stages.front()) &&
         shapeOf(run, stages.front() - 1).size() == shapeOf(run, stages.front()).size() &&
         shapeOf(run, stages.front() - 1).channels == shapeOf(run, stages.front()).channels)
    stages.insert(stages.begin(), stages.front() - 1);
  return stages;
}

const char* kindOf(const std::vector<Layer>& layers, int layer) {
  return layer < 0 ? "" : keyOf(layers[static_cast<std::size_t>(layer)]);
}

template <class Real>
const Tensor* tensorOf(const Run<Real>& run, int layer, const char* name) {
  for (const Tensor& tensor : run.network.plan().tensors())
    if (tensor.layer == layer && tensor.name == name) return &tensor;
  return nullptr;
}

/** The sum of products that a unit of a dense layer computes from one row of the data. */
template <class Real>
Value incomingOf(Run<Real>& run, int layer, int unit, int row) {
  const Tensor *weight = tensorOf(run, layer, "weight"), *bias = tensorOf(run, layer, "bias");
  if (!weight || weight->shape.size() != 2) return {};
  gatherInputs(run.data().table(), &row, 1, run.inspection().input.data(), lanes);
  run.network.forward(run.inspection(), lanes, false);
  const int inputs = weight->shape[0], units = weight->shape[1];
  Value::List weights, values, products;
  for (int i = 0; i < inputs; ++i) {
    const Real w = run.network.parameters[weight->offset + static_cast<std::size_t>(i * units + unit)];
    const Real x = outputOf(run, layer - 1)[i * lanes];
    weights.push_back(static_cast<double>(w));
    values.push_back(static_cast<double>(x));
    products.push_back(static_cast<double>(w * x));
  }
  Value record;
  record.set("layer", layer);
  record.set("offset", static_cast<double>(weight->offset) + unit);
  record.set("stride", units);
  record.set("weights", std::move(weights));
  record.set("inputs", std::move(values));
  record.set("products", std::move(products));
  if (bias)
    record.set("bias", static_cast<double>(run.network.parameters[bias->offset + static_cast<std::size_t>(unit)]));
  else
    record.set("bias", Value());
  record.set("sum", static_cast<double>(outputOf(run, layer)[unit * lanes]));
  return record;
}

/** The kernel of a convolution's channel: [height][width][channels]. */
template <class Real>
Value filterOf(const Run<Real>& run, int layer, int channel) {
  const Tensor* weight = tensorOf(run, layer, "weight");
  if (!weight || weight->shape.size() != 4) return {};
  Value record;
  const char* names[] = {"height", "width", "channels"};
  for (std::size_t i = 0; i < 3; ++i) record.set(names[i], weight->shape[i]);
  Value::List weights;
  const auto filters = static_cast<std::size_t>(weight->shape[3]);
  for (std::size_t i = static_cast<std::size_t>(channel); i < weight->length; i += filters)
    weights.push_back(static_cast<double>(run.network.parameters[weight->offset + i]));
  record.set("weights", std::move(weights));
  return record;
}

Value describedMetrics(const PartMetrics& metrics) {
  Value record;
  record.set("loss", metrics.loss);
  record.set("accuracy", metrics.accuracy == metrics.accuracy ? Value(metrics.accuracy) : Value());
  return record;
}

template <class Real>
void checkPlace(const Run<Real>& run, int layer, int unit, int row) {
  const auto check = [](const char* name, int number, int low, int high) {
    if (number < low || number > high)
      throw Refusal("RANGE", name, std::to_string(number), std::to_string(low) + " to " + std::to_string(high));
  };
  if (run.data().rowsOf(Part::training).empty())
    throw Refusal("ROWS_MISSING", "data", "without rows", "rows provided before configure");
  check("layer", layer, -1, static_cast<int>(run.network.layers().size()) - 1);
  check("unit", unit, 0, shapeOf(run, layer).channels - 1);
  check("row", row, 0, run.data().raw.rows - 1);
}

/** What is measured of a stage. */
template <class Real>
struct Stage {
  int layer;
  Histogram numbers;
};

}  // namespace

template <class Real>
Value unitReport(Run<Real>& run, int layer, int unit, int row) {
  checkPlace(run, layer, unit, row);
  std::vector<Stage<Real>> stages;
  for (const int each : stagesOf(run, layer)) stages.push_back({each, {}});
  Slopes<Real> slopes(run, layer);
  Histogram derivative;
  double dead = 0, derivatives = 0;
  const Shape shape = shapeOf(run, layer);
  for (const bool counts : {false, true})
    overTrainingRows(run, [&](int samples, int columns) {
      for (Stage<Real>& stage : stages)
        forEachValue(shape, unit, outputOf(run, stage.layer), samples, columns,
                     [&](double value) { counts ? stage.numbers.count(value) : stage.numbers.see(value); });
      if (!slopes) return;
      forEachValue(shape, unit, slopes.of(run), samples, columns, [&](double value) {
        counts ? derivative.count(value) : derivative.see(value);
        dead += counts && value < deadSlope && value > -deadSlope;
        derivatives += counts;
      });
    });

  Value report;
  report.set("rows", static_cast<double>(run.data().rowsOf(Part::training).size()));
  Value::List described;
  for (const Stage<Real>& stage : stages) {
    Value record = stage.numbers.described();
    record.set("layer", stage.layer);
    record.set("kind", kindOf(run.network.layers(), stage.layer));
    described.push_back(std::move(record));
  }
  report.set("stages", std::move(described));
  report.set("derivative", slopes ? derivative.described() : Value());
  report.set("dead", slopes ? Value(dead / derivatives) : Value());
  report.set("incoming", layer < 0 ? Value() : incomingOf(run, stages.front().layer, unit, row));
  report.set("filter", layer < 0 ? Value() : filterOf(run, stages.front().layer, unit));
  report.set("whole", describedMetrics(*run.metrics(Part::training)));
  const Silenced silenced{layer, unit, stages.back().numbers.mean()};
  report.set("constant", describedMetrics(*run.metrics(Part::training, &silenced)));
  return report;
}

template <class Real>
std::vector<unsigned char> deadUnits(Run<Real>& run) {
  std::vector<unsigned char> marks(static_cast<std::size_t>(run.network.inputs()), 0);
  for (std::size_t layer = 0; layer < run.network.layers().size(); ++layer) {
    const auto units = static_cast<std::size_t>(run.network.outputShape(layer).size());
    Slopes<Real> slopes(run, static_cast<int>(layer));
    const std::size_t first = marks.size();
    marks.resize(first + units, slopes ? 1 : 0);
    if (!slopes) continue;
    overTrainingRows(run, [&](int samples, int columns) {
      const Real* values = slopes.of(run);
      for (std::size_t unit = 0; unit < units; ++unit)
        for (int sample = 0; sample < samples && marks[first + unit]; ++sample) {
          const auto slope = static_cast<double>(values[static_cast<int>(unit) * columns + sample]);
          if (slope >= deadSlope || slope <= -deadSlope) marks[first + unit] = 0;
        }
    });
  }
  return marks;
}

template <class Real>
std::vector<unsigned char> droppedUnits(const Run<Real>& run) {
  std::vector<unsigned char> marks(static_cast<std::size_t>(run.network.inputs()), 0);
  for (std::size_t layer = 0; layer < run.network.layers().size(); ++layer) {
    const bool drops = run.batchSamples > 0 && std::holds_alternative<Dropout>(run.network.layers()[layer]);
    const int units = run.network.outputShape(layer).size(), columns = run.columnsFor(run.batchSamples);
    for (int unit = 0; unit < units; ++unit)
      marks.push_back(drops && run.training.kept[layer][static_cast<std::size_t>(unit * columns)] == 0);
  }
  return marks;
}

template Value unitReport(Run<NABLAB_REAL>&, int, int, int);
template std::vector<unsigned char> deadUnits(Run<NABLAB_REAL>&);
template std::vector<unsigned char> droppedUnits(const Run<NABLAB_REAL>&);

}  // namespace nablab
