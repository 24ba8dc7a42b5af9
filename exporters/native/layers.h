// What a C++ program is made of; `numpy/layers.py` tells how to read this.

using Numbers = std::vector<double>;

/** The numbers of base64 ("f4:…" or "f8:…", little-endian, as this machine has to be). */
Numbers decoded(const std::string& text) {
  static const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (std::size_t i = 3; i < text.size() && text[i] != '='; ++i) {
    bits = bits << 6 | static_cast<unsigned>(digits.find(text[i]));
    if ((count += 6) >= 8) bytes.push_back(static_cast<char>(bits >> (count -= 8)));
  }
  const bool isSingle = text[1] == '4';
  Numbers numbers(bytes.size() / (isSingle ? 4 : 8));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    float single;
    if (isSingle) {
      std::memcpy(&single, &bytes[4 * i], 4);
      numbers[i] = single;
    } else {
      std::memcpy(&numbers[i], &bytes[8 * i], 8);
    }
  }
  return numbers;
}

/** The largest |found − expected|, relative where a number is larger than 1. */
double deviation(const Numbers& found, const Numbers& expected) {
  if (found.size() != expected.size()) return INFINITY;
  double largest = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double each = std::fabs(found[i] - expected[i]) / std::max(1.0, std::fabs(expected[i]));
    if (!(each <= largest)) largest = std::isnan(each) ? INFINITY : each;
  }
  return largest;
}

/** What stands between two layers has [sample][unit]; images have [sample][y][x][channel]. */
struct Layer {
  virtual ~Layer() = default;
  virtual Numbers forward(const Numbers& x, int, bool) { return x; }
  virtual Numbers backward(const Numbers& dA, int) { return dA; }
  std::vector<Numbers> parameters, gradients;
  /** Of a residual layer: whose output it adds, −1 for the input. */
  int source = -2;
};

struct Size {
  int height, width, channels;
};

//: layers.dense = Dense($weight, $bias)
/** Z = X·W + b; W is [input][output]. */
struct Dense : Layer {
  Dense(Numbers weight, Numbers bias) { parameters = gradients = {std::move(weight), std::move(bias)}; }
  Numbers forward(const Numbers& x, int samples, bool) override {
    const Numbers &W = parameters[0], &b = parameters[1];
    const std::size_t outputs = b.size(), inputs = W.size() / outputs;
    input = x;
    Numbers z;
    for (int s = 0; s < samples; ++s) z.insert(z.end(), b.begin(), b.end());
    for (std::size_t s = 0; s * inputs < x.size(); ++s)
      for (std::size_t i = 0; i < inputs; ++i)
        for (std::size_t o = 0; o < outputs; ++o) z[s * outputs + o] += x[s * inputs + i] * W[i * outputs + o];
    return z;
  }
  Numbers backward(const Numbers& dA, int) override {
    const Numbers& W = parameters[0];
    const std::size_t outputs = parameters[1].size(), inputs = W.size() / outputs;
    gradients = {Numbers(W.size()), Numbers(outputs)};
    Numbers dX(input.size());
    for (std::size_t s = 0; s * outputs < dA.size(); ++s)
      for (std::size_t o = 0; o < outputs; ++o) {
        const double d = dA[s * outputs + o];
        gradients[1][o] += d;
        for (std::size_t i = 0; i < inputs; ++i) {
          gradients[0][i * outputs + o] += input[s * inputs + i] * d;
          dX[s * inputs + i] += W[i * outputs + o] * d;
        }
      }
    return dX;
  }
  Numbers input;
};

