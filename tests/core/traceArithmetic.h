#pragma once
#include <functional>
#include <map>
#include <set>

#include "core/trace.h"
#include "support.h"

/** The textbook's side of the trace: what each formula makes of its operands, written down independently in double. */
namespace nablab {

using Json = nlohmann::ordered_json;

/** A number of the trace to be computed again, with all that its formula may need. */
struct TraceQuestion {
  const TraceAddress& address;
  const TraceOrigins& origins;
  /** The layer whose formula it is, the activation's function, the loss …, and the whole experiment. */
  Json kind, document;

  std::vector<double> all() const {
    std::vector<double> values;
    for (const TraceOperand& operand : origins.operands) values.push_back(operand.value);
    return values;
  }
  /** Operands of a quantity; `layer` −2: of any layer. */
  std::vector<double> of(const std::string& quantity, int layer = -2) const {
    std::vector<double> values;
    for (const TraceOperand& operand : origins.operands)
      if (operand.address.quantity == quantity && (layer == -2 || operand.address.layer == layer))
        values.push_back(operand.value);
    return values;
  }
  /** Operands of this name in the expression. */
  std::vector<double> named(const std::string& symbol) const {
    std::vector<double> values;
    for (const TraceOperand& operand : origins.operands)
      if (operand.symbol == symbol) values.push_back(operand.value);
    return values;
  }
  /** The first operand whose quantity ends so. */
  double one(const std::string& ending) const {
    for (const TraceOperand& operand : origins.operands)
      if (const std::string& name = operand.address.quantity;
          name.size() >= ending.size() && name.compare(name.size() - ending.size(), ending.size(), ending) == 0)
        return operand.value;
    throw std::runtime_error("no operand " + ending + " for " + origins.formula);
  }
  double knob(const char* name) const { return kind.at(name).get<double>(); }
};

inline double total(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

inline double sumOfPairs(const std::vector<double>& values) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < values.size(); i += 2) sum += values[i] * values[i + 1];
  return sum;
}

inline double logistic(double z) { return 1 / (1 + std::exp(-z)); }

/** f′ by central differences of fourth order. */
inline double slopeOf(const std::function<double(double)>& f, double z) {
  const double h = 1e-4;
  return (8 * (f(z + h) - f(z - h)) - (f(z + 2 * h) - f(z - 2 * h))) / (12 * h);
}

inline std::function<double(double)> activationOf(const Json& kind) {
  const std::string key = kind.at("kind");
  const double alpha = kind.value("alpha", 1.0), slope = kind.value("slope", 0.0);
  const std::map<std::string, std::function<double(double)>> functions{
      {"linear", [](double z) { return z; }},
      {"sigmoid", logistic},
      {"tanh", [](double z) { return std::tanh(z); }},
      {"relu", [](double z) { return std::max(0.0, z); }},
      {"leakyRelu", [=](double z) { return z > 0 ? z : slope * z; }},
      {"elu", [=](double z) { return z > 0 ? z : alpha * std::expm1(z); }},
      {"selu", [](double z) { return 1.0507009873554804934 * (z > 0 ? z : 1.6732632423543772848 * std::expm1(z)); }},
      {"softplus", [](double z) { return std::log1p(std::exp(z)); }},
      {"silu", [](double z) { return z * logistic(z); }},
      {"gelu", [](double z) { return z * 0.5 * (1 + std::erf(z / std::sqrt(2.0))); }},
      {"mish", [](double z) { return z * std::tanh(std::log1p(std::exp(z))); }},
      {"hardTanh", [](double z) { return std::max(-1.0, std::min(1.0, z)); }},
      {"step", [](double z) { return z > 0 ? 1.0 : 0.0; }}};
  return functions.at(key);
}

/** The loss of one sample from its outputs and targets. */
inline double lossOf(const Json& kind, const std::vector<double>& z, const std::vector<double>& t) {
  const std::string key = kind.at("kind");
  const auto count = static_cast<double>(z.size());
  const double smoothing = kind.value("labelSmoothing", 0.0), gamma = kind.value("focusing", 0.0);
  double sum = 0, powers = 0;
  for (const double each : z) powers += std::exp(each);
  for (std::size_t k = 0; k < z.size(); ++k) {
    const double error = z[k] - t[k], p = logistic(z[k]), share = std::exp(z[k]) / powers;
    if (key == "meanSquaredError") sum += error * error / count;
    if (key == "halfSquaredError") sum += error * error / 2;
    if (key == "meanAbsoluteError") sum += std::abs(error) / count;
    if (key == "huber") {
      const double delta = kind.at("delta"), size = std::abs(error);
      sum += (size <= delta ? size * size / 2 : delta * (size - delta / 2)) / count;
    }
    if (key == "binaryCrossEntropy") {
      const double target = (1 - smoothing) * t[k] + smoothing / 2;
      sum -= (target * std::log(p) + (1 - target) * std::log(1 - p)) / count;
    }
    if (key == "softmaxCrossEntropy") sum -= ((1 - smoothing) * t[k] + smoothing / count) * std::log(share);
    if (key == "hinge") sum += std::max(0.0, 1 - t[k] * z[k]) / count;
    if (key == "focal") {
      const double balance = kind.at("balance"), right = t[k] > 0.5 ? p : 1 - p;
      sum -= (t[k] > 0.5 ? balance : 1 - balance) * std::pow(1 - right, gamma) * std::log(right) / count;
    }
    if (key == "softmaxFocal" && t[k] > 0.5) sum -= std::pow(1 - share, gamma) * std::log(share);
  }
  return sum;
}

using Arithmetic = std::map<std::string, std::function<double(const TraceQuestion&)>>;

void addLayerArithmetic(Arithmetic& table);
void addUpdateArithmetic(Arithmetic& table);

}  // namespace nablab
