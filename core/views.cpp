#include "views.h"

#include <algorithm>

#include "math/kernels.h"

namespace nablab {

namespace {

/**
 * Runs the network over `count` samples in blocks that fit the workspace: `fill(first, samples, columns)` puts a
 * block's inputs there, `take(first, samples, columns)` reads what came out.
 */
template <class Real, class Fill, class Take>
void inBlocks(Run<Real>& run, Workspace<Real>& workspace, int count, Fill fill, Take take) {
  for (int first = 0; first < count; first += Run<Real>::blockColumns) {
    const int samples = std::min(Run<Real>::blockColumns, count - first), columns = Run<Real>::columnsFor(samples);
    fill(first, samples, columns);
    run.network.forward(workspace, columns, false);
    take(first, samples, columns);
  }
}

void checkInput(int input, int inputs, const char* name) {
  if (input < 0 || input >= inputs)
    throw Refusal("RANGE", name, std::to_string(input), "0 to " + std::to_string(inputs - 1));
}

template <class Real>
int pointsOf(const Run<Real>& run, const Grid& grid) {
  const int inputs = run.data().raw.inputs();
  if (!grid.plane) {
    checkInput(grid.inputX, inputs, "inputX");
    checkInput(grid.inputY, inputs, "inputY");
  }
  if (grid.size < 1 || grid.size > 512) throw Refusal("RANGE", "size", std::to_string(grid.size), "1 to 512");
  return inputs == 1 ? grid.size : grid.size * grid.size;
}

/** The middles of the cells along one axis, from low to high. */
template <class Real>
std::vector<Real> middles(const Domain& domain, int size) {
  std::vector<Real> values;
  for (int cell = 0; cell < size; ++cell)
    values.push_back(static_cast<Real>(domain.low + (domain.high - domain.low) * (cell + 0.5) / size));
  return values;
}

/** Fills blocks of a workspace with points of the grid. */
template <class Real>
class GridFiller {
 public:
  GridFiller(const Run<Real>& shown, Workspace<Real>& filled, const Grid& shape)
      : run(shown),
        workspace(filled),
        grid(shape),
        alongX(middles<Real>(domainOf(0, shape.inputX), shape.size)),
        alongY(middles<Real>(domainOf(1, shape.inputY), shape.size)) {}

  void operator()(int first, int samples, int columns) const {
    if (grid.plane || !run.data().rest.empty()) return fillTransformed(first, samples, columns);
    const std::vector<double>& mean = run.data().mean;
    Real* input = workspace.input.data();
    for (int i = 0; i < run.network.inputs(); ++i)
      if (i != grid.inputX && i != grid.inputY)
        std::fill_n(input + i * columns, columns, static_cast<Real>(mean[static_cast<std::size_t>(i)]));
    // Line by line of the grid; padding keeps what an earlier block left there.
    for (int column = 0; column < samples;) {
      const int cell = (first + column) % grid.size, line = (first + column) / grid.size;
      const int count = std::min(grid.size - cell, samples - column);
      const Real y = alongY[static_cast<std::size_t>(grid.size - 1 - line)];
      if (run.network.inputs() > 1) std::fill_n(input + grid.inputY * columns + column, count, y);
      std::copy_n(alongX.begin() + cell, count, input + grid.inputX * columns + column);
      column += count;
    }
  }

 private:
  const Domain& domainOf(std::size_t axis, int input) const {
    return grid.plane ? grid.plane->domain[axis] : run.data().domain[static_cast<std::size_t>(input)];
  }

  /** A point of the grid as pictures show it. */
  std::vector<double> pointAt(double x, double y) const {
    std::vector<double> row = grid.plane ? grid.plane->mean : run.data().mean;
    if (grid.plane) {
      for (std::size_t i = 0; i < row.size(); ++i) row[i] += x * grid.plane->first[i] + y * grid.plane->second[i];
      return row;
    }
    if (row.size() > 1) row[static_cast<std::size_t>(grid.inputY)] = y;
    row[static_cast<std::size_t>(grid.inputX)] = x;
    return row;
  }

