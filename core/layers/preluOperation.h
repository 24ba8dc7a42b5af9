#pragma once
#include "../activations.h"
#include "layer.h"

namespace nablab {

/** A = max(0, Z) + s·min(0, Z) with a learned slope s, one for all units or one for each channel. */
struct PReluOperation {
  static int slopes(const PRelu& f, Shape input) { return f.perChannel ? input.channels : 1; }

  template <class Real>
  static void forward(const PRelu& f, const LayerPass<Real>& pass) {
    const int count = slopes(f, pass.inputShape), columns = pass.columns;
    for (int unit = 0; unit < pass.inputShape.size(); ++unit) {
      const Vec<Real> slope = splat<Real>(pass.parameters[unit % count]);
      const Real* const z = pass.input + unit * columns;
      Real* const a = pass.output + unit * columns;
      for (int i = 0; i < columns; i += lanes)
        store(a + i, select<Real>(load(z + i) > splat<Real>(0), load(z + i), slope * load(z + i)));
    }
  }

  /** dZ = dA·(1 or s) and ds = Σ dA·min(0, Z), unit after unit; padding has dA = 0 and adds nothing. */
  template <class Real>
  static void backward(const PRelu& f, const LayerPass<Real>& pass) {
    const int count = slopes(f, pass.inputShape), columns = pass.columns;
    const Vec<Real> zero = splat<Real>(0), one = splat<Real>(1);
    for (int i = 0; i < count; ++i) pass.gradients[i] = 0;
    for (int unit = 0; unit < pass.inputShape.size(); ++unit) {
      const Vec<Real> slope = splat<Real>(pass.parameters[unit % count]);
      const Real *const z = pass.input + unit * columns, *const dA = pass.outputGradient + unit * columns;
      Real* const dZ = pass.inputGradient ? pass.inputGradient + unit * columns : nullptr;
      Vec<Real> total = zero;
      for (int i = 0; i < columns; i += lanes) {
        total += load(dA + i) * minimum<Real>(zero, load(z + i));
        if (dZ) store(dZ + i, load(dA + i) * select<Real>(load(z + i) > zero, one, slope));
      }
      pass.gradients[unit % count] += sum<Real>(total);
    }
  }
};

}  // namespace nablab
