#include "preprocessing.h"

#include <algorithm>
#include <cmath>

#include "math/functions.h"
#include "math/linearAlgebra.h"
#include "refusal.h"

namespace nablab {

namespace {

template <class Kind>
constexpr bool augments = requires {
  Kind::augments;
};

std::vector<double> meansOf(const TrainingRows& rows) {
  const auto inputs = static_cast<std::size_t>(rows.inputs);
  std::vector<double> means(inputs);
  for (std::size_t i = 0; i < inputs; ++i) {
    for (const int row : rows.training) means[i] += rows.x[static_cast<std::size_t>(row) * inputs + i];
    means[i] /= static_cast<double>(std::max<std::size_t>(1, rows.training.size()));
  }
  return means;
}

/** Σ over the training rows, divided by their number; symmetric. */
std::vector<double> covarianceOf(const TrainingRows& rows, const std::vector<double>& means) {
  const std::size_t inputs = means.size();
  std::vector<double> matrix(inputs * inputs), centred(inputs);
  for (const int row : rows.training) {
    for (std::size_t i = 0; i < inputs; ++i) centred[i] = rows.x[static_cast<std::size_t>(row) * inputs + i] - means[i];
    for (std::size_t i = 0; i < inputs; ++i)
      for (std::size_t j = 0; j <= i; ++j) matrix[i * inputs + j] += centred[i] * centred[j];
  }
  const auto count = static_cast<double>(std::max<std::size_t>(1, rows.training.size()));
  for (std::size_t i = 0; i < inputs; ++i)
    for (std::size_t j = 0; j <= i; ++j) matrix[j * inputs + i] = matrix[i * inputs + j] /= count;
  return matrix;
}

Refusal unfit(const std::string& path, const std::string& found, const std::string& allowed) {
  return Refusal("COMBINATION", path, found, allowed);
}

}  // namespace

void FittedStep::apply(const double* x, double* result) const {
  const auto from = static_cast<std::size_t>(inputs);
  if (!matrix.empty()) {
    for (std::size_t k = 0; k < static_cast<std::size_t>(outputs); ++k) {
      double sum = 0;
      for (std::size_t i = 0; i < from; ++i) sum += matrix[k * from + i] * (x[i] - center[i]);
      result[k] = sum;
    }
    return;
  }
  for (std::size_t i = 0; i < from; ++i) {
    result[i] = center.empty() ? x[i] : (x[i] - center[i]) / scale[i];
    if (base != 0) result[i] += base;
  }
  double* next = result + from;
  for (std::size_t i = 0; squares && i < from; ++i) *next++ = x[i] * x[i];
  for (std::size_t i = 0; products && i < from; ++i)
    for (std::size_t j = i + 1; j < from; ++j) *next++ = x[i] * x[j];
  for (std::size_t i = 0; sines && i < from; ++i) *next++ = sine(frequency * x[i]);
}

std::vector<std::string> FittedStep::namesOf(const std::vector<std::string>& names) const {
  std::vector<std::string> result;
  if (!matrix.empty()) {
    for (int k = 0; k < outputs; ++k) result.push_back("PC" + std::to_string(k + 1));
    return result;
  }
  result = names;
  for (std::size_t i = 0; squares && i < names.size(); ++i) result.push_back(names[i] + "²");
  for (std::size_t i = 0; products && i < names.size(); ++i)
    for (std::size_t j = i + 1; j < names.size(); ++j) result.push_back(names[i] + "·" + names[j]);
  for (std::size_t i = 0; sines && i < names.size(); ++i) result.push_back("sin " + names[i]);
  return result;
}

FittedStep Standardization::fit(const TrainingRows& rows) const {
  FittedStep step{.inputs = rows.inputs, .outputs = rows.inputs, .center = meansOf(rows)};
  const auto inputs = static_cast<std::size_t>(rows.inputs);
  for (std::size_t i = 0; i < inputs; ++i) {
    double variance = 0;
    for (const int row : rows.training) {
      const double offset = rows.x[static_cast<std::size_t>(row) * inputs + i] - step.center[i];
      variance += offset * offset;
    }
    const double deviation = std::sqrt(variance / static_cast<double>(std::max<std::size_t>(1, rows.training.size())));
    step.scale.push_back(deviation > 0 ? deviation : 1);
  }
  return step;
}

FittedStep MinMax::fit(const TrainingRows& rows) const {
  FittedStep step{.inputs = rows.inputs, .outputs = rows.inputs, .base = low};
  const auto inputs = static_cast<std::size_t>(rows.inputs);
  for (std::size_t i = 0; i < inputs; ++i) {
    double least = 0, most = 0;
    for (std::size_t k = 0; k < rows.training.size(); ++k) {
      const double value = rows.x[static_cast<std::size_t>(rows.training[k]) * inputs + i];
      least = k == 0 ? value : std::min(least, value);
      most = k == 0 ? value : std::max(most, value);
    }
    step.center.push_back(least);
    // With low = high every input becomes that number: nothing is left of the differences.
    step.scale.push_back(most > least ? (most - least) / (high - low) : 1);
  }
  return step;
}

FittedStep PrincipalComponents::fit(const TrainingRows& rows) const {
  const auto inputs = static_cast<std::size_t>(rows.inputs);
  FittedStep step{.inputs = rows.inputs, .outputs = components, .center = meansOf(rows)};
  const Eigensystem system = symmetricEigen(rows.inputs, covarianceOf(rows, step.center));
  for (std::size_t k = 0; k < static_cast<std::size_t>(components); ++k) {
    const std::size_t largest = inputs - 1 - k;
    const double deviation = std::sqrt(std::max(0.0, system.values[largest]));
    const double factor = whiten && deviation > 0 ? 1 / deviation : 1;
    for (std::size_t i = 0; i < inputs; ++i) step.matrix.push_back(factor * system.vectors[largest * inputs + i]);
  }
  return step;
}

void PrincipalComponents::check(const Shape& shape, const std::string& path) const {
  if (shape.size() > Limits::pcaInputs)
    throw unfit(path, "pca of " + std::to_string(shape.size()) + " inputs",
                "up to " + std::to_string(Limits::pcaInputs) + " inputs");
  if (components > shape.size())
    throw unfit(path + ".components", std::to_string(components) + " of " + std::to_string(shape.size()) + " inputs",
                "up to " + std::to_string(shape.size()));
}

FittedStep Features::fit(const TrainingRows& rows) const {
  return {.inputs = rows.inputs,
          .outputs = count(rows.inputs),
          .squares = squares,
          .products = products,
          .sines = sines,
          .frequency = frequency};
}

void Features::check(const Shape& shape, const std::string& path) const {
  // Inputs are few enough for the number of pairs to fit.
  if (count(shape.size()) > Limits::inputs)
    throw unfit(path, std::to_string(count(shape.size())) + " features of " + std::to_string(shape.size()) + " inputs",
                "up to " + std::to_string(Limits::inputs) + " features");
}

void RandomShift::check(const Shape& shape, const std::string& path) const {
  if (shape.height * shape.width == 1) throw unfit(path, "randomShift of data without images", "images");
  if (pixels >= std::min(shape.height, shape.width))
    throw unfit(path + ".pixels", std::to_string(pixels),
                "up to " + std::to_string(std::min(shape.height, shape.width) - 1) + " in these images");
}

Shape shapeAfter(const std::vector<Preprocessing>& kinds, Shape shape) {
  bool augmented = false;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const std::string path = "preprocessing[" + std::to_string(i) + "]";
    std::visit(
        [&](const auto& kind) {
          using Kind = std::decay_t<decltype(kind)>;
          if (augmented && !augments<Kind>)
            throw unfit(path, std::string(kind.key) + " after an augmentation", "before all augmentation");
          augmented = augmented || augments<Kind>;
          if constexpr (requires { kind.check(shape, path); }) kind.check(shape, path);
          if constexpr (requires { kind.outputShape(shape); }) shape = kind.outputShape(shape);
        },
        kinds[i]);
  }
  return shape;
}

void keepFitting(std::vector<Preprocessing>& kinds, const Shape& shape) {
  std::vector<Preprocessing> kept;
  for (const Preprocessing& kind : kinds) {
    kept.push_back(kind);
    try {
      shapeAfter(kept, shape);
    } catch (const Refusal&) {
      kept.pop_back();
    }
  }
  kinds = std::move(kept);
}

bool fitStep(const Preprocessing& kind, const TrainingRows& rows, FittedStep& step) {
  return std::visit(
      [&](const auto& each) {
        if constexpr (requires { each.fit(rows); }) {
          step = each.fit(rows);
          return true;
        } else {
          return false;
        }
      },
      kind);
}

}  // namespace nablab
