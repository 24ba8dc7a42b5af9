#include "traceArithmetic.h"

namespace nablab {
namespace {

double meanOf(const std::vector<double>& x) { return total(x) / static_cast<double>(x.size()); }

double varianceOf(const std::vector<double>& x) {
  double sum = 0;
  for (const double each : x) sum += (each - meanOf(x)) * (each - meanOf(x));
  return sum / static_cast<double>(x.size());
}

double identity(const TraceQuestion& q) { return q.origins.operands.empty() ? 0 : q.all()[0]; }
double sumOfAll(const TraceQuestion& q) { return total(q.all()); }

void addProducts(Arithmetic& table, const std::string& layer) {
  table[layer + ".output"] = [](const TraceQuestion& q) { return sumOfPairs(q.all()) + q.all().back(); };
  table[layer + ".inputGradient"] = [](const TraceQuestion& q) { return sumOfPairs(q.all()); };
  table[layer + ".weight.gradient"] = table[layer + ".inputGradient"];
  table[layer + ".bias.gradient"] = sumOfAll;
}

void addBatchNormalization(Arithmetic& table) {
  const std::string layer = "layers.batchNormalization";
  table[layer + ".mean"] = [](const TraceQuestion& q) { return meanOf(q.all()); };
  table[layer + ".scale"] = [](const TraceQuestion& q) {
    const std::vector<double> values = q.all();
    return 1 / std::sqrt(varianceOf({values.begin() + 1, values.end()}) + q.knob("epsilon"));
  };
  table[layer + ".output"] = [](const TraceQuestion& q) {
    return (q.all()[0] - q.one("mean")) * q.one("scale") * q.one("gamma") + q.one("beta");
  };
  table[layer + ".gamma.gradient"] = [](const TraceQuestion& q) {
    double sum = 0;
    for (std::size_t i = 2; i < q.all().size(); i += 2) sum += (q.all()[i] - q.one("mean")) * q.all()[i + 1];
    return sum * q.one("scale");
  };
  table[layer + ".beta.gradient"] = sumOfAll;
  table[layer + ".inputGradient"] = [](const TraceQuestion& q) {
    // Five samples of dense layers: as many numbers a channel as samples.
    const double count = 5, normal = (q.all()[0] - q.one("mean")) * q.one("scale");
    return q.one("scale") * q.one("gamma") *
           (q.all()[1] - q.one("beta.gradient") / count - normal * q.one("gamma.gradient") / count);
  };
  table[layer + ".runningMean.next"] = [](const TraceQuestion& q) {
    return (1 - q.knob("momentum")) * q.all()[0] + q.knob("momentum") * q.all()[1];
  };
  table[layer + ".runningVariance.next"] = [](const TraceQuestion& q) {
    const std::vector<double> x = q.all(), inputs(x.begin() + 2, x.end());
    const auto count = static_cast<double>(inputs.size());
    return (1 - q.knob("momentum")) * x[0] + q.knob("momentum") * varianceOf(inputs) * count / (count - 1);
  };
}

void addLayerNormalization(Arithmetic& table) {
  const std::string layer = "layers.layerNormalization", batch = "layers.batchNormalization";
  for (const char* same : {".mean", ".scale", ".output"}) table[layer + same] = table.at(batch + same);
  table[layer + ".gamma.gradient"] = [](const TraceQuestion& q) {
    double sum = 0;
    const std::vector<double> values = q.all();
    for (std::size_t i = 0; i < values.size(); i += 4)
      sum += (values[i] - values[i + 1]) * values[i + 2] * values[i + 3];
    return sum;
  };
  table[layer + ".beta.gradient"] = sumOfAll;
  table[layer + ".inputGradient"] = [](const TraceQuestion& q) {
    // From the definition alone: mean and deviation of the sample are computed anew.
    const std::vector<double> x = q.named("input2"), dA = q.named("outputGradient2"), gamma = q.named("gamma2");
    const double mean = meanOf(x), scale = 1 / std::sqrt(varianceOf(x) + q.knob("epsilon"));
    std::vector<double> scaled, along;
    for (std::size_t i = 0; i < x.size(); ++i) {
      scaled.push_back(dA[i] * gamma[i]);
      along.push_back(scaled[i] * (x[i] - mean) * scale);
    }
    return (q.one("outputGradient") * q.one("gamma") - meanOf(scaled) - (q.all()[0] - mean) * scale * meanOf(along)) *
           scale;
  };
}

void addPooling(Arithmetic& table) {
  table["layers.maxPooling2d.output"] = [](const TraceQuestion& q) {
    const std::vector<double> values = q.all();
    return *std::max_element(values.begin(), values.end());
  };
  table["layers.maxPooling2d.inputGradient"] = [](const TraceQuestion& q) {
    const std::vector<double> values = q.all();
    return values.empty() ? 0 : values[0] == values[1] ? values[2] : 0;
  };
  table["layers.averagePooling2d.output"] = [](const TraceQuestion& q) { return meanOf(q.all()); };
  table["layers.averagePooling2d.inputGradient"] = [](const TraceQuestion& q) {
    return total(q.all()) / (q.knob("size") * q.knob("size"));
  };
}

void addActivations(Arithmetic& table) {
  for (const std::string& key : kindsOf("activations")) {
    if (key == "softmax" || key == "prelu") continue;
    table["activations." + key + ".output"] = [](const TraceQuestion& q) { return activationOf(q.kind)(q.all()[0]); };
    table["activations." + key + ".inputGradient"] = [](const TraceQuestion& q) {
      return slopeOf(activationOf(q.kind), q.all()[0]) * q.all()[2];
    };
  }
  table["activations.prelu.output"] = [](const TraceQuestion& q) {
    return q.all()[0] > 0 ? q.all()[0] : q.all()[0] * q.all()[1];
  };
  table["activations.prelu.inputGradient"] = [](const TraceQuestion& q) {
    return q.all()[0] > 0 ? q.all()[2] : q.all()[2] * q.all()[1];
  };
  table["activations.prelu.slope.gradient"] = [](const TraceQuestion& q) {
    double sum = 0;
    for (std::size_t i = 0; i < q.all().size(); i += 2) sum += std::min(0.0, q.all()[i]) * q.all()[i + 1];
    return sum;
  };
  table["activations.softmax.output"] = [](const TraceQuestion& q) {
    double powers = 0;
    for (std::size_t i = 1; i < q.all().size(); ++i) powers += std::exp(q.all()[i]);
    return std::exp(q.all()[0]) / powers;
  };
  table["activations.softmax.inputGradient"] = [](const TraceQuestion& q) {
    const std::vector<double> values = q.all();
    return values[0] * (values[1] - sumOfPairs({values.begin() + 2, values.end()}));
  };
}

}  // namespace

void addLayerArithmetic(Arithmetic& table) {
  addProducts(table, "layers.dense");
  addProducts(table, "layers.conv2d");
  addBatchNormalization(table);
  addLayerNormalization(table);
  addPooling(table);
  addActivations(table);
  for (const char* name : {"layers.flatten.output", "layers.flatten.inputGradient", "layers.residual.inputGradient",
                           "layers.gaussianNoise.inputGradient"})
    table[name] = identity;
  for (const char* name : {"layers.residual.output", "layers.gaussianNoise.output"}) table[name] = sumOfAll;
  for (const char* name : {"layers.dropout.output", "layers.dropout.inputGradient"})
    table[name] = [](const TraceQuestion& q) { return q.all()[0] * q.all()[1]; };
}

}  // namespace nablab
