#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "core/activations.h"
#include "core/math/kernels.h"
#include "core/math/vector.h"
#include "core/random.h"

using namespace nablab;

namespace {

struct DenseShape {
  int inputs, outputs, columns;
};

/** An element by a number with a sign, as strides and indices have one. */
template <class Numbers>
auto& at(Numbers& numbers, int index) {
  return numbers[static_cast<std::size_t>(index)];
}

/** Room for a matrix. */
std::size_t sizeOf(int rows, int stride) { return static_cast<std::size_t>(rows) * static_cast<std::size_t>(stride); }

/** Shapes that take every path: whole tiles, remainders of rows and columns, one unit, sums beyond one block. */
const DenseShape shapes[] = {{1, 1, 4},     {2, 4, 12},    {3, 5, 8},     {5, 3, 20},     {4, 1, 4},
                             {7, 7, 28},    {8, 8, 32},    {13, 6, 16},   {17, 9, 12},    {64, 10, 32},
                             {33, 31, 4},   {1, 40, 36},   {40, 1, 36},   {100, 18, 132}, {393, 17, 28},
                             {785, 19, 20}, {19, 800, 12}, {5, 37, 1004}, {400, 147, 28}, {20, 6, 1036}};

template <class Real>
std::vector<Real> randomMatrix(int rows, int stride, std::uint32_t which) {
  Random random(which, Stream::data);
  std::vector<Real> matrix(sizeOf(rows, stride));
  for (Real& x : matrix) x = static_cast<Real>(2 * random.uniform() - 1);
  return matrix;
}

/** One dense layer with strides wider than its columns, and what the kernels make of it. */
template <class Real>
struct DenseLayer {
  explicit DenseLayer(DenseShape shape)
      : inputs(shape.inputs),
        outputs(shape.outputs),
        columns(shape.columns),
        xStride(columns + 4),
        zStride(columns + 8),
        W(randomMatrix<Real>(inputs, outputs, 1)),
        bias(randomMatrix<Real>(1, outputs, 2)),
        X(randomMatrix<Real>(inputs, xStride, 3)),
        dZ(randomMatrix<Real>(outputs, zStride, 4)) {}
  Real w(int i, int o) const { return at(W, i * outputs + o); }
  Real x(int i, int c) const { return at(X, i * xStride + c); }
  Real d(int o, int c) const { return at(dZ, o * zStride + c); }

  int inputs, outputs, columns, xStride, zStride;
  std::vector<Real> W, bias, X, dZ;
};

/** Marks memory that no kernel may write. */
constexpr int untouched = 12345;

/** The lanes' own sums over the columns, then the one tree; `term(c)` is the product in column c. */
template <class Real, class Term>
Real sumOfColumns(int columns, Term term) {
  Real lane[lanes] = {};
  for (int c = 0; c < columns; ++c) lane[c % lanes] += term(c);
  return (lane[0] + lane[2]) + (lane[1] + lane[3]);
}

/** For numbers: no test here makes NaN. */
template <class Real>
bool sameBits(Real a, Real b) {
  return a == b && std::signbit(a) == std::signbit(b);
}

}  // namespace

TEMPLATE_TEST_CASE("the forward pass adds bias and products in the order of the inputs, bit for bit", "[math]", float,
                   double) {
  for (const DenseShape shape : shapes) {
    const DenseLayer<TestType> layer(shape);
    std::vector<TestType> Z(sizeOf(layer.outputs, layer.zStride), TestType(untouched));
    denseForward(layer.outputs, layer.inputs, layer.columns, layer.W.data(), layer.bias.data(), layer.X.data(),
                 layer.xStride, Z.data(), layer.zStride);
    bool exact = true, near = true, contained = true;
    for (int o = 0; o < layer.outputs; ++o)
      for (int c = 0; c < layer.zStride; ++c) {
        const TestType found = at(Z, o * layer.zStride + c);
        if (c >= layer.columns) {
          contained = contained && found == untouched;
          continue;
        }
        TestType ordered = at(layer.bias, o);
        long double naive = static_cast<long double>(ordered);
        for (int i = 0; i < layer.inputs; ++i) {
          ordered += layer.w(i, o) * layer.x(i, c);
          naive += static_cast<long double>(layer.w(i, o)) * layer.x(i, c);
        }
        exact = exact && sameBits(found, ordered);
        near = near && std::fabs(static_cast<double>(found - naive)) < (sizeof(TestType) == 4 ? 1e-4 : 1e-12);
      }
    INFO(shape.inputs << " inputs, " << shape.outputs << " outputs, " << shape.columns << " columns");
    CHECK(exact);
    CHECK(near);
    CHECK(contained);
  }
}

