#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace nablab {

/** Shape of one sample between two layers: an image, or `channels` features (height = width = 1). Channels last. */
struct Shape {
  int height = 1, width = 1, channels = 1;
  int size() const { return height * width * channels; }
  bool operator==(const Shape&) const = default;
};

/** One named, shaped slice of the flat vector of parameters. */
struct Tensor {
  int layer;
  /** "weight" and "bias", "gamma" and "beta", …; of statistics "runningMean", … */
  std::string name;
  std::size_t offset, length;
  /** `weight` is [inputs][outputs], or [kernel y][kernel x][channels][filters], the last contiguous; `bias` is
   * [outputs]. */
  std::vector<int> shape;
  /** Weights are regularized, biases are not. */
  bool isWeight() const { return name == "weight"; }
};

/** The plan of a flat vector: which slice belongs to which tensor, in order of the layers, without gaps. */
class ParameterPlan {
 public:
  /** Appends a tensor of this shape and returns its offset. */
  std::size_t add(int layer, const std::string& name, const std::vector<int>& shape) {
    std::size_t length = 1;
    for (int extent : shape) length *= static_cast<std::size_t>(extent);
    list.push_back({layer, name, total, length, shape});
    total += length;
    return list.back().offset;
  }
  const std::vector<Tensor>& tensors() const { return list; }
  /** Number of parameters. */
  std::size_t size() const { return total; }

 private:
  std::vector<Tensor> list;
  std::size_t total = 0;
};

}  // namespace nablab