  /** The same where preprocessing mixes or adds inputs, or the plane lies askew: point by point. */
  void fillTransformed(int first, int samples, int columns) const {
    for (int column = 0; column < samples; ++column) {
      const int cell = (first + column) % grid.size, line = (first + column) / grid.size;
      const std::vector<double> features =
          run.data().networkRow(pointAt(static_cast<double>(alongX[static_cast<std::size_t>(cell)]),
                                        static_cast<double>(alongY[static_cast<std::size_t>(grid.size - 1 - line)])));
      for (std::size_t i = 0; i < features.size(); ++i)
        workspace.input[i * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)] =
            static_cast<Real>(features[i]);
    }
  }

  const Run<Real>& run;
  Workspace<Real>& workspace;
  Grid grid;
  std::vector<Real> alongX, alongY;
};

template <class Real>
int unitCount(const Run<Real>& run) {
  int units = run.network.inputs();
  for (std::size_t i = 0; i < run.network.layers().size(); ++i) units += run.network.outputShape(i).size();
  return units;
}

/** Calls `visit(unit, row)` for every unit's row of columns in the workspace, the inputs first. */
template <class Real, class Visit>
void forEachUnit(const Run<Real>& run, Workspace<Real>& workspace, int columns, Visit visit) {
  int unit = 0;
  for (int i = 0; i < run.network.inputs(); ++i) visit(unit++, workspace.input.data() + i * columns);
  for (std::size_t layer = 0; layer < run.network.layers().size(); ++layer)
    for (int i = 0; i < run.network.outputShape(layer).size(); ++i)
      visit(unit++, workspace.outputs[layer].data() + i * columns);
}

}  // namespace

template <class Real>
std::vector<LayerSummary> layerSummaries(const Run<Real>& run) {
  std::vector<LayerSummary> summaries;
  int offset = run.network.inputs();
  for (std::size_t i = 0; i < run.network.layers().size(); ++i) {
    std::size_t parameters = 0;
    for (const Tensor& tensor : run.network.plan().tensors())
      if (tensor.layer == static_cast<int>(i)) parameters += tensor.length;
    summaries.push_back({static_cast<int>(i), keyOf(run.network.layers()[i]), run.network.inputShape(i).size(),
                         run.network.outputShape(i).size(), run.network.outputShape(i), parameters, offset,
                         (parameters + static_cast<std::size_t>(run.network.outputShape(i).size())) * sizeof(Real)});
    offset += run.network.outputShape(i).size();
  }
  return summaries;
}

template <class Real>
std::vector<float> unitFields(Run<Real>& run, const Grid& grid) {
  const int points = pointsOf(run, grid);
  std::vector<float> fields(static_cast<std::size_t>(unitCount(run)) * static_cast<std::size_t>(points));
  Workspace<Real>& all = run.inspection();
  inBlocks(run, all, points, GridFiller<Real>(run, all, grid), [&](int first, int samples, int columns) {
    forEachUnit(run, all, columns, [&](int unit, const Real* row) {
      float* field = fields.data() + static_cast<std::size_t>(unit) * static_cast<std::size_t>(points) + first;
      std::copy_n(row, samples, field);
    });
  });
  return fields;
}

template <class Real>
std::vector<float> outputField(Run<Real>& run, const Grid& grid) {
  const int points = pointsOf(run, grid), outputs = run.network.outputs();
  std::vector<float> fields(static_cast<std::size_t>(outputs) * static_cast<std::size_t>(points));
  inBlocks(run, run.evaluation, points, GridFiller<Real>(run, run.evaluation, grid),
           [&](int first, int samples, int columns) {
             Real* z = run.evaluation.outputs.back().data();
             applyLink(linkOf(run.experiment().loss), z, outputs, columns);
             for (int unit = 0; unit < outputs; ++unit) {
               float* field = fields.data() + static_cast<std::size_t>(unit) * static_cast<std::size_t>(points) + first;
               std::copy_n(z + unit * columns, samples, field);
             }
           });
  return fields;
}

