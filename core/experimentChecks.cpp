/** What the parts of an experiment must be together. */
#include <algorithm>
#include <cmath>

#include "experiment.h"

namespace nablab {

namespace {

std::string kindText(const char* what, const char* key) { return std::string(what) + " \"" + key + "\""; }

std::string shapeText(const Shape& shape) {
  const std::string channels = std::to_string(shape.channels);
  return shape.height * shape.width == 1
             ? channels
             : std::to_string(shape.height) + " × " + std::to_string(shape.width) + " × " + channels;
}

/** `shapes[i]` is what layer i takes, so what layer `from` gives is shapes[from + 1]. */
void checkResidual(const Residual& residual, std::size_t layer, const std::vector<Shape>& shapes) {
  const std::string path = elementPath("layers", layer) + ".from";
  if (residual.from >= static_cast<int>(layer))
    throw Refusal("COMBINATION", path, std::to_string(residual.from), "the number of an earlier layer, or -1");
  const Shape &earlier = shapes[static_cast<std::size_t>(residual.from + 1)], &now = shapes[layer];
  if (earlier != now)
    throw Refusal("COMBINATION", path, std::to_string(residual.from) + ", of shape " + shapeText(earlier),
                  "a layer of shape " + shapeText(now));
}

/** What an optimizer keeps and computes must stay within bounds, too. */
void checkOptimizer(const Optimizer& optimizer, std::int64_t parameters) {
  const std::string found =
      kindText("optimizer", keyOf(optimizer)) + " with " + std::to_string(parameters) + " parameters";
  if (needsHessian(optimizer) && parameters > Newton::mostParameters)
    throw Refusal("BUDGET", "optimizer.kind", found,
                  "up to " + std::to_string(Newton::mostParameters) + ", since its matrix has their square");
  const auto slots = static_cast<std::int64_t>(slotNames(optimizer).size());
  if (slots * parameters > Limits::slotNumbers)
    throw Refusal("BUDGET", "optimizer.memory", found + " and " + std::to_string(slots) + " slots of as many",
                  "up to " + std::to_string(Limits::slotNumbers) + " numbers in all slots: reduce memory");
}

/** Losses of different batches can't be compared. `rows`: of the training part, 0 where they are not known yet. */
void checkFullBatch(const Experiment& experiment, int rows) {
  if (searches(experiment.optimizer) && experiment.batchSize != 0 && experiment.batchSize != rows)
    throw Refusal("COMBINATION", "batchSize", std::to_string(experiment.batchSize),
                  "0, the whole training part, for " + kindText("optimizer", keyOf(experiment.optimizer)));
}

void checkBudget(const Experiment& experiment) {
  // 64-bit sums of products of two numbers below 2¹³ cannot overflow within the limit of layers.
  std::int64_t total = 0, largest = 0;
  std::size_t largestLayer = 0;
  Shape shape = inputShapeOf(experiment);
  std::vector<Shape> shapes{shape};
  for (std::size_t i = 0; i < experiment.layers.size(); ++i) {
    if (const auto* residual = std::get_if<Residual>(&experiment.layers[i])) checkResidual(*residual, i, shapes);
    std::visit(
        [&](const auto& layer) {
          ParameterPlan plan;
          if constexpr (requires { layer.check(shape, std::string()); }) layer.check(shape, elementPath("layers", i));
          layer.declare(plan, 0, shape);
          const auto count = static_cast<std::int64_t>(plan.size());
          total += count;
          if (count > largest) {
            largest = count;
            largestLayer = i;
          }
          shape = layer.outputShape(shape);
        },
        experiment.layers[i]);
    shapes.push_back(shape);
  }
  if (total == 0) throw Refusal("COMBINATION", "layers", "without parameters", "at least one dense layer");
  checkOptimizer(experiment.optimizer, total);
  if (total > Limits::parameters)
    throw Refusal("BUDGET", "layers", "of " + std::to_string(total) + " parameters",
                  "up to " + std::to_string(Limits::parameters) + ": reduce units of layers[" +
                      std::to_string(largestLayer) + "], which has " + std::to_string(largest));
}

/** Layers that learn must stand behind every activation without a derivative. */
void checkDerivatives(const Experiment& experiment) {
  Shape shape = taskOf(experiment.data.kind).shape;
  ParameterPlan learning, frozen;
  for (std::size_t i = 0; i < experiment.layers.size(); ++i) {
    const auto* activation = std::get_if<ActivationLayer>(&experiment.layers[i]);
    if (activation && std::holds_alternative<Step>(activation->function) && learning.size() > 0)
      throw Refusal("COMBINATION", elementPath("layers", i) + ".function",
                    "step behind layers that learn: its derivative is zero, so no gradient would reach them",
                    "a function with a derivative, or trainable false on all layers before it");
    std::visit(
        [&](const auto& layer) {
          layer.declare(layer.trainable ? learning : frozen, static_cast<int>(i), shape);
          shape = layer.outputShape(shape);
        },
        experiment.layers[i]);
  }
}

void checkPlantedBug(const PlantedBug& bug, const std::vector<Layer>& layers) {
  const std::size_t layer = layerOf(bug);
  const auto refuse = [&](const char* allowed) {
    throw Refusal("COMBINATION", "plantedBug.layer", std::to_string(layer), allowed);
  };
  if (layer >= layers.size()) refuse("the number of a layer");
  ParameterPlan plan;
  std::visit([&](const auto& kind) { kind.declare(plan, 0, Shape{}); }, layers[layer]);
  const bool needsParameters = std::holds_alternative<MissingMean>(bug) || std::holds_alternative<WrongSign>(bug);
  if (needsParameters && plan.size() == 0) refuse("a layer with parameters");
  if (std::holds_alternative<MissingDerivative>(bug) &&
      (layer == 0 || !std::holds_alternative<ActivationLayer>(layers[layer])))
    refuse("an activation layer, not the first of all");
  // The matrix of a single unit is the same in either order.
  const Dense* dense = std::get_if<Dense>(&layers[layer]);
  if (std::holds_alternative<TransposedMatrix>(bug) && (layer == 0 || !dense || dense->units == 1))
    refuse("a dense layer of two or more units, not the first of all");
}

/** A loss weighs either no class or every one. */
void checkClassWeights(const Loss& loss, int classes) {
  const std::vector<double>* weights = classWeightsOf(loss);
  if (weights && !weights->empty() && weights->size() != static_cast<std::size_t>(classes))
    throw Refusal("COMBINATION", "loss.classWeights", std::to_string(weights->size()) + " numbers",
                  "none or " + std::to_string(classes) + ", one for each class");
}

}  // namespace

void checkActivations(const Experiment& experiment, std::int64_t samples) {
  Shape shape = inputShapeOf(experiment);
  std::int64_t each = shape.size();
  for (const Layer& layer : experiment.layers)
    std::visit(
        [&](const auto& kind) {
          each += kind.kept(shape);
          shape = kind.outputShape(shape);
          each += shape.size();
        },
        layer);
  const std::int64_t columns = (samples + lanes - 1) / lanes * lanes;
  const std::int64_t most = (Limits::activations / each - evaluatedColumns) / 2 / lanes * lanes;
  if (columns <= most) return;
  throw Refusal("BUDGET", "layers", "of " + std::to_string(each) + " numbers for each sample of a batch",
                most > 0
                    ? "batches of up to " + std::to_string(most) + " samples"
                    : "up to " + std::to_string(Limits::activations / (evaluatedColumns + 2 * lanes)) + " numbers");
}

PartSizes partSizes(const Split& split, int rows) {
  const auto rounded = [&](double share) { return static_cast<int>(std::floor(share * rows + 0.5)); };
  const int test = rounded(split.test);
  if (split.folds >= 2) {
    const std::int64_t rest = rows - test;
    const int begin = static_cast<int>(rest * split.fold / split.folds);
    const int validation = static_cast<int>(rest * (split.fold + 1) / split.folds) - begin;
    return {static_cast<int>(rest) - validation, validation, test};
  }
  const int heldOut = rounded(split.test + split.validation);
  return {rows - heldOut, heldOut - test, test};
}

void checkFolds(const Split& split, int rows) {
  const int rest = rows - partSizes(split, rows).test;
  if (split.folds > rest)
    throw Refusal("COMBINATION", "data.split.folds",
                  std::to_string(split.folds) + ", but data has " + std::to_string(rest) + " rows beside the test part",
                  "up to " + std::to_string(rest));
}

int outputsOf(const Experiment& experiment) {
  Shape shape = inputShapeOf(experiment);
  for (const Layer& layer : experiment.layers)
    shape = std::visit([&](const auto& kind) { return kind.outputShape(shape); }, layer);
  return shape.size();
}

void checkCombinations(const Experiment& experiment) {
  checkSchedule(experiment.schedule, "schedule");
  if (experiment.objective) return;
  if (experiment.layers.empty()) throw Refusal("LIMIT", "layers", "empty", "1 to " + std::to_string(Limits::layers));
  const Task task = taskOf(experiment.data.kind);
  const char *data = keyOf(experiment.data.kind), *loss = keyOf(experiment.loss);
  const bool classesOnly = std::visit([](const auto& kind) { return kind.classesOnly; }, experiment.loss);
  if (task.classes == 0 && classesOnly)
    throw Refusal("COMBINATION", "loss.kind",
                  kindText("loss", loss) + ", but " + kindText("data", data) + " has no classes",
                  "a loss for real numbers");
  if (task.classes == 1) throw Refusal("COMBINATION", "data.outputs", "1 class", "2 or more classes");
  if (task.shape.size() > Limits::inputs)
    throw Refusal("LIMIT", "data", std::to_string(task.shape.size()) + " inputs",
                  "up to " + std::to_string(Limits::inputs));
  checkBudget(experiment);
  checkDerivatives(experiment);
  if (experiment.stop.accuracy > 0 && task.classes == 0)
    throw Refusal("COMBINATION", "stop.accuracy", kindText("an accuracy, but data", data) + " has no classes", "0");
  if (experiment.plantedBug) checkPlantedBug(*experiment.plantedBug, experiment.layers);
  const int outputs = outputsOf(experiment);
  if (!outputsFit(experiment.loss, task.classes, task.targets, outputs))
    throw Refusal("COMBINATION", elementPath("layers", experiment.layers.size() - 1),
                  std::to_string(outputs) + " outputs",
                  std::to_string(outputsFor(experiment.loss, task.classes, task.targets)) + " for " +
                      kindText("data", data) + " with " + kindText("loss", loss));
  checkClassWeights(experiment.loss, task.classes);
  // Where only the host knows the rows, this is asked again with them.
  checkActivations(experiment, std::max(1, experiment.batchSize));
  if (task.rows == 0) return checkFullBatch(experiment, 0);
  checkFolds(experiment.data.split, task.rows);
  const PartSizes parts = partSizes(experiment.data.split, task.rows);
  if (parts.training < 1)
    throw Refusal("COMBINATION", "data.split.training", "no row of " + std::to_string(task.rows), "at least one row");
  if (experiment.batchSize > parts.training)
    throw Refusal("COMBINATION", "batchSize",
                  std::to_string(experiment.batchSize) + ", but data.split.training leaves " +
                      std::to_string(parts.training) + " rows",
                  "0 to " + std::to_string(parts.training));
  if (experiment.batchSize == 0) checkActivations(experiment, parts.training);
  checkFullBatch(experiment, parts.training);
}

}  // namespace nablab
