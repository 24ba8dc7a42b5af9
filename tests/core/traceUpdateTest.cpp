#include "traceArithmetic.h"

namespace nablab {
namespace {

/** The step's number, counted from 1. */
double count(const TraceQuestion& q) { return q.one("step") + 1; }
double rate(const TraceQuestion& q) { return q.one("learningRate"); }
double decaying(double keep, double mean, double value) { return keep * mean + (1 - keep) * value; }

/** The gradient that the optimizer takes: the operand after the parameter or the slot. */
double gradient(const TraceQuestion& q) {
  for (const TraceOperand& operand : q.origins.operands)
    for (const char* ending : {".gradient", ".penalized", ".clipped"})
      if (const std::string& name = operand.address.quantity; name.find(ending) != std::string::npos)
        return operand.value;
  throw std::runtime_error("no gradient for " + q.origins.formula);
}

double square(double x) { return x * x; }

/** The weights of all samples, which count alike where classes do. */
std::vector<double> weightsOrOnes(const TraceQuestion& q, std::size_t samples, const char* symbol = "sampleWeight") {
  std::vector<double> weights = q.named(symbol);
  return weights.empty() ? std::vector<double>(samples, 1) : weights;
}

void addLosses(Arithmetic& table) {
  for (const std::string& key : kindsOf("losses")) {
    table["losses." + key + ".sampleLoss"] = [](const TraceQuestion& q) {
      return lossOf(q.kind, q.named("output"), q.named("target"));
    };
    table["losses." + key + ".sampleWeight"] = [](const TraceQuestion& q) {
      const std::vector<double> t = q.named("target"), weights = q.kind["classWeights"];
      if (t.size() == 1) return weights[t[0] > 0.5];
      double sum = 0;
      for (std::size_t k = 0; k < t.size(); ++k) sum += t[k] * weights[k];
      return sum;
    };
    table["losses." + key + ".loss"] = [](const TraceQuestion& q) {
      const std::vector<double> losses = q.of("sampleLoss"), weights = weightsOrOnes(q, losses.size());
      double sum = 0;
      for (std::size_t i = 0; i < losses.size(); ++i) sum += losses[i] * weights[i];
      return sum / total(weights);
    };
    table["losses." + key + ".gradient"] = [](const TraceQuestion& q) {
      // Its own output and target; those of every output of the sample; the weights of all samples: five.
      const std::vector<double> z = q.named("output2"), t = q.named("target2");
      const std::vector<double> weights = weightsOrOnes(q, 5, "sampleWeight2");
      const std::size_t own = q.address.row;
      const auto along = [&](double value) {
        std::vector<double> moved = z;
        moved[own] = value;
        return lossOf(q.kind, moved, t);
      };
      return slopeOf(along, z[own]) * weights[q.address.column] / total(weights);
    };
  }
  table["network.objective"] = [](const TraceQuestion& q) { return total(q.all()); };
  table["network.change"] = [](const TraceQuestion& q) { return q.all()[0] - q.all()[1]; };
}

/** The penalty of a weight, or its derivative. */
double penaltyOf(const Json& regularizer, double w, bool derivative) {
  const std::string key = regularizer.at("kind");
  if (key == "decoupledWeightDecay" || key == "maxNorm") return 0;
  const double strength = regularizer.at("strength"), share = key == "l1" ? 1 : regularizer.value("l1Share", 0.0);
  const double sign = w > 0 ? 1 : w < 0 ? -1 : 0;
  return strength * (derivative ? share * sign + (1 - share) * w : share * std::abs(w) + (1 - share) * w * w / 2);
}

void addBounds(Arithmetic& table) {
  for (const std::string& key : kindsOf("regularizers"))
    table["regularizers." + key] = [](const TraceQuestion& q) {
      double sum = 0;
      for (const double w : q.all()) sum += penaltyOf(q.document["regularizers"][q.address.row], w, false);
      return sum;
    };
  table["regularizers"] = [](const TraceQuestion& q) {
    double sum = q.all()[0];
    for (const Json& regularizer : q.document["regularizers"]) sum += penaltyOf(regularizer, q.all()[1], true);
    return sum;
  };
  const auto knobOf = [](const TraceQuestion& q, const char* kind, const char* knob) {
    for (const Json& regularizer : q.document["regularizers"])
      if (regularizer["kind"] == kind) return regularizer[knob].get<double>();
    return 0.0;
  };
  const auto penaltyByRow = table["regularizers.l2"];
  table["regularizers.decoupledWeightDecay"] = [=](const TraceQuestion& q) {
    if (q.address.quantity == "penalty") return penaltyByRow(q);
    return q.all()[0] * (1 - rate(q) * knobOf(q, "decoupledWeightDecay", "strength"));
  };
  table["regularizers.maxNorm.next"] = [=](const TraceQuestion& q) {
    double length = 0;
    for (const double w : q.named("w2")) length += w * w;
    return q.all()[0] * std::min(1.0, knobOf(q, "maxNorm", "limit") / std::sqrt(length));
  };
  table["clippings.value"] = [](const TraceQuestion& q) {
    return std::max(-q.knob("limit"), std::min(q.knob("limit"), q.all()[0]));
  };
  table["clippings.norm.gradientNorm"] = [](const TraceQuestion& q) {
    double sum = 0;
    for (const double g : q.all()) sum += g * g;
    return std::sqrt(sum);
  };
  table["clippings.norm"] = [](const TraceQuestion& q) {
    return q.all()[0] * std::min(1.0, q.knob("limit") / (q.all()[1] + 1e-6));
  };
  table["frozen"] = [](const TraceQuestion& q) { return q.all().empty() ? 0 : q.all()[0]; };
}

double coupled(const TraceQuestion& q, double parameter) { return gradient(q) + q.knob("weightDecay") * parameter; }

void addFirstOrder(Arithmetic& table) {
  const std::string o = "optimizers.";
  table[o + "gradientDescent.next"] = [](const TraceQuestion& q) {
    return q.all()[0] - rate(q) * coupled(q, q.all()[0]);
  };
  table[o + "newton.next"] = [](const TraceQuestion& q) { return q.all()[0] - rate(q) * q.one(".direction.next"); };
  table[o + "lbfgs.next"] = [](const TraceQuestion& q) {
    return q.all()[0] + q.one("stepLength") * q.one(".direction.next");
  };
  table[o + "momentum.v"] = [](const TraceQuestion& q) {
    return q.knob("momentum") * q.all()[0] + coupled(q, q.all()[2]);
  };
  table[o + "momentum.next"] = [](const TraceQuestion& q) {
    const double ahead = coupled(q, q.all()[0]) + q.knob("momentum") * q.one(".v.next");
    return q.all()[0] - rate(q) * (q.kind["nesterov"].get<bool>() ? ahead : q.one(".v.next"));
  };
  table[o + "adagrad.s"] = [](const TraceQuestion& q) { return q.all()[0] + square(gradient(q)); };
  table[o + "adagrad.next"] = [](const TraceQuestion& q) {
    return q.all()[0] - rate(q) * gradient(q) / (std::sqrt(q.one(".s.next")) + q.knob("epsilon"));
  };
  for (const char* kind : {"rmsprop.s", "adadelta.s"})
    table[o + kind] = [](const TraceQuestion& q) { return decaying(q.knob("rho"), q.all()[0], square(gradient(q))); };
  table[o + "rmsprop.v"] = [](const TraceQuestion& q) {
    return q.knob("momentum") * q.all()[0] + gradient(q) / (std::sqrt(q.one(".s.next")) + q.knob("epsilon"));
  };
  table[o + "rmsprop.next"] = [](const TraceQuestion& q) { return q.all()[0] - rate(q) * q.one(".v.next"); };
  const auto delta = [](const TraceQuestion& q, double moved) {
    return std::sqrt(moved + q.knob("epsilon")) / std::sqrt(q.one(".s.next") + q.knob("epsilon")) * gradient(q);
  };
  table[o + "adadelta.d"] = [=](const TraceQuestion& q) {
    return decaying(q.knob("rho"), q.all()[0], square(delta(q, q.all()[0])));
  };
  table[o + "adadelta.next"] = [=](const TraceQuestion& q) { return q.all()[0] - rate(q) * delta(q, q.one(".d")); };
  table[o + "lion.m"] = [](const TraceQuestion& q) { return decaying(q.knob("beta2"), q.all()[0], gradient(q)); };
  table[o + "lion.next"] = [](const TraceQuestion& q) {
    const double c = decaying(q.knob("beta1"), q.one(".m"), gradient(q)), sign = c > 0 ? 1 : c < 0 ? -1 : 0;
    return q.all()[0] - rate(q) * (sign + q.knob("weightDecay") * q.all()[0]);
  };
}

void addAdams(Arithmetic& table) {
  const std::string o = "optimizers.";
  for (const std::string kind : {"adam", "adamw", "amsgrad", "adamax", "nadam"}) {
    table[o + kind + ".m"] = [](const TraceQuestion& q) { return decaying(q.knob("beta1"), q.all()[0], gradient(q)); };
    table[o + kind + ".v"] = [](const TraceQuestion& q) {
      return decaying(q.knob("beta2"), q.all()[0], square(gradient(q)));
    };
  }
  const auto adam = [](const TraceQuestion& q, const char* slot) {
    const double m = q.one(".m.next") / (1 - std::pow(q.knob("beta1"), count(q)));
    return rate(q) * m / (std::sqrt(q.one(slot) / (1 - std::pow(q.knob("beta2"), count(q)))) + q.knob("epsilon"));
  };
  table[o + "adam.next"] = [=](const TraceQuestion& q) { return q.all()[0] - adam(q, ".v.next"); };
  table[o + "adamw.next"] = [=](const TraceQuestion& q) {
    return q.all()[0] * (1 - rate(q) * q.knob("weightDecay")) - adam(q, ".v.next");
  };
  table[o + "amsgrad.largest"] = [](const TraceQuestion& q) { return std::max(q.all()[0], q.all()[1]); };
  table[o + "amsgrad.next"] = [=](const TraceQuestion& q) { return q.all()[0] - adam(q, ".largest.next"); };
  table[o + "adamax.u"] = [](const TraceQuestion& q) {
    return std::max(q.knob("beta2") * q.all()[0], std::abs(gradient(q)) + q.knob("epsilon"));
  };
  table[o + "adamax.next"] = [](const TraceQuestion& q) {
    return q.all()[0] - rate(q) / (1 - std::pow(q.knob("beta1"), count(q))) * q.one(".m.next") / q.one(".u.next");
  };
  // Dozat 2016: the first moment with a look ahead, freed of its start by the product of all μ.
  const auto mu = [](const TraceQuestion& q, double t) {
    return q.knob("beta1") * (1 - 0.5 * std::pow(0.96, t * q.knob("momentumDecay")));
  };
  table[o + "nadam.c"] = [=](const TraceQuestion& q) { return decaying(mu(q, count(q)), q.all()[0], 1); };
  table[o + "nadam.next"] = [=](const TraceQuestion& q) {
    const double now = mu(q, count(q)), next = mu(q, count(q) + 1), c = q.one(".c.next");
    const double ahead = next * q.one(".m.next") / decaying(next, c, 1) + (1 - now) * gradient(q) / c;
    const double v = q.one(".v.next") / (1 - std::pow(q.knob("beta2"), count(q)));
    return q.all()[0] - rate(q) * ahead / (std::sqrt(v) + q.knob("epsilon"));
  };
}

}  // namespace

void addUpdateArithmetic(Arithmetic& table) {
  addLosses(table);
  addBounds(table);
  addFirstOrder(table);
  addAdams(table);
}

}  // namespace nablab
