// What is done to weights: penalties, clipping, and the step of an optimizer, number by number.

/** The penalty l1·Σ|w| + ½·l2·Σw²; adds its gradient to g. */
double penalized(const Numbers& w, Numbers& g, double l1, double l2) {
  double total = 0;
  for (std::size_t i = 0; i < w.size(); ++i) {
    total += l1 * std::fabs(w[i]) + 0.5 * l2 * w[i] * w[i];
    g[i] += l1 * ((w[i] > 0) - (w[i] < 0)) + l2 * w[i];
  }
  return total;
}

void shrink(Numbers& w, double factor) {
  for (double& each : w) each *= factor;
}

/** Scales the weights that lead into each unit down to that norm. */
void bound(Numbers& w, std::size_t units, double limit) {
  for (std::size_t unit = 0; unit < units; ++unit) {
    double square = 0;
    for (std::size_t i = unit; i < w.size(); i += units) square += w[i] * w[i];
    for (std::size_t i = unit; square > limit * limit && i < w.size(); i += units) w[i] *= limit / std::sqrt(square);
  }
}

//: regularizers.l1.penalty = penalized(w, g, $strength, 0)
//: regularizers.l2.penalty = penalized(w, g, 0, $strength)
//: regularizers.elasticNet.penalty = penalized(w, g, $strength * $l1Share, $strength * (1 - $l1Share))
//: regularizers.decoupledWeightDecay.before = if (isWeight) shrink(tensor, 1 - rate * $strength);
//: regularizers.maxNorm.after = if (isWeight) bound(tensor, layer.parameters[1].size(), $limit);

void clipByNorm(std::vector<Numbers*> gradients, double limit) {
  double square = 0;
  for (const Numbers* g : gradients)
    for (const double each : *g) square += each * each;
  for (Numbers* g : gradients) shrink(*g, std::min(1.0, limit / (std::sqrt(square) + 1e-6)));
}

void clipValues(std::vector<Numbers*> gradients, double limit) {
  for (Numbers* g : gradients)
    for (double& each : *g) each = std::max(-limit, std::min(limit, each));
}

//: clippings.none =
//: clippings.value = clipValues(gradients, $limit);
//: clippings.norm = clipByNorm(gradients, $limit);

/** What an optimizer keeps for a parameter: numbers by name, zero at first. */
using Slots = std::map<std::string, double>;

//: optimizers.gradientDescent = w -= rate * (g + $weightDecay * w);
//: optimizers.momentum = momentum(w, g, s, rate, $momentum, $nesterov, $weightDecay);
void momentum(double& w, double g, Slots& s, double rate, double mu, bool nesterov, double weightDecay) {
  g += weightDecay * w;
  s["v"] = mu * s["v"] + g;
  w -= rate * (nesterov ? g + mu * s["v"] : s["v"]);
}

//: optimizers.adagrad = adagrad(w, g, s, rate, $epsilon);
void adagrad(double& w, double g, Slots& s, double rate, double epsilon) {
  s["s"] += g * g;
  w -= rate * g / (std::sqrt(s["s"]) + epsilon);
}

//: optimizers.rmsprop = rmsprop(w, g, s, rate, $rho, $momentum, $epsilon);
void rmsprop(double& w, double g, Slots& s, double rate, double rho, double mu, double epsilon) {
  s["s"] = rho * s["s"] + (1 - rho) * g * g;
  s["v"] = mu * s["v"] + g / (std::sqrt(s["s"]) + epsilon);
  w -= rate * s["v"];
}

//: optimizers.adadelta = adadelta(w, g, s, rate, $rho, $epsilon);
void adadelta(double& w, double g, Slots& s, double rate, double rho, double epsilon) {
  s["s"] = rho * s["s"] + (1 - rho) * g * g;
  const double delta = std::sqrt(s["d"] + epsilon) / std::sqrt(s["s"] + epsilon) * g;
  s["d"] = rho * s["d"] + (1 - rho) * delta * delta;
  w -= rate * delta;
}

/** The decaying means of the gradient and of its square. */
void moments(double g, Slots& s, double beta1, double beta2) {
  s["m"] = beta1 * s["m"] + (1 - beta1) * g;
  s["v"] = beta2 * s["v"] + (1 - beta2) * g * g;
}

//: optimizers.adam = adam(w, g, s, rate, t, $beta1, $beta2, $epsilon);
void adam(double& w, double g, Slots& s, double rate, int t, double beta1, double beta2, double epsilon) {
  moments(g, s, beta1, beta2);
  const double m = s["m"] / (1 - std::pow(beta1, t + 1)), v = s["v"] / (1 - std::pow(beta2, t + 1));
  w -= rate * m / (std::sqrt(v) + epsilon);
}

//: optimizers.amsgrad = amsgrad(w, g, s, rate, t, $beta1, $beta2, $epsilon);
void amsgrad(double& w, double g, Slots& s, double rate, int t, double beta1, double beta2, double epsilon) {
  moments(g, s, beta1, beta2);
  s["largest"] = std::max(s["largest"], s["v"]);
  const double m = s["m"] / (1 - std::pow(beta1, t + 1)), v = s["largest"] / (1 - std::pow(beta2, t + 1));
  w -= rate * m / (std::sqrt(v) + epsilon);
}

//: optimizers.adamw = w *= 1 - rate * $weightDecay, adam(w, g, s, rate, t, $beta1, $beta2, $epsilon);
//: optimizers.adamax = adamax(w, g, s, rate, t, $beta1, $beta2, $epsilon);
void adamax(double& w, double g, Slots& s, double rate, int t, double beta1, double beta2, double epsilon) {
  s["m"] = beta1 * s["m"] + (1 - beta1) * g;
  s["u"] = std::max(beta2 * s["u"], std::fabs(g) + epsilon);
  w -= rate / (1 - std::pow(beta1, t + 1)) * s["m"] / s["u"];
}

//: optimizers.nadam = nadam(w, g, s, rate, t, $beta1, $beta2, $epsilon, $momentumDecay);
void nadam(double& w, double g, Slots& s, double rate, int t, double beta1, double beta2, double epsilon,
           double momentumDecay) {
  const auto mu = [&](int step) { return beta1 * (1 - 0.5 * std::pow(0.96, step * momentumDecay)); };
  const double now = mu(t + 1), ahead = mu(t + 2);
  moments(g, s, beta1, beta2);
  const double c = s["c"] = now * s["c"] + 1 - now;
  const double step = ahead * s["m"] / (ahead * c + 1 - ahead) + (1 - now) * g / c;
  w -= rate * step / (std::sqrt(s["v"] / (1 - std::pow(beta2, t + 1))) + epsilon);
}

//: optimizers.lion = lion(w, g, s, rate, $beta1, $beta2, $weightDecay);
void lion(double& w, double g, Slots& s, double rate, double beta1, double beta2, double weightDecay) {
  const double c = beta1 * s["m"] + (1 - beta1) * g;
  s["m"] = beta2 * s["m"] + (1 - beta2) * g;
  w -= rate * ((c > 0) - (c < 0) + weightDecay * w);
}

//: optimizers.newton ! it needs all second derivatives of the batch's loss
//: optimizers.lbfgs ! its line search is Nablab's own
