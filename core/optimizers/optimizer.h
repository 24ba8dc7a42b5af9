#pragma once
#include <cmath>
#include <cstddef>

#include "../knob.h"
#include "../math/functions.h"
#include "../math/vector.h"

/**
 * Optimizers: each changes the flat vector of parameters θ by the gradient g. `slots` names the vectors that a kind
 * keeps beside the parameters, all as long as θ and zero at the start. `step` takes them as s[0], s[1], …, the number t
 * of the step from 0 and the learning rate in force. `length` is a multiple of `lanes`; padding has gradient zero.
 */
namespace nablab {

/** The batch's loss and penalties as a function of the parameters: what few kinds ask of a run beside one gradient. */
class Surface {
 public:
  /** The objective at the parameters as they now stand, with the masks of this step; the gradients become theirs. */
  virtual double evaluate() = 0;

  /** Of `size` parameters, to be overwritten at will. */
  struct Curvature {
    /** Second derivatives of the batch's loss, without penalties: [size][size]. */
    double* hessian;
    /** Room for [size] numbers. */
    double* direction;
  };
  virtual Curvature hessian() = 0;

 protected:
  ~Surface() = default;
};

/** What one optimizer step works on. Taken by value, so that a loop's stores can't be suspected to change it. */
template <class Real>
struct Update {
  Real* parameters;
  /** Regularized and clipped. */
  const Real* gradients;
  Real* const* slots;
  std::size_t length;
  long t;
  double rate;
  /** The first so many are no padding. */
  std::size_t size;
  /** Loss and penalties of the batch before this step. */
  double objective;
  Surface* surface;
};

/** The same number in every lane, in the precision of the run. */
template <class Real>
Vec<Real> wide(double number) {
  return splat<Real>(static_cast<Real>(number));
}

/** Zero in place of numbers so small that only their slowness is felt: WebAssembly cannot flush denormals itself. */
template <class Real>
Vec<Real> flushed(Vec<Real> value, Real limit) {
  return select<Real>(absolute<Real>(value) > splat<Real>(limit), value, splat<Real>(0));
}

/** A decaying mean of gradients is dead below this. */
template <class Real>
constexpr Real smallestMean = Real(1e-30);
/** A decaying mean of squared gradients is dead below this. */
template <class Real>
constexpr Real smallestSquare = Real(1e-34);

/** g, or zero if its square would be dead: a product below the normal numbers is slow even if it becomes zero. */
template <class Real>
Vec<Real> squarable(Vec<Real> g) {
  return flushed<Real>(g, Real(1e-17));
}

/** keep·mean + (1 − keep)·g, the decaying mean that most kinds are made of. */
template <class Real>
Vec<Real> decayingMean(Vec<Real> keep, Vec<Real> take, const Real* mean, Vec<Real> g) {
  return flushed<Real>(keep * load(mean) + take * g, smallestMean<Real>);
}

/** keep·square + (1 − keep)·g² */
template <class Real>
Vec<Real> decayingSquare(Vec<Real> keep, Vec<Real> take, const Real* square, Vec<Real> g) {
  const Vec<Real> factor = squarable<Real>(g);
  return flushed<Real>(keep * load(square) + take * factor * factor, smallestSquare<Real>);
}

/** The one knob that all optimizers share; a schedule scales it. */
constexpr KnobTraits learningRateTraits = {
    .allowed = {0, 1e30}, .shown = {1e-6, 10}, .scale = Scale::logarithmic, .turnable = true};
/** A share that decays: 0 forgets at once, 1 never. */
constexpr KnobTraits decayTraits = {.allowed = {0, 0.999999}, .shown = {0, 0.999}, .turnable = true};
/** What keeps a division away from zero. */
constexpr KnobTraits epsilonTraits = {
    .allowed = {1e-16, 1}, .shown = {1e-10, 0.1}, .scale = Scale::logarithmic, .turnable = true};
/** The share of every parameter, biases too, that pulls it back to zero. */
constexpr KnobTraits weightDecayTraits = {.allowed = {0, 10}, .shown = {0, 0.1}, .turnable = true};

}  // namespace nablab
