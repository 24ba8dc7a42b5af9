// Losses of a batch.

/** A batch's outputs z and targets t, [sample][output], and the gradient of its loss. */
struct Batch {
  const Numbers &z, &t;
  int samples, outputs;
  Numbers& dZ;
};

/** The mean over all elements of `term(z, t, derivative)`. */
template <class Term>
double meanOf(Batch b, Term term) {
  const double count = static_cast<double>(b.z.size());
  double total = 0;
  for (std::size_t i = 0; i < b.z.size(); ++i) {
    total += term(b.z[i], b.t[i], b.dZ[i]) / count;
    b.dZ[i] /= count;
  }
  return total;
}

/** By sample: the weight of its class, as a share of all. */
Numbers sharesOf(Batch b, const Numbers& classWeights) {
  Numbers shares(static_cast<std::size_t>(b.samples), 1.0);
  double total = 0;
  for (int s = 0; s < b.samples; ++s) {
    if (!classWeights.empty()) {
      shares[s] = b.outputs == 1 ? classWeights[b.t[s] > 0.5 ? 1 : 0] : 0;
      for (int k = 0; b.outputs > 1 && k < b.outputs; ++k) shares[s] += classWeights[k] * b.t[s * b.outputs + k];
    }
    total += shares[s];
  }
  for (double& each : shares) each /= total;
  return shares;
}

/** The shares that softmax gives to the outputs of a sample, and with `logarithms` their logarithms. */
Numbers softmaxOf(Batch b, int sample, bool logarithms) {
  const auto first = b.z.begin() + sample * b.outputs;
  Numbers shares(first, first + b.outputs);
  const double greatest = *std::max_element(shares.begin(), shares.end());
  double total = 0;
  for (const double z : shares) total += std::exp(z - greatest);
  for (double& z : shares) z = logarithms ? z - greatest - std::log(total) : std::exp(z - greatest) / total;
  return shares;
}

//: losses.meanSquaredError = meanOf(b, [](double z, double t, double& d) { d = 2 * (z - t); return (z - t) * (z - t); })
//: losses.halfSquaredError = halfSquaredError(b)
double halfSquaredError(Batch b) {
  double total = 0;
  for (std::size_t i = 0; i < b.z.size(); ++i) {
    b.dZ[i] = (b.z[i] - b.t[i]) / b.samples;
    total += 0.5 * (b.z[i] - b.t[i]) * b.dZ[i];
  }
  return total;
}

//: losses.meanAbsoluteError = meanOf(b, [](double z, double t, double& d) { d = (z > t) - (z < t); return std::fabs(z - t); })
//: losses.huber = meanOf(b, [](double z, double t, double& d) { d = std::max(-double($delta), std::min(double($delta), z - t)); return d * (z - t - 0.5 * d); })
//: losses.binaryCrossEntropy = binaryCrossEntropy(b, $labelSmoothing, $classWeights)
double binaryCrossEntropy(Batch b, double labelSmoothing, const Numbers& classWeights) {
  const Numbers shares = sharesOf(b, classWeights);
  double total = 0;
  for (std::size_t i = 0; i < b.z.size(); ++i) {
    const double share = shares[i / b.outputs] / b.outputs, z = b.z[i];
    const double goal = (1 - labelSmoothing) * b.t[i] + labelSmoothing / 2;
    total += share * (softplus(z) - z * goal);
    b.dZ[i] = share * (sigmoid(z) - goal);
  }
  return total;
}

//: losses.softmaxCrossEntropy = softmaxCrossEntropy(b, $labelSmoothing, $classWeights)
double softmaxCrossEntropy(Batch b, double labelSmoothing, const Numbers& classWeights) {
  const Numbers shares = sharesOf(b, classWeights);
  double total = 0;
  for (int s = 0; s < b.samples; ++s) {
    const Numbers p = softmaxOf(b, s, false), logarithms = softmaxOf(b, s, true);
    Numbers goals;
    double weight = 0, all = 0;
    for (int k = 0; k < b.outputs; ++k) {
      const double t = b.t[s * b.outputs + k], factor = classWeights.empty() ? 1 : classWeights[k];
      goals.push_back(factor * ((1 - labelSmoothing) * t + labelSmoothing / b.outputs));
      weight += factor * t;
      all += goals.back();
    }
    for (int k = 0; k < b.outputs; ++k) {
      const double share = weight > 0 ? shares[s] / weight : 0;
      total -= share * goals[k] * logarithms[k];
      b.dZ[s * b.outputs + k] = share * (p[k] * all - goals[k]);
    }
  }
  return total;
}

//: losses.hinge = meanOf(b, [](double z, double t, double& d) { d = t * z < 1 ? -t : 0; return std::max(0.0, 1 - t * z); })
//: losses.focal = meanOf(b, [](double z, double t, double& d) { return focal(z, t, d, $focusing, $balance); })
double focal(double z, double t, double& derivative, double focusing, double balance) {
  const double sign = t > 0.5 ? 1 : -1, x = sign * z, alpha = t > 0.5 ? balance : 1 - balance;
  const double surprise = softplus(-x), doubt = sigmoid(-x), focus = alpha * std::exp(-focusing * softplus(x));
  derivative = -sign * focus * (focusing * (1 - doubt) * surprise + doubt);
  return focus * surprise;
}

//: losses.softmaxFocal = softmaxFocal(b, $focusing, $classWeights)
double softmaxFocal(Batch b, double focusing, const Numbers& classWeights) {
  const Numbers shares = sharesOf(b, classWeights);
  double total = 0;
  for (int s = 0; s < b.samples; ++s) {
    const Numbers p = softmaxOf(b, s, false), logarithms = softmaxOf(b, s, true);
    double doubt = 0, surprise = 0;
    for (int k = 0; k < b.outputs; ++k) {
      const double t = b.t[s * b.outputs + k];
      doubt += (1 - t) * p[k];
      surprise -= t * logarithms[k];
    }
    const double focus = shares[s] * std::pow(doubt, focusing);
    const double slope = focus * (focusing * (1 - doubt) * surprise / doubt + 1);
    total += focus * surprise;
    for (int k = 0; k < b.outputs; ++k) {
      const std::size_t i = static_cast<std::size_t>(s * b.outputs + k);
      b.dZ[i] = slope * (p[k] - b.t[i]);
    }
  }
  return total;
}
