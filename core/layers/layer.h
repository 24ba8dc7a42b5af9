#pragma once
#include "../knob.h"
#include "../parameters.h"

/**
 * What every kind of layer provides beside key, formula, source and knobs:
 *
 *   Shape outputShape(Shape input) const                    what comes out of what goes in
 *   void declare(ParameterPlan&, int layer, Shape) const    its tensors, in order
 *   int kept(Shape) const                                   numbers a column that backward needs beside input and
 * output void forward(const LayerPass<Real>&) const              output from input void backward(const
 * LayerPass<Real>&) const             inputGradient and gradients from outputGradient
 *
 * Matrices are [units][columns], one column a sample, `columns` a multiple of `lanes`; what stands in padding columns
 * is finite and has no effect, because its outputGradient is zero.
 */
namespace nablab {

/** What one layer sees of one forward and backward pass. */
template <class Real>
struct LayerPass {
  Shape inputShape, outputShape;
  int columns;
  const Real* input;
  Real* output;
  const Real* outputGradient;
  /** Null where nobody needs it: before the first layer. */
  Real* inputGradient;
  /** This layer's slice of the flat vectors. */
  const Real* parameters;
  Real* gradients;
  Real* kept;
  /** Dropout acts, batch statistics are used. */
  bool training;
};

}  // namespace nablab
