#pragma once
#include <optional>
#include <vector>

#include "layers/layers.h"
#include "plantedBugs.h"

namespace nablab {

/** Where the numbers of a pass through the network stand: buffers for up to a fixed number of columns. */
template <class Real>
struct Workspace {
  /** Columns there is room for, a multiple of `lanes`. */
  int capacity = 0;
  /** What all passes were last told. */
  int samples = 0;
  bool training = false;
  /** [inputs][columns] */
  std::vector<Real> input;
  /** By layer: [units][columns]; empty where the purpose needs none. */
  std::vector<std::vector<Real>> outputs, outputGradients, kept;
  /** By layer: where in these buffers, and in the network's vectors, it works. */
  std::vector<LayerPass<Real>> passes;

  Workspace() = default;
  // The passes point into the buffers, which only a move leaves where they are.
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;
  Workspace(Workspace&&) = default;
  Workspace& operator=(Workspace&&) = default;
};

/** What a workspace is for: training, looking at what all layers put out, or the last layer's output alone. */
enum class Purpose { training, inspection, output };

/** A layer's healthy operation, and what spoils its backward pass: the `layer` of an operation with a planted bug. */
template <class Real>
struct Sabotage {
  Operation<Real> healthy;
  const PlantedBug* bug;
  std::size_t parameters;
};

/**
 * A list of layers over one flat vector of parameters and one of gradients. Both are padded with zeros to a multiple of
 * `lanes`. Matrices are [units][columns]: one column a sample.
 */
template <class Real>
class Network {
 public:
  /** Layers must fit each other and the input, and the bug its layer, as `checkCombinations` makes sure. */
  Network(std::vector<Layer> layers, Shape input, std::optional<PlantedBug> bug = std::nullopt);
  // Workspaces and operations point into it.
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  const std::vector<Layer>& layers() const { return list; }
  const ParameterPlan& plan() const { return parameterPlan; }
  const ParameterPlan& statisticsPlan() const { return plannedStatistics; }
  Shape inputShape(std::size_t layer) const { return shapes[layer]; }
  Shape outputShape(std::size_t layer) const { return shapes[layer + 1]; }
  int inputs() const { return shapes.front().size(); }
  int outputs() const { return shapes.back().size(); }

  /** Draws initial parameters, each tensor from a stream of its own. */
  void initialize(std::uint32_t seed);

  /** Adds two parameters of no layer, "point": where an objective is looked at. Before the first workspace. */
  void holdPoint(Real x, Real y);

  /** Takes over knobs of layers that keep their shapes. */
  void turn(const std::vector<Layer>& layers);

  /** Buffers for up to `columns` samples. The network must outlive them. */
  Workspace<Real> makeWorkspace(int columns, Purpose purpose);

  /**
   * Whether passes leave behind all that they compute, as they do at first, for those who look at it. Training itself
   * can do without the sums before fused activations, and without gradients at the outputs of activations whose
   * backward pass the next layer does.
   */
  void keepAll(Workspace<Real>& workspace, bool all) const;

  /** Draws the random numbers that layers need in a step (dropout masks, noise) for `samples` columns. */
  void drawMasks(Workspace<Real>& workspace, std::uint32_t seed, long step, int samples) const;
  /** Whether any layer does. */
  bool draws() const { return !drawers.empty(); }

  /** Fills `outputs` from `workspace.input`, whose rows are as long as `samples` rounded up to `lanes`. */
  void forward(Workspace<Real>& workspace, int samples, bool training) const;

  /** The same from layer `first` on, after another hand has changed what stands before it. */
  void resume(Workspace<Real>& workspace, std::size_t first) const;

  /** The backward pass of one layer alone, over buffers of the caller's. */
  void backwardThrough(std::size_t layer, const LayerPass<Real>& pass) const {
    operations[layer].backward(operations[layer].layer, pass);
  }

  /** Fills `gradients` from the gradient that stands in the last of `outputGradients`, for the last `forward`. */
  void backward(Workspace<Real>& workspace) const;

  /** Moves the running statistics by the batch of the last `forward` in training. */
  void updateStatistics(Workspace<Real>& workspace) const;
  /** Whether any layer keeps such. */
  bool keepsStatistics() const { return !statisticians.empty(); }

  /** A stretch of the flat vectors. */
  struct Stretch {
    std::size_t begin, end;
  };
  /** Parameters of layers that are not trainable. */
  const std::vector<Stretch>& frozen() const { return frozenStretches; }

  /** Flat, padded to a multiple of `lanes`. */
  std::vector<Real> parameters, gradients;
  /** What layers learn without gradients, flat, by `statisticsPlan`. */
  std::vector<Real> statistics;

 private:
  /** `reader` adds the output of layer `from`: its output gradient is a part of that one's. */
  struct Join {
    std::size_t reader, from;
  };

  /** One call of a forward or backward pass. */
  struct Call {
    void (*function)(const void* layer, const LayerPass<Real>& pass);
    const void* layer;
    std::size_t index;
    /** The layer again if it is such a one, and healthy: most are, and called by name they cost less. */
    const Dense* dense;
  };

  void planLayers();
  void listCalls();
  /** This layer if it is dense and no bug is planted in it, else null. */
  const Dense* healthyDense(std::size_t layer) const;
  static void tellPasses(Workspace<Real>& workspace, int samples, bool training);
  /** What later layers that read this layer's input as well want of it. */
  void addGradients(Workspace<Real>& workspace, std::size_t layer) const;
  void chooseOperations();
  std::size_t endOf(std::size_t layer) const {
    return layer + 1 < offsets.size() ? offsets[layer + 1] : parameterPlan.size();
  }
  /** Of the activation right behind this layer, if this is a sum of products that does its forward pass as well. */
  Fused fusedBehind(std::size_t layer) const;
  /** Of the activation before this layer, if this is a sum of products that does its backward pass as well. */
  Fused fusedBefore(std::size_t layer) const;
  /** Whether somebody besides the layer behind it reads this layer's output in a step. */
  bool isReadByOthers(std::size_t layer) const;
  void plantBug();

  std::vector<Layer> list;
  std::vector<Shape> shapes;
  std::vector<std::size_t> offsets, statisticsOffsets;
  std::vector<Operation<Real>> operations;
  /** What is left to do of a pass where operations do the work of others as well; in the order of the pass. */
  std::vector<Call> forwardCalls, backwardCalls;
  std::optional<PlantedBug> planted;
  Sabotage<Real> sabotage;
  /** Numbers of the layers that draw at every step, and of those that keep statistics. */
  std::vector<std::size_t> drawers, statisticians;
  /** By falling number of the reader. */
  std::vector<Join> joins;
  std::vector<Stretch> frozenStretches;
  ParameterPlan parameterPlan, plannedStatistics;
};

extern template class Network<float>;
extern template class Network<double>;

}  // namespace nablab
