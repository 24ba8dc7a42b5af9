// Activations, as layers.

//: layers.activation = $function

/** a = f(z), with f′ as a function of z and a. */
struct Elementwise : Layer {
  Elementwise(std::function<double(double)> function, std::function<double(double, double)> slope)
      : value(std::move(function)), derivative(std::move(slope)) {}
  Numbers forward(const Numbers& x, int, bool) override {
    z = a = x;
    for (double& each : a) each = value(each);
    return a;
  }
  Numbers backward(const Numbers& dA, int) override {
    Numbers dZ = dA;
    for (std::size_t i = 0; i < dA.size(); ++i) dZ[i] *= derivative(z[i], a[i]);
    return dZ;
  }
  std::function<double(double)> value;
  std::function<double(double, double)> derivative;
  Numbers z, a;
};

double sigmoid(double z) {
  const double power = std::exp(-std::fabs(z));
  return (z > 0 ? 1 : power) / (1 + power);
}

double softplus(double z) { return std::max(z, 0.0) + std::log1p(std::exp(-std::fabs(z))); }

/** Of the normal distribution. */
double shareBelow(double z) { return 0.5 + 0.5 * std::erf(z / std::sqrt(2.0)); }

double density(double z) { return std::exp(-0.5 * z * z) / std::sqrt(2 * std::acos(-1.0)); }

double mishShare(double z) { return std::tanh(softplus(z)); }

//: activations.linear = Layer()
//: activations.sigmoid = Elementwise([](double z) { return sigmoid(z); }, [](double, double a) { return a * (1 - a); })
//: activations.tanh = Elementwise([](double z) { return std::tanh(z); }, [](double, double a) { return 1 - a * a; })
//: activations.hardTanh = Elementwise([](double z) { return std::max(-1.0, std::min(1.0, z)); }, [](double z, double) { return std::fabs(z) < 1 ? 1.0 : 0.0; })
//: activations.step = Elementwise([](double z) { return z > 0 ? 1.0 : 0.0; }, [](double, double) { return 0.0; })
//: activations.relu = Elementwise([](double z) { return std::max(z, 0.0); }, [](double z, double) { return z > 0 ? 1.0 : 0.0; })
//: activations.leakyRelu = Elementwise([](double z) { return z > 0 ? z : $slope * z; }, [](double z, double) { return z > 0 ? 1.0 : double($slope); })
//: activations.elu = Elementwise([](double z) { return z > 0 ? z : $alpha * std::expm1(z); }, [](double z, double a) { return z > 0 ? 1.0 : a + $alpha; })
//: activations.selu = Elementwise([](double z) { return z > 0 ? 1.0507009873554804934 * z : 1.7580993408473768599 * std::expm1(z); }, [](double z, double a) { return z > 0 ? 1.0507009873554804934 : a + 1.7580993408473768599; })
//: activations.softplus = Elementwise([](double z) { return softplus(z); }, [](double z, double) { return sigmoid(z); })
//: activations.silu = Elementwise([](double z) { return z * sigmoid(z); }, [](double z, double a) { return sigmoid(z) + a * (1 - sigmoid(z)); })
//: activations.gelu = Elementwise([](double z) { return z * shareBelow(z); }, [](double z, double) { return shareBelow(z) + z * density(z); })
//: activations.mish = Elementwise([](double z) { return z * mishShare(z); }, [](double z, double) { return mishShare(z) + z * (1 - mishShare(z) * mishShare(z)) * sigmoid(z); })
//: activations.softmax = Softmax()
/** Over all units of a sample. */
struct Softmax : Layer {
  Numbers forward(const Numbers& x, int samples, bool) override {
    const std::size_t units = x.size() / static_cast<std::size_t>(samples);
    a = x;
    for (auto first = a.begin(); first != a.end(); first += static_cast<long>(units)) {
      const auto end = first + static_cast<long>(units);
      const double greatest = *std::max_element(first, end);
      double total = 0;
      for (auto each = first; each != end; ++each) total += *each = std::exp(*each - greatest);
      for (auto each = first; each != end; ++each) *each /= total;
    }
    return a;
  }
  Numbers backward(const Numbers& dA, int samples) override {
    const std::size_t units = a.size() / static_cast<std::size_t>(samples);
    Numbers dZ(a.size());
    for (std::size_t first = 0; first < a.size(); first += units) {
      double mean = 0;
      for (std::size_t i = first; i < first + units; ++i) mean += a[i] * dA[i];
      for (std::size_t i = first; i < first + units; ++i) dZ[i] = a[i] * (dA[i] - mean);
    }
    return dZ;
  }
  Numbers a;
};

//: activations.prelu = PRelu($slope)
/** Below zero times a learned slope, one for all units or one for each channel. */
struct PRelu : Layer {
  explicit PRelu(Numbers slope) { parameters = gradients = {std::move(slope)}; }
  Numbers forward(const Numbers& x, int, bool) override {
    Numbers a = z = x;
    for (std::size_t i = 0; i < a.size(); ++i)
      if (a[i] <= 0) a[i] *= parameters[0][i % parameters[0].size()];
    return a;
  }
  Numbers backward(const Numbers& dA, int) override {
    const std::size_t count = parameters[0].size();
    gradients = {Numbers(count)};
    Numbers dZ = dA;
    for (std::size_t i = 0; i < dA.size(); ++i) {
      gradients[0][i % count] += dA[i] * std::min(0.0, z[i]);
      if (z[i] <= 0) dZ[i] *= parameters[0][i % count];
    }
    return dZ;
  }
  Numbers z;
};
