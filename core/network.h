#pragma once
#include <vector>

#include "layers/layers.h"

namespace nablab {

/** Where the numbers of a pass through the network stand: buffers for up to a fixed number of columns. */
template <class Real>
struct Workspace {
  /** Columns there is room for, a multiple of `lanes`. */
  int capacity = 0;
  /** [inputs][columns] */
  std::vector<Real> input;
  /** By layer: [units][columns]. */
  std::vector<std::vector<Real>> outputs, outputGradients, kept;
};

/**
 * A list of layers over one flat vector of parameters and one of gradients. Both are padded with zeros to a multiple of
 * `lanes`. Matrices are [units][columns]: one column a sample.
 */
template <class Real>
class Network {
 public:
  Network() = default;
  /** Layers must fit each other and the input, as `checkCombinations` makes sure. */
  Network(std::vector<Layer> layers, Shape input);

  const std::vector<Layer>& layers() const { return list; }
  const ParameterPlan& plan() const { return parameterPlan; }
  Shape inputShape(std::size_t layer) const { return shapes[layer]; }
  Shape outputShape(std::size_t layer) const { return shapes[layer + 1]; }
  int inputs() const { return shapes.front().size(); }
  int outputs() const { return shapes.back().size(); }

  /** Draws initial parameters, each tensor from a stream of its own. */
  void initialize(std::uint32_t seed);

  /** Takes over knobs of layers that keep their shapes. */
  void turn(const std::vector<Layer>& layers) { list = layers; }

  /** Buffers for up to `columns` samples; without gradients for evaluation only. */
  Workspace<Real> makeWorkspace(int columns, bool withGradients) const;

  /** Draws the dropout masks of a step for `samples` columns. */
  void drawMasks(Workspace<Real>& workspace, std::uint32_t seed, long step, int samples) const;

  /** Fills `outputs` from `workspace.input`; `columns` is a multiple of `lanes`. */
  void forward(Workspace<Real>& workspace, int columns, bool training) const;

  /** Fills the gradients from the gradient that stands in the last of `outputGradients`. */
  void backward(Workspace<Real>& workspace, int columns);

  /** Flat, padded to a multiple of `lanes`. */
  std::vector<Real> parameters, gradients;

 private:
  LayerPass<Real> passOf(Workspace<Real>& workspace, std::size_t layer, int columns, bool training) const;

  std::vector<Layer> list;
  std::vector<Shape> shapes;
  std::vector<std::size_t> offsets;
  ParameterPlan parameterPlan;
};

extern template class Network<float>;
extern template class Network<double>;

}  // namespace nablab