//: layers.conv2d = Conv2d($weight, $bias, {$height, $width, $channels}, $kernel, $stride, $padding)
/** Every filter is laid over each place of the image; W is [y][x][channel][filter]. */
struct Conv2d : Layer {
  Conv2d(Numbers weight, Numbers bias, Size imageSize, std::array<int, 2> kernelSize, std::array<int, 2> steps,
         const std::string& padding)
      : image(imageSize), kernel(kernelSize), stride(steps) {
    parameters = gradients = {std::move(weight), std::move(bias)};
    if (padding == "same") frame = {kernel[0] / 2, kernel[1] / 2};
    height = (image.height + 2 * frame[0] - kernel[0]) / stride[0] + 1;
    width = (image.width + 2 * frame[1] - kernel[1]) / stride[1] + 1;
  }
  /** Calls `visit(input, output, weight)` with the places of all that are multiplied, but for the filter. */
  template <class Visit>
  void forEach(int samples, Visit visit) const {
    const int filters = static_cast<int>(parameters[1].size()), channels = image.channels;
    for (int s = 0; s < samples; ++s)
      for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
          for (int i = 0; i < kernel[0]; ++i)
            for (int j = 0; j < kernel[1]; ++j) {
              const int top = y * stride[0] + i - frame[0], left = x * stride[1] + j - frame[1];
              if (top < 0 || left < 0 || top >= image.height || left >= image.width) continue;
              for (int c = 0; c < channels; ++c)
                visit(((s * image.height + top) * image.width + left) * channels + c,
                      ((s * height + y) * width + x) * filters, ((i * kernel[1] + j) * channels + c) * filters);
            }
  }
  Numbers forward(const Numbers& x, int samples, bool) override {
    input = x;
    Numbers z;
    for (int place = 0; place < samples * height * width; ++place)
      z.insert(z.end(), parameters[1].begin(), parameters[1].end());
    forEach(samples, [&](int from, int to, int weight) {
      for (std::size_t f = 0; f < parameters[1].size(); ++f) z[to + f] += x[from] * parameters[0][weight + f];
    });
    return z;
  }
  Numbers backward(const Numbers& dA, int samples) override {
    const std::size_t filters = parameters[1].size();
    gradients = {Numbers(parameters[0].size()), Numbers(filters)};
    Numbers dX(input.size());
    for (std::size_t i = 0; i < dA.size(); ++i) gradients[1][i % filters] += dA[i];
    forEach(samples, [&](int from, int to, int weight) {
      for (std::size_t f = 0; f < filters; ++f) {
        gradients[0][weight + f] += input[from] * dA[to + f];
        dX[from] += parameters[0][weight + f] * dA[to + f];
      }
    });
    return dX;
  }
  Size image;
  std::array<int, 2> kernel, stride, frame{0, 0};
  int height, width;
  Numbers input;
};

/** Squares of pixels side by side; what remains at the edge is left out. */
struct Pooling : Layer {
  Pooling(int side, Size imageSize) : size(side), image(imageSize) {}
  /** Calls `visit(first pixel, output)` for each square and channel. */
  template <class Visit>
  void forEach(int samples, Visit visit) const {
    int output = 0;
    for (int s = 0; s < samples; ++s)
      for (int y = 0; y + size <= image.height; y += size)
        for (int x = 0; x + size <= image.width; x += size)
          for (int c = 0; c < image.channels; ++c)
            visit(((s * image.height + y) * image.width + x) * image.channels + c, output++);
  }
  /** Places of a square's pixels, from its first one. */
  std::vector<int> offsets() const {
    std::vector<int> list;
    for (int y = 0; y < size; ++y)
      for (int x = 0; x < size; ++x) list.push_back((y * image.width + x) * image.channels);
    return list;
  }
  std::size_t outputs(int samples) const {
    return static_cast<std::size_t>(samples * (image.height / size) * (image.width / size) * image.channels);
  }
  int size;
  Size image;
};

//: layers.maxPooling2d = MaxPooling2d($size, {$height, $width, $channels})
/** Among equals the first one has the gradient. */
struct MaxPooling2d : Pooling {
  using Pooling::Pooling;
  Numbers forward(const Numbers& x, int samples, bool) override {
    inputs = x.size();
    chosen.assign(outputs(samples), 0);
    Numbers a(chosen.size());
    forEach(samples, [&](int first, int to) {
      chosen[to] = first;
      for (const int offset : offsets())
        if (x[first + offset] > x[chosen[to]]) chosen[to] = first + offset;
      a[to] = x[chosen[to]];
    });
    return a;
  }
  Numbers backward(const Numbers& dA, int) override {
    Numbers dX(inputs);
    for (std::size_t i = 0; i < dA.size(); ++i) dX[chosen[i]] += dA[i];
    return dX;
  }
  std::size_t inputs = 0;
  std::vector<int> chosen;
};

//: layers.averagePooling2d = AveragePooling2d($size, {$height, $width, $channels})
struct AveragePooling2d : Pooling {
  using Pooling::Pooling;
  Numbers forward(const Numbers& x, int samples, bool) override {
    inputs = x.size();
    Numbers a(outputs(samples));
    forEach(samples, [&](int first, int to) {
      for (const int offset : offsets()) a[to] += x[first + offset] / (size * size);
    });
    return a;
  }
  Numbers backward(const Numbers& dA, int samples) override {
    Numbers dX(inputs);
    forEach(samples, [&](int first, int to) {
      for (const int offset : offsets()) dX[first + offset] += dA[to] / (size * size);
    });
    return dX;
  }
  std::size_t inputs = 0;
};

//: layers.flatten = Layer()
//: layers.dropout = Layer() // dropout, rate $rate, silent here
//: layers.gaussianNoise = Layer() // gaussianNoise, deviation $deviation, silent here
