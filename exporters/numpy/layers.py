"""
What a NumPy program is made of. A line "#: family.kind = …" is what a program writes for that kind ($name stands for a
knob, a tensor, or a fact of the layer); "#: family.kind ! …" tells why it cannot be written. Of the definitions a
program takes those that it names. Behind "#: program" stands the program itself.
"""
import base64
import math

import numpy as np


def numbers(values, *shape):
    """An array of that shape, from a list or from base64 of little-endian numbers ("f4:…" or "f8:…")."""
    if isinstance(values, str):
        values = np.frombuffer(base64.b64decode(values[3:]), "<" + values[:2])
    return np.array(values, np.float64).reshape(shape)


def deviation(found, expected):
    """The largest |found − expected|, relative where a number is larger than 1."""
    found, expected = np.asarray(found), np.asarray(expected)
    if found.shape != expected.shape or not np.all(np.isfinite(found)):
        return math.inf
    return float(np.max(np.abs(found - expected) / np.maximum(1, np.abs(expected)), initial=0))


# --- Layers: forward(x, training) and backward(dA); images are [sample][y][x][channel] ---


class Layer:
    """Without parameters, unless it says otherwise."""

    parameters, gradients = (), ()

    def forward(self, x, training):
        return x

    def backward(self, dA):
        return dA


#: layers.dense = Dense($weight, $bias)
class Dense(Layer):
    """Z = X·W + b; W is [input][output]."""

    def __init__(self, weight, bias):
        self.parameters = [weight, bias]

    def forward(self, x, training):
        self.shape, self.x = x.shape, x.reshape(len(x), -1)
        weight, bias = self.parameters
        return self.x @ weight + bias

    def backward(self, dA):
        self.gradients = [self.x.T @ dA, dA.sum(0)]
        return (dA @ self.parameters[0].T).reshape(self.shape)


