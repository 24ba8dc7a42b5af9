#pragma once
#include "loss.h"

/** Losses by the distance of outputs to targets; classes may be targets too, written as numbers. */
namespace nablab {

struct MeanSquaredError {
  static constexpr const char *key = "meanSquaredError",
                              *formula = "C = \\frac{1}{n K} \\sum_{s,k} (z_{sk} - t_{sk})^2";
  static constexpr const char* source = "Legendre 1805; PyTorch 1.13 MSELoss (mean over all elements)";
  static constexpr Link link = Link::identity;
  static constexpr bool classesOnly = false, bothClasses = false;
  TargetCoding targets = TargetCoding::zeroOne;
  static constexpr auto knobs() { return std::tuple{knob(&MeanSquaredError::targets, "targets")}; }
  TargetCoding coding() const { return targets; }
  template <class Real>
  NABLAB_INLINE Vec<Real> sample(const LossColumns<Real>& c) const {
    return sumOverOutputs(c, shareOf<Real>(c.outputs), [](Vec<Real> z, Vec<Real> t, Vec<Real>& gradient) {
      const Vec<Real> error = z - t;
      gradient = error + error;
      return error * error;
    });
  }
};

struct HalfSquaredError {
  static constexpr const char *key = "halfSquaredError",
                              *formula = "C = \\frac{1}{2 n} \\sum_{s,k} (z_{sk} - t_{sk})^2";
  static constexpr const char* source = "Rumelhart, Hinton & Williams 1986, Nature 323, equation 3; mean over samples";
  static constexpr Link link = Link::identity;
  static constexpr bool classesOnly = false, bothClasses = false;
  TargetCoding targets = TargetCoding::zeroOne;
  static constexpr auto knobs() { return std::tuple{knob(&HalfSquaredError::targets, "targets")}; }
  TargetCoding coding() const { return targets; }
  template <class Real>
  NABLAB_INLINE Vec<Real> sample(const LossColumns<Real>& c) const {
    return sumOverOutputs(c, splat<Real>(1), [](Vec<Real> z, Vec<Real> t, Vec<Real>& gradient) {
      gradient = z - t;
      return splat<Real>(Real(0.5)) * (gradient * gradient);
    });
  }
};

struct MeanAbsoluteError {
  static constexpr const char *key = "meanAbsoluteError", *formula = "C = \\frac{1}{n K} \\sum_{s,k} |z_{sk} - t_{sk}|";
  static constexpr const char* source =
      "Boscovich 1757, Laplace 1793; PyTorch 1.13 L1Loss (mean over all elements); derivative 0 at z = t";
  static constexpr Link link = Link::identity;
  static constexpr bool classesOnly = false, bothClasses = false;
  TargetCoding targets = TargetCoding::zeroOne;
  static constexpr auto knobs() { return std::tuple{knob(&MeanAbsoluteError::targets, "targets")}; }
  TargetCoding coding() const { return targets; }
  template <class Real>
  NABLAB_INLINE Vec<Real> sample(const LossColumns<Real>& c) const {
    return sumOverOutputs(c, shareOf<Real>(c.outputs), [](Vec<Real> z, Vec<Real> t, Vec<Real>& gradient) {
      const Vec<Real> error = z - t, one = splat<Real>(1), zero = splat<Real>(0);
      gradient = select<Real>(error > zero, one, select<Real>(error < zero, -one, zero));
      return absolute<Real>(error);
    });
  }
};

struct Huber {
  static constexpr const char
      *key = "huber",
      *formula =
          "C = \\frac{1}{n K} \\sum_{s,k} \\tfrac{1}{2} e^2 \\text{ for } |e| \\le \\delta,\\quad "
          "\\delta\\,(|e| - \\tfrac{1}{2} \\delta) \\text{ beyond},\\quad e = z_{sk} - t_{sk}";
  static constexpr const char* source = "Huber 1964, Annals of Mathematical Statistics 35; PyTorch 1.13 HuberLoss";
  static constexpr Link link = Link::identity;
  static constexpr bool classesOnly = false, bothClasses = false;
  double delta = 1;
  TargetCoding targets = TargetCoding::zeroOne;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&Huber::delta, "delta",
             {.allowed = {1e-6, 1e6}, .shown = {0.01, 10}, .scale = Scale::logarithmic, .turnable = true}),
        knob(&Huber::targets, "targets")};
  }
  TargetCoding coding() const { return targets; }
  template <class Real>
  NABLAB_INLINE Vec<Real> sample(const LossColumns<Real>& c) const {
    const Vec<Real> bound = splat<Real>(static_cast<Real>(delta));
    return sumOverOutputs(c, shareOf<Real>(c.outputs), [bound](Vec<Real> z, Vec<Real> t, Vec<Real>& gradient) {
      // With c = the error cut off at ±δ, both branches are c·(e − c/2), and c is the derivative.
      const Vec<Real> error = z - t;
      gradient = maximum<Real>(minimum<Real>(error, bound), -bound);
      return gradient * (error - splat<Real>(Real(0.5)) * gradient);
    });
  }
};

}  // namespace nablab