TEMPLATE_TEST_CASE("the forward pass activates in the same breath where that is wanted, bit for bit", "[math]", float,
                   double) {
  const auto check = [](const DenseLayer<TestType>& layer, Fused kind, auto function) {
    std::vector<TestType> plain(sizeOf(layer.outputs, layer.zStride), TestType(untouched)),
        Z = plain, activated = plain, alone = plain;
    const auto forward = [&](std::vector<TestType>& result, const Activated<TestType>& also) {
      denseForward(layer.outputs, layer.inputs, layer.columns, layer.W.data(), layer.bias.data(), layer.X.data(),
                   layer.xStride, result.data(), layer.zStride, also);
    };
    forward(plain, {});
    forward(Z, {kind, activated.data()});
    forward(alone, {kind, alone.data()});
    bool same = true, changes = false;
    for (int o = 0; o < layer.outputs; ++o)
      for (int c = 0; c < layer.zStride; ++c) {
        const TestType z = at(plain, o * layer.zStride + c), a = at(activated, o * layer.zStride + c);
        const TestType expected = function.template value<TestType>(splat(z))[0];
        same = same && sameBits(at(Z, o * layer.zStride + c), z) &&
               sameBits(a, c < layer.columns ? expected : TestType(untouched));
        changes = changes || (c < layer.columns && a != z);
      }
    INFO(layer.inputs << " inputs, " << layer.outputs << " outputs, " << layer.columns << " columns");
    CHECK(same);
    CHECK(changes);
    CHECK(alone == activated);
  };
  for (const DenseShape shape : shapes) {
    check(DenseLayer<TestType>(shape), Fused::tanh, Tanh{});
    check(DenseLayer<TestType>(shape), Fused::relu, Relu{});
  }
}

TEMPLATE_TEST_CASE("the gradient of the inputs adds products in the order of the outputs, bit for bit", "[math]", float,
                   double) {
  for (const DenseShape shape : shapes) {
    const DenseLayer<TestType> layer(shape);
    std::vector<TestType> dX(sizeOf(layer.inputs, layer.xStride), TestType(untouched));
    denseBackwardInput(layer.inputs, layer.outputs, layer.columns, layer.W.data(), layer.dZ.data(), layer.zStride,
                       dX.data(), layer.xStride);
    bool exact = true, contained = true;
    for (int i = 0; i < layer.inputs; ++i)
      for (int c = 0; c < layer.xStride; ++c) {
        const TestType found = at(dX, i * layer.xStride + c);
        if (c >= layer.columns) {
          contained = contained && found == untouched;
          continue;
        }
        TestType ordered = 0;
        for (int o = 0; o < layer.outputs; ++o) ordered += layer.w(i, o) * layer.d(o, c);
        exact = exact && sameBits(found, ordered);
      }
    INFO(shape.inputs << " inputs, " << shape.outputs << " outputs, " << shape.columns << " columns");
    CHECK(exact);
    CHECK(contained);
  }
}