#: layers.conv2d = Conv2d($weight, $bias, $stride, $padding)
class Conv2d(Layer):
    """Every filter is laid over each place of the image; W is [y][x][channel][filter]."""

    def __init__(self, weight, bias, stride, padding):
        self.parameters, self.stride = [weight, bias], stride
        self.frame = [side // 2 if padding == "same" else 0 for side in weight.shape[:2]]

    def places(self, i, j):
        """Where the kernel's number (i, j) looks at."""
        (down, right), (height, width) = self.stride, self.size
        return np.s_[:, i : i + down * height : down, j : j + right * width : right]

    def forward(self, x, training):
        (top, left), weight = self.frame, self.parameters[0]
        self.x = np.pad(x, [(0, 0), (top, top), (left, left), (0, 0)])
        sides = zip(self.x.shape[1:3], weight.shape[:2], self.stride)
        self.size = [(image - kernel) // step + 1 for image, kernel, step in sides]
        kernel = np.ndindex(*weight.shape[:2])
        return sum(self.x[self.places(i, j)] @ weight[i, j] for i, j in kernel) + self.parameters[1]

    def backward(self, dA):
        weight = self.parameters[0]
        dW, dX = np.zeros_like(weight), np.zeros_like(self.x)
        for i, j in np.ndindex(*weight.shape[:2]):
            seen = self.places(i, j)
            dW[i, j] = np.tensordot(self.x[seen], dA, ([0, 1, 2], [0, 1, 2]))
            dX[seen] += dA @ weight[i, j].T
        self.gradients = [dW, dA.sum((0, 1, 2))]
        (top, left), (_, height, width, _) = self.frame, dX.shape
        return dX[:, top : height - top, left : width - left]


def squares(x, size):
    """The pixels of each square of an image: [sample][y][x][channel][pixel]; what remains at the edge is left out."""
    n, height, width, channels = x.shape
    high, wide = height // size, width // size
    cut = x[:, : high * size, : wide * size].reshape(n, high, size, wide, size, channels)
    return cut.transpose(0, 1, 3, 5, 2, 4).reshape(n, high, wide, channels, size * size)


def unsquared(pixels, size, shape):
    """The image of that shape that has these pixels in its squares, and zeros at the edge."""
    n, high, wide, channels, _ = pixels.shape
    image = np.zeros(shape)
    apart = pixels.reshape(n, high, wide, channels, size, size).transpose(0, 1, 4, 2, 5, 3)
    image[:, : high * size, : wide * size] = apart.reshape(n, high * size, wide * size, channels)
    return image


#: layers.maxPooling2d = MaxPooling2d($size)
class MaxPooling2d(Layer):
    """The largest pixel of each square; among equals the first one has the gradient."""

    def __init__(self, size):
        self.size = size

    def forward(self, x, training):
        self.shape, pixels = x.shape, squares(x, self.size)
        self.chosen = pixels.argmax(-1)[..., None] == np.arange(self.size**2)
        return pixels.max(-1)

    def backward(self, dA):
        return unsquared(self.chosen * dA[..., None], self.size, self.shape)


#: layers.averagePooling2d = AveragePooling2d($size)
class AveragePooling2d(Layer):
    """The mean of each square."""

    def __init__(self, size):
        self.size = size

    def forward(self, x, training):
        self.shape = x.shape
        return squares(x, self.size).mean(-1)

    def backward(self, dA):
        count = self.size**2
        return unsquared(np.repeat(dA[..., None] / count, count, -1), self.size, self.shape)


#: layers.flatten = Flatten()
class Flatten(Layer):
    """An image as the list of its values."""

    def forward(self, x, training):
        self.shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, dA):
        return dA.reshape(self.shape)


#: layers.dropout = Layer()  # dropout, rate $rate, silent here
#: layers.gaussianNoise = Layer()  # gaussianNoise, deviation $deviation, silent here
#: layers.batchNormalization = BatchNormalization($gamma, $beta, $runningMean, $runningVariance, $momentum, $epsilon)
class BatchNormalization(Layer):
    """By the batch's mean and variance of each channel; in evaluation by running ones."""

    def __init__(self, gamma, beta, mean, variance, momentum, epsilon):
        self.parameters = [gamma, beta]
        self.mean, self.variance, self.momentum, self.epsilon = mean, variance, momentum, epsilon

    def forward(self, x, training):
        mean, variance = self.mean, self.variance
        self.axes = tuple(range(x.ndim - 1))
        if training:
            mean, variance = x.mean(self.axes), x.var(self.axes)
            self.count = x.size // x.shape[-1]
            keep = 1 - self.momentum
            self.mean = keep * self.mean + self.momentum * mean
            if self.count > 1:
                unbiased = variance * self.count / (self.count - 1)
                self.variance = keep * self.variance + self.momentum * unbiased
        self.scale = 1 / np.sqrt(variance + self.epsilon)
        self.normal = (x - mean) * self.scale
        return self.normal * self.parameters[0] + self.parameters[1]

    def backward(self, dA):
        dGamma, dBeta = (dA * self.normal).sum(self.axes), dA.sum(self.axes)
        self.gradients = [dGamma, dBeta]
        return self.parameters[0] * self.scale * (dA - dBeta / self.count - self.normal * dGamma / self.count)


#: layers.layerNormalization = LayerNormalization($gamma, $beta, $epsilon)
class LayerNormalization(Layer):
    """By mean and variance over the channels of each sample and place."""

    def __init__(self, gamma, beta, epsilon):
        self.parameters, self.epsilon = [gamma, beta], epsilon

    def forward(self, x, training):
        self.scale = 1 / np.sqrt(x.var(-1, keepdims=True) + self.epsilon)
        self.normal = (x - x.mean(-1, keepdims=True)) * self.scale
        return self.normal * self.parameters[0] + self.parameters[1]

    def backward(self, dA):
        axes = tuple(range(dA.ndim - 1))
        self.gradients = [(dA * self.normal).sum(axes), dA.sum(axes)]
        d = dA * self.parameters[0]
        slope = (d * self.normal).mean(-1, keepdims=True)
        return (d - d.mean(-1, keepdims=True) - self.normal * slope) * self.scale


#: layers.residual = Residual($from)
class Residual(Layer):
    """Adds the output of layer `source` (−1: the input); `forward` and `backward` below see to it."""

    def __init__(self, source):
        self.source = source
