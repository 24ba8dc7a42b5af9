// Layers that normalize, and the residual layer.

//: layers.batchNormalization = BatchNormalization($gamma, $beta, $runningMean, $runningVariance, $momentum, $epsilon)
/** By the batch's mean and variance of each channel; in evaluation by running ones. */
struct BatchNormalization : Layer {
  BatchNormalization(Numbers gamma, Numbers beta, Numbers runningMean, Numbers runningVariance, double share,
                     double small)
      : mean(std::move(runningMean)), variance(std::move(runningVariance)), momentum(share), epsilon(small) {
    parameters = gradients = {std::move(gamma), std::move(beta)};
  }
  Numbers forward(const Numbers& x, int, bool training) override {
    const std::size_t channels = mean.size();
    count = static_cast<double>(x.size() / channels);
    Numbers middle = mean, spread = variance;
    if (training) {
      middle = spread = Numbers(channels);
      for (std::size_t i = 0; i < x.size(); ++i) middle[i % channels] += x[i] / count;
      for (std::size_t i = 0; i < x.size(); ++i) spread[i % channels] += std::pow(x[i] - middle[i % channels], 2) / count;
      for (std::size_t c = 0; c < channels; ++c) {
        mean[c] = (1 - momentum) * mean[c] + momentum * middle[c];
        if (count > 1) variance[c] = (1 - momentum) * variance[c] + momentum * spread[c] * count / (count - 1);
      }
    }
    scale = spread;
    for (double& each : scale) each = 1 / std::sqrt(each + epsilon);
    normal = x;
    Numbers a(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      normal[i] = (x[i] - middle[i % channels]) * scale[i % channels];
      a[i] = normal[i] * parameters[0][i % channels] + parameters[1][i % channels];
    }
    return a;
  }
  Numbers backward(const Numbers& dA, int) override {
    const std::size_t channels = mean.size();
    Numbers dGamma(channels), dBeta(channels), dX(dA.size());
    for (std::size_t i = 0; i < dA.size(); ++i) {
      dGamma[i % channels] += dA[i] * normal[i];
      dBeta[i % channels] += dA[i];
    }
    for (std::size_t i = 0; i < dA.size(); ++i) {
      const std::size_t c = i % channels;
      dX[i] = parameters[0][c] * scale[c] * (dA[i] - dBeta[c] / count - normal[i] * dGamma[c] / count);
    }
    gradients = {dGamma, dBeta};
    return dX;
  }
  Numbers mean, variance, scale, normal;
  double momentum, epsilon, count = 1;
};

//: layers.layerNormalization = LayerNormalization($gamma, $beta, $epsilon)
/** By mean and variance over the channels of each sample and place. */
struct LayerNormalization : Layer {
  LayerNormalization(Numbers gamma, Numbers beta, double small) : epsilon(small) {
    parameters = gradients = {std::move(gamma), std::move(beta)};
  }
  Numbers forward(const Numbers& x, int, bool) override {
    const std::size_t channels = parameters[0].size();
    const double share = 1.0 / static_cast<double>(channels);
    Numbers a = normal = x;
    scale.clear();
    for (std::size_t first = 0; first < x.size(); first += channels) {
      double mean = 0, variance = 0;
      for (std::size_t c = 0; c < channels; ++c) mean += share * x[first + c];
      for (std::size_t c = 0; c < channels; ++c) variance += share * (x[first + c] - mean) * (x[first + c] - mean);
      scale.push_back(1 / std::sqrt(variance + epsilon));
      for (std::size_t c = 0; c < channels; ++c) {
        normal[first + c] = (x[first + c] - mean) * scale.back();
        a[first + c] = normal[first + c] * parameters[0][c] + parameters[1][c];
      }
    }
    return a;
  }
  Numbers backward(const Numbers& dA, int) override {
    const std::size_t channels = parameters[0].size();
    const double share = 1.0 / static_cast<double>(channels);
    Numbers dGamma(channels), dBeta(channels), dX = dA;
    for (std::size_t first = 0; first < dA.size(); first += channels) {
      double mean = 0, slope = 0;
      for (std::size_t c = 0; c < channels; ++c) {
        dGamma[c] += dA[first + c] * normal[first + c];
        dBeta[c] += dA[first + c];
        dX[first + c] *= parameters[0][c];
        mean += share * dX[first + c];
        slope += share * dX[first + c] * normal[first + c];
      }
      for (std::size_t c = 0; c < channels; ++c)
        dX[first + c] = (dX[first + c] - mean - normal[first + c] * slope) * scale[first / channels];
    }
    gradients = {dGamma, dBeta};
    return dX;
  }
  Numbers scale, normal;
  double epsilon;
};

//: layers.residual = Residual($from)
struct Residual : Layer {
  explicit Residual(int from) { source = from; }
};