TEMPLATE_TEST_CASE("the gradient of the inputs takes the slope of the activation before along, bit for bit", "[math]",
                   float, double) {
  const auto check = [](const DenseLayer<TestType>& layer, Fused kind, auto function) {
    std::vector<TestType> dX(sizeOf(layer.inputs, layer.xStride), TestType(untouched)), plain = dX, dZ = dX;
    const auto backward = [&](std::vector<TestType>& result, const Slope<TestType>& slope) {
      denseBackwardInput(layer.inputs, layer.outputs, layer.columns, layer.W.data(), layer.dZ.data(), layer.zStride,
                         result.data(), layer.xStride, slope);
    };
    backward(plain, {});
    backward(dX, {kind, layer.X.data(), dZ.data()});
    std::vector<TestType> alone(dX.size(), TestType(untouched));
    backward(alone, {kind, layer.X.data(), alone.data()});
    bool exact = dX == plain && alone == dZ;
    for (int i = 0; i < layer.inputs; ++i)
      for (int c = 0; c < layer.xStride; ++c) {
        const Vec<TestType> a = splat(layer.x(i, c));
        const TestType expected = at(plain, i * layer.xStride + c) * function.template derivative<TestType>(a, a)[0];
        exact = exact && sameBits(at(dZ, i * layer.xStride + c), c < layer.columns ? expected : TestType(untouched));
      }
    INFO(layer.inputs << " inputs, " << layer.outputs << " outputs, " << layer.columns << " columns");
    CHECK(exact);
  };
  for (const DenseShape shape : shapes) {
    check(DenseLayer<TestType>(shape), Fused::tanh, Tanh{});
    check(DenseLayer<TestType>(shape), Fused::relu, Relu{});
  }
}

TEMPLATE_TEST_CASE("the gradients of weights and biases add columns by lanes and lanes by one tree, bit for bit",
                   "[math]", float, double) {
  for (const DenseShape shape : shapes) {
    const DenseLayer<TestType> layer(shape);
    std::vector<TestType> dW(layer.W.size(), TestType(untouched)), dBias(layer.bias.size(), TestType(untouched));
    denseBackwardWeights(layer.outputs, layer.inputs, layer.columns, layer.X.data(), layer.xStride, layer.dZ.data(),
                         layer.zStride, dW.data(), dBias.data());
    bool exact = true;
    for (int o = 0; o < layer.outputs; ++o) {
      const TestType bias = sumOfColumns<TestType>(layer.columns, [&](int c) { return layer.d(o, c); });
      exact = exact && sameBits(at(dBias, o), bias);
      for (int i = 0; i < layer.inputs; ++i) {
        const TestType weight =
            sumOfColumns<TestType>(layer.columns, [&](int c) { return layer.x(i, c) * layer.d(o, c); });
        exact = exact && sameBits(at(dW, i * layer.outputs + o), weight);
      }
    }
    INFO(shape.inputs << " inputs, " << shape.outputs << " outputs, " << shape.columns << " columns");
    CHECK(exact);
  }
}

TEMPLATE_TEST_CASE("a batch is gathered as columns, with zeros behind its samples", "[math]", float, double) {
  for (const int inputs : {1, 2, 3, 4, 5, 8, 11})
    for (const int targets : {1, 2, 3, 4, 6})
      for (const int count : {0, 1, 3, 4, 5, 9, 16}) {
        const int rows = 20, stride = static_cast<int>(roundUpToLanes(static_cast<std::size_t>(count))) + 4;
        SampleRows<TestType> samples{nullptr, inputs, targets};
        const int width = static_cast<int>(samples.width());
        const std::vector<TestType> table = randomMatrix<TestType>(rows, width, 5);
        samples.rows = table.data();
        std::vector<int> index(static_cast<std::size_t>(count));
        for (int c = 0; c < count; ++c) at(index, c) = (c * 7 + 3) % rows;
        std::vector<TestType> X(sizeOf(inputs, stride), TestType(untouched)), alone = X;
        std::vector<TestType> T(sizeOf(targets, stride), TestType(untouched));
        gatherColumns(samples, index.data(), count, X.data(), T.data(), stride);
        gatherInputs(samples, index.data(), count, alone.data(), stride);
        bool right = alone == X;
        for (int f = 0; f < inputs + targets; ++f)
          for (int c = 0; c < stride; ++c) {
            const TestType expected = c < count ? at(table, at(index, c) * width + f) : TestType(0);
            right = right && (f < inputs ? at(X, f * stride + c) : at(T, (f - inputs) * stride + c)) == expected;
          }
        INFO(inputs << " inputs, " << targets << " targets, " << count << " samples");
        CHECK(right);
      }
}
