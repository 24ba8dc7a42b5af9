#pragma once
#include <cstddef>

#include "knob.h"

/** Clipping: bounds on the complete gradient (penalties included) before the optimizer sees it. */
namespace nablab {

/** A bound is positive; the slider goes by powers of ten. */
constexpr KnobTraits clippingLimitTraits = {
    .allowed = {1e-12, 1e30}, .shown = {1e-3, 100}, .scale = Scale::logarithmic, .turnable = true};

struct NoClipping {
  static constexpr const char *key = "none", *formula = "g \\leftarrow g";
  static constexpr const char* source = "Deep Learning, section 10.11.1, for what happens without";
  static constexpr auto knobs() { return std::tuple{}; }
};

struct ValueClipping {
  static constexpr const char *key = "value", *formula = "g_i \\leftarrow \\max(-c, \\min(c, g_i))";
  static constexpr const char* source = "Mikolov 2012, Statistical Language Models, section 3.3; PyTorch 1.13";
  double limit = 1;
  static constexpr auto knobs() { return std::tuple{knob(&ValueClipping::limit, "limit", clippingLimitTraits)}; }
};

struct NormClipping {
  static constexpr const char *key = "norm",
                              *formula = "g \\leftarrow g \\cdot \\min\\left(1, \\frac{c}{\\|g\\| + 10^{-6}}\\right)";
  static constexpr const char* source =
      "Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063, algorithm 1, over all parameters together; PyTorch 1.13";
  double limit = 1;
  static constexpr auto knobs() { return std::tuple{knob(&NormClipping::limit, "limit", clippingLimitTraits)}; }
};

using Clipping = std::variant<NoClipping, ValueClipping, NormClipping>;
template <>
struct FamilyName<Clipping> {
  static constexpr const char* name = "clippings";
};

/** The joint 2-norm of `length` numbers, a multiple of `lanes`: summed in double, lane by lane, in one fixed order. */
template <class Real>
double normOf(const Real* gradients, std::size_t length);

/**
 * The clipped gradient: `gradients` itself where nothing clips, else `clipped` filled from it, so that the gradient
 * stays to be seen. Both have `length` numbers, a multiple of `lanes`.
 */
template <class Real>
const Real* clip(const Clipping& clipping, const Real* gradients, Real* clipped, std::size_t length);

}  // namespace nablab
