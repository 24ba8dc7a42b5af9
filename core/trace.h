#pragma once
#include <string>
#include <vector>

#include "run.h"

/**
 * One training step opened up: every matrix between the parameters before it and after it, and for each number what it
 * was computed from.
 */
namespace nablab {

/**
 * A matrix of the step. Its names, by layer: `output`, `outputGradient` (∂C/∂output), `drawn` (dropout's factors, the
 * noise), `mean` and `scale` of batch and layer normalization; for each tensor, say `weight`: `weight` before the step,
 * `weight.gradient` as backpropagation leaves it, `weight.penalized` with the penalties' share, `weight.clipped`,
 * `weight.decayed` by decoupled weight decay, for each slot of the optimizer, say m, `weight.m` and `weight.m.next`
 * (Newton's method has `weight.direction.next`), then `weight.updated` where a bound on the norm follows,
 * `weight.next`, and `weight.change`, how far the step moved it; running statistics likewise, but for the change. Of
 * the whole network, layer −1: `row` (of the data, for each sample), `input`, `target`, `classWeight`, `sampleWeight`,
 * `sampleLoss`, `loss`, `penalty`, `objective`, `gradientNorm`, `learningRate`, `stepLength` (of a line search),
 * `step`. What does not take place is not there.
 */
struct TraceQuantity {
  int layer;
  std::string name;
  /** The last extent counts the columns (samples, outputs of a tensor), the others together the rows. */
  std::vector<int> shape;
  /** [row][column] */
  std::vector<double> values;
  std::size_t columns() const { return static_cast<std::size_t>(shape.back()); }
  std::size_t rows() const { return values.size() / columns(); }
};

struct TraceAddress {
  int layer;
  std::string quantity;
  std::size_t row, column;
};

/** One number that another was computed from. */
struct TraceOperand {
  TraceAddress address;
  double value;
  /** Its name in the expression; operands of one name are run over in this order. */
  std::string symbol;
};

/** A number in an expression that is not of the trace: a knob, or how many there are of something. */
struct TraceConstant {
  std::string symbol;
  double value;
};

/** How a number came about. */
struct TraceOrigins {
  double value;
  /** Family, kind and quantity, as in `layers.dense.output`; empty where the number was given to the step. */
  std::string formula;
  /** As `traceExpressions.h` writes it; empty where none tells it (a planted bug, an optimizer that solves or
   * searches). */
  std::string expression;
  std::vector<TraceConstant> constants;
  /** Sums of products list their factors in turn. */
  std::vector<TraceOperand> operands;
};

class Trace {
 public:
  Trace(Experiment experiment, std::vector<Shape> shapes, std::vector<TraceQuantity> quantities)
      : description(std::move(experiment)), layerShapes(std::move(shapes)), list(std::move(quantities)) {}

  const std::vector<TraceQuantity>& quantities() const { return list; }
  /** Null if there is no such quantity. */
  const TraceQuantity* find(int layer, const std::string& name) const;
  /** Refuses with RANGE an address that is not in the trace. */
  TraceOrigins originsOf(const TraceAddress& address) const;

 private:
  friend class TraceScope;
  Experiment description;
  /** What goes into each layer, and what comes out of the last. */
  std::vector<Shape> layerShapes;
  std::vector<TraceQuantity> list;
};

/**
 * The step that leads on from where the run stands (a fed run: the step on its last batch once more), traced on a copy:
 * the run stays as it is. If the step diverges, what follows the gradients is what stood there before. Refuses with
 * ROWS_MISSING a run without rows or batch.
 */
template <class Real>
Trace traceStep(const Run<Real>& run);

extern template Trace traceStep(const Run<float>&);
extern template Trace traceStep(const Run<double>&);

}  // namespace nablab