template <class Real>
std::vector<float> predictions(Run<Real>& run) {
  const int rows = run.data().raw.rows, outputs = run.network.outputs();
  std::vector<float> result(static_cast<std::size_t>(rows) * static_cast<std::size_t>(outputs));
  inBlocks(
      run, run.evaluation, rows,
      [&](int first, int samples, int columns) {
        int index[Run<Real>::blockColumns];
        for (int i = 0; i < samples; ++i) index[i] = first + i;
        gatherInputs(run.data().table(), index, samples, run.evaluation.input.data(), columns);
      },
      [&](int first, int samples, int columns) {
        Real* z = run.evaluation.outputs.back().data();
        applyLink(linkOf(run.experiment().loss), z, outputs, columns);
        for (int column = 0; column < samples; ++column)
          for (int unit = 0; unit < outputs; ++unit)
            result[static_cast<std::size_t>((first + column) * outputs + unit)] =
                static_cast<float>(z[unit * columns + column]);
      });
  return result;
}

template <class Real>
std::vector<float> activations(Run<Real>& run, const std::vector<double>& inputs) {
  const auto expected = static_cast<std::size_t>(run.data().raw.inputs());
  if (inputs.size() != expected)
    throw Refusal("SIZE", "inputs", std::to_string(inputs.size()) + " numbers", std::to_string(expected) + " numbers");
  Workspace<Real>& all = run.inspection();
  const std::vector<double> features = run.data().networkRow(inputs);
  for (std::size_t i = 0; i < features.size(); ++i)
    std::fill_n(all.input.begin() + static_cast<std::ptrdiff_t>(i * lanes), lanes, static_cast<Real>(features[i]));
  run.network.forward(all, lanes, false);
  std::vector<float> units(static_cast<std::size_t>(unitCount(run)));
  forEachUnit(run, all, lanes,
              [&](int unit, const Real* row) { units[static_cast<std::size_t>(unit)] = static_cast<float>(row[0]); });
  return units;
}

template <class Real>
std::vector<double> evaluate(Run<Real>& run, int samples, const std::vector<double>& x) {
  const int inputs = run.network.inputs(), outputs = run.network.outputs();
  if (samples < 0 || samples > Limits::externalRows ||
      x.size() != static_cast<std::size_t>(samples) * static_cast<std::size_t>(inputs))
    throw Refusal("SIZE", "x", std::to_string(x.size()) + " numbers",
                  "samples × " + std::to_string(inputs) + " numbers");
  std::vector<double> result;
  inBlocks(
      run, run.evaluation, samples,
      [&](int first, int count, int columns) {
        for (int i = 0; i < inputs; ++i)
          for (int column = 0; column < columns; ++column)
            run.evaluation.input[static_cast<std::size_t>(i * columns + column)] =
                column < count ? static_cast<Real>(x[static_cast<std::size_t>((first + column) * inputs + i)])
                               : Real(0);
      },
      [&](int, int count, int columns) {
        for (int column = 0; column < count; ++column)
          for (int unit = 0; unit < outputs; ++unit)
            result.push_back(
                static_cast<double>(run.evaluation.outputs.back()[static_cast<std::size_t>(unit * columns + column)]));
      });
  return result;
}

template std::vector<LayerSummary> layerSummaries(const Run<NABLAB_REAL>&);
template std::vector<float> unitFields(Run<NABLAB_REAL>&, const Grid&);
template std::vector<float> outputField(Run<NABLAB_REAL>&, const Grid&);
template std::vector<float> predictions(Run<NABLAB_REAL>&);
template std::vector<float> activations(Run<NABLAB_REAL>&, const std::vector<double>&);
template std::vector<double> evaluate(Run<NABLAB_REAL>&, int, const std::vector<double>&);

}  // namespace nablab
