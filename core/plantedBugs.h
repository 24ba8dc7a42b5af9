#pragma once
#include "layers/layers.h"

/**
 * Bugs that an experiment may plant into its backpropagation, to be found: each spoils what one layer's healthy
 * backward pass has left: `spoil(pass, parameters)` with the number of that layer's parameters. The network picks the
 * spoilt pass when it picks its operations, so that the healthy way costs nothing.
 */
namespace nablab {

constexpr KnobTraits buggyLayerTraits = {.allowed = {0, 63}, .shown = {0, 15}};

struct MissingDerivative {
  static constexpr const char *key = "missingDerivative",
                              *formula = "dZ = dA \\quad\\text{in place of}\\quad dA \\odot f'(Z)";
  static constexpr const char* source = "Rumelhart, Hinton & Williams 1986, Nature 323, equation 5 without its factor";
  int layer = 1;
  static constexpr auto knobs() { return std::tuple{knob(&MissingDerivative::layer, "layer", buggyLayerTraits)}; }
  template <class Real>
  void spoil(const LayerPass<Real>& pass, std::size_t) const {
    const int count = pass.inputShape.size() * pass.columns;
    for (int i = 0; pass.inputGradient && i < count; ++i) pass.inputGradient[i] = pass.outputGradient[i];
  }
};

struct MissingMean {
  static constexpr const char
      *key = "missingMean",
      *formula = "dW = \\textstyle\\sum_s dW_s \\quad\\text{in place of}\\quad \\frac{1}{m} \\sum_s dW_s";
  static constexpr const char* source = "Deep Learning, equation 8.7 without its factor 1/m";
  int layer = 0;
  static constexpr auto knobs() { return std::tuple{knob(&MissingMean::layer, "layer", buggyLayerTraits)}; }
  template <class Real>
  void spoil(const LayerPass<Real>& pass, std::size_t parameters) const {
    for (std::size_t i = 0; i < parameters; ++i) pass.gradients[i] *= static_cast<Real>(pass.samples);
  }
};

struct TransposedMatrix {
  static constexpr const char *key = "transposedMatrix",
                              *formula = "dX = W\\, dZ \\quad\\text{in place of}\\quad W^{\\mathsf T} dZ";
  static constexpr const char* source = "Deep Learning, algorithm 6.4, with the matrix read in the wrong order";
  int layer = 2;
  static constexpr auto knobs() { return std::tuple{knob(&TransposedMatrix::layer, "layer", buggyLayerTraits)}; }
  /** Reads the numbers of W [inputs][outputs] as if they stood [outputs][inputs]. */
  template <class Real>
  void spoil(const LayerPass<Real>& pass, std::size_t) const {
    const int inputs = pass.inputShape.size(), outputs = pass.outputShape.size();
    for (int i = 0; pass.inputGradient && i < inputs; ++i)
      for (int column = 0; column < pass.columns; ++column) {
        Real total = 0;
        for (int o = 0; o < outputs; ++o)
          total += pass.parameters[o * inputs + i] * pass.outputGradient[o * pass.columns + column];
        pass.inputGradient[i * pass.columns + column] = total;
      }
  }
};

struct WrongSign {
  static constexpr const char *key = "wrongSign", *formula = "dW = -\\frac{\\partial C}{\\partial W}";
  static constexpr const char* source = "Cauchy 1847, uphill";
  int layer = 0;
  static constexpr auto knobs() { return std::tuple{knob(&WrongSign::layer, "layer", buggyLayerTraits)}; }
  template <class Real>
  void spoil(const LayerPass<Real>& pass, std::size_t parameters) const {
    for (std::size_t i = 0; i < parameters; ++i) pass.gradients[i] = -pass.gradients[i];
  }
};

using PlantedBug = std::variant<MissingDerivative, MissingMean, TransposedMatrix, WrongSign>;
template <>
struct FamilyName<PlantedBug> {
  static constexpr const char* name = "plantedBugs";
};

inline std::size_t layerOf(const PlantedBug& bug) {
  return static_cast<std::size_t>(std::visit([](const auto& kind) { return kind.layer; }, bug));
}

}  // namespace nablab
