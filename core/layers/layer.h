#pragma once
#include "../knob.h"
#include "../math/kernels.h"
#include "../parameters.h"
#include "../refusal.h"

/**
 * What every kind of layer provides beside key, formula, source and knobs (`trainable` among them):
 *
 *   Shape outputShape(Shape input) const                    what comes out of what goes in
 *   void declare(ParameterPlan&, int layer, Shape) const    its tensors, in order
 *   int kept(Shape) const                                   numbers a column that backward needs beside input and
 * output void forward(const LayerPass<Real>&) const              output from input void backward(const
 * LayerPass<Real>&) const             inputGradient and gradients from outputGradient
 *
 * and, where it applies:
 *
 *   void check(Shape input, const std::string& path) const  refuses an input that it cannot take
 *   double initialValue(const Tensor&) const                of a tensor without initializer
 *   void declareStatistics(ParameterPlan&, int, Shape) const   what it learns without gradients, and
 *   double initialStatistic(const Tensor&) const
 *   void updateStatistics(const LayerPass<Real>&) const     ... once in a step, after its forward in training
 *   static constexpr bool draws = true, with
 *   void draw(Real* kept, int units, int samples, int columns, Random) const   its random numbers of a step
 *
 * Matrices are [units][columns], one column a sample, `columns` a multiple of `lanes`; what stands in padding columns
 * is finite and has no effect, because its outputGradient is zero; a layer that mixes columns leaves padding out.
 */
namespace nablab {

/** A layer whose parameters stay as they are has gradients of zero, and no optimizer moves them. */
constexpr KnobTraits trainableTraits = {.turnable = true};
/** The same flag on a layer that has no parameters: it may stand there, and changes nothing. */
constexpr KnobTraits idleTraits = {.turnable = true, .actsFromFirstSteps = false};

/** Columns that are evaluated together: few enough for the outputs of small layers to stay in the fastest cache. */
constexpr int evaluatedColumns = 128;

/** What one layer sees of one forward and backward pass. Made once; only columns, samples and training change by the
 * pass.
 */
template <class Real>
struct LayerPass {
  Shape inputShape, outputShape;
  /** What `inputShape` comes to: the rows of `input`. */
  int inputs;
  int columns;
  /** The columns before this one are samples, the others padding. */
  int samples;
  const Real* input;
  Real* output;
  /** Of kind none unless this is a sum of products with such an activation right behind it, which is done here too. */
  Activated<Real> activated;
  /** Of kind none unless the input is such an activation's output: then its backward pass is done here as well. */
  Slope<Real> slope;
  const Real* outputGradient;
  /** Null where nobody needs it: before the first layer. */
  Real* inputGradient;
  /** This layer's slice of the flat vectors. */
  const Real* parameters;
  Real* gradients;
  Real* kept;
  /** This layer's slice of the running statistics. */
  Real* statistics;
  /** The output that `residual` adds. */
  const Real* earlier;
  /** Dropout acts, batch statistics are used. */
  bool training;
};

/**
 * A layer as a step calls it: what is to be decided about its kind was decided when the network was made, so that
 * forward and backward are one call each. `layer` is what the functions take as themselves.
 */
template <class Real>
struct Operation {
  const void* layer;
  void (*forward)(const void* layer, const LayerPass<Real>& pass);
  void (*backward)(const void* layer, const LayerPass<Real>& pass);
};

/** The operation of anything that has `forward` and `backward`. It must outlive the operation. */
template <class Real, class Layer>
Operation<Real> operationOf(const Layer& layer) {
  return {&layer, [](const void* self, const LayerPass<Real>& pass) { static_cast<const Layer*>(self)->forward(pass); },
          [](const void* self, const LayerPass<Real>& pass) { static_cast<const Layer*>(self)->backward(pass); }};
}

}  // namespace nablab
