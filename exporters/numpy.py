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


# --- Activations ---

#: layers.activation = $function


class Elementwise(Layer):
    """a = f(z), with f′ as a function of z and a."""

    def __init__(self, value, derivative):
        self.value, self.derivative = value, derivative

    def forward(self, x, training):
        self.z, self.a = x, self.value(x)
        return self.a

    def backward(self, dA):
        return dA * self.derivative(self.z, self.a)


def sigmoid(z):
    power = np.exp(-np.abs(z))
    return np.where(z > 0, 1, power) / (1 + power)


def softplus(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def shareBelow(z):
    """Of the normal distribution."""
    return 0.5 + 0.5 * np.vectorize(math.erf, otypes=[float])(z / math.sqrt(2))


def belowZero(z, factor):
    return factor * np.expm1(np.minimum(z, 0))


#: activations.linear = Layer()
#: activations.sigmoid = Elementwise(sigmoid, lambda z, a: a * (1 - a))
#: activations.tanh = Elementwise(np.tanh, lambda z, a: 1 - a * a)
#: activations.hardTanh = Elementwise(lambda z: np.clip(z, -1, 1), lambda z, a: np.abs(z) < 1)
#: activations.step = Elementwise(lambda z: (z > 0) * 1.0, lambda z, a: 0)
#: activations.relu = Elementwise(lambda z: np.maximum(z, 0), lambda z, a: z > 0)
#: activations.leakyRelu = Elementwise(lambda z: np.where(z > 0, z, $slope * z), lambda z, a: np.where(z > 0, 1, $slope))
#: activations.elu = Elementwise(lambda z: np.where(z > 0, z, belowZero(z, $alpha)), lambda z, a: np.where(z > 0, 1, a + $alpha))
#: activations.selu = Selu()
#: activations.softplus = Elementwise(softplus, lambda z, a: sigmoid(z))
#: activations.silu = Elementwise(lambda z: z * sigmoid(z), lambda z, a: sigmoid(z) + a * (1 - sigmoid(z)))
#: activations.gelu = Gelu()
#: activations.mish = Mish()
#: activations.softmax = Softmax()
#: activations.prelu = PRelu($slope)


class Selu(Elementwise):
    """λ·z above zero, λ·α·(e^z − 1) below."""

    def __init__(self):
        stretch, floor = 1.0507009873554804934, 1.7580993408473768599
        value = lambda z: np.where(z > 0, stretch * z, belowZero(z, floor))
        super().__init__(value, lambda z, a: np.where(z > 0, stretch, a + floor))


class Gelu(Elementwise):
    """z·Φ(z)."""

    def __init__(self):
        density = lambda z: np.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
        super().__init__(lambda z: z * shareBelow(z), lambda z, a: shareBelow(z) + z * density(z))


class Mish(Elementwise):
    """z·tanh(softplus(z))."""

    def __init__(self):
        share = lambda z: np.tanh(softplus(z))
        super().__init__(lambda z: z * share(z), lambda z, a: share(z) + z * (1 - share(z) ** 2) * sigmoid(z))


class Softmax(Layer):
    """Over all units of a sample."""

    def forward(self, x, training):
        flat = x.reshape(len(x), -1)
        power = np.exp(flat - flat.max(1, keepdims=True))
        self.a = power / power.sum(1, keepdims=True)
        return self.a.reshape(x.shape)

    def backward(self, dA):
        d = dA.reshape(self.a.shape)
        return (self.a * (d - (self.a * d).sum(1, keepdims=True))).reshape(dA.shape)


class PRelu(Layer):
    """Below zero times a learned slope, one for all units or one for each channel."""

    def __init__(self, slope):
        self.parameters = [slope]

    def forward(self, x, training):
        self.z = x
        return np.where(x > 0, x, self.parameters[0] * x)

    def backward(self, dA):
        slope, each = self.parameters[0], dA * np.minimum(0, self.z)
        self.gradients = [each.reshape(-1, len(slope)).sum(0)]
        return dA * np.where(self.z > 0, 1, slope)


# --- Losses: of a batch, with their derivatives by the outputs z ---


def weightsOf(classWeights, t):
    """By sample: the weight of its class."""
    if not classWeights:
        return np.ones(len(t))
    if t.shape[1] == 1:
        return np.where(t[:, 0] > 0.5, classWeights[1], classWeights[0])
    return t @ np.array(classWeights)


#: losses.meanSquaredError = np.mean((z - t) ** 2), 2 * (z - t) / z.size
#: losses.halfSquaredError = 0.5 * np.sum((z - t) ** 2) / len(z), (z - t) / len(z)
#: losses.meanAbsoluteError = np.mean(np.abs(z - t)), np.sign(z - t) / z.size
#: losses.huber = huber(z, t, $delta)
def huber(z, t, delta):
    cut = np.clip(z - t, -delta, delta)
    return np.mean(cut * (z - t - 0.5 * cut)), cut / z.size


#: losses.binaryCrossEntropy = binaryCrossEntropy(z, t, $labelSmoothing, $classWeights)
def binaryCrossEntropy(z, t, labelSmoothing, classWeights):
    share = weightsOf(classWeights, t)[:, None]
    share = share / (z.shape[1] * share.sum())
    goal = (1 - labelSmoothing) * t + labelSmoothing / 2
    return np.sum(share * (softplus(z) - z * goal)), share * (sigmoid(z) - goal)


#: losses.softmaxCrossEntropy = softmaxCrossEntropy(z, t, $labelSmoothing, $classWeights)
def softmaxCrossEntropy(z, t, labelSmoothing, classWeights):
    goal = (1 - labelSmoothing) * t + labelSmoothing / z.shape[1]
    goal = goal * (np.array(classWeights) if classWeights else 1)
    weight, all = weightsOf(classWeights, t).sum(), goal.sum(1, keepdims=True)
    below = z - z.max(1, keepdims=True)
    power = np.exp(below)
    total = power.sum(1, keepdims=True)
    return (np.sum(all * np.log(total)) - np.sum(goal * below)) / weight, (power / total * all - goal) / weight


#: losses.hinge = np.mean(np.maximum(0, 1 - t * z)), -t * (1 - t * z > 0) / z.size
#: losses.focal = focal(z, t, $focusing, $balance)
def focal(z, t, focusing, balance):
    sign, alpha = np.where(t > 0.5, 1, -1), np.where(t > 0.5, balance, 1 - balance)
    x = sign * z
    surprise, doubt = softplus(-x), sigmoid(-x)
    focus = alpha * np.exp(-focusing * softplus(x))
    slope = focus * (focusing * (1 - doubt) * surprise + doubt)
    return np.mean(focus * surprise), -sign * slope / z.size


#: losses.softmaxFocal = softmaxFocal(z, t, $focusing, $classWeights)
def softmaxFocal(z, t, focusing, classWeights):
    power = np.exp(z - z.max(1, keepdims=True))
    share = power / power.sum(1, keepdims=True)
    doubt = np.maximum(((1 - t) * share).sum(1), 1e-30)
    surprise = np.where(doubt < 0.5, -np.log1p(-np.minimum(doubt, 0.5)), -np.log((t * share).sum(1)))
    weight = weightsOf(classWeights, t)
    focus = weight / weight.sum() * doubt**focusing
    slope = focus * (focusing * (1 - doubt) * surprise / doubt + 1)
    return np.sum(focus * surprise), slope[:, None] * (share - t)


# --- What is done to weights beside the loss ---


def penalized(w, l1, l2):
    """The penalty l1·Σ|w| + ½·l2·Σw², and its gradient."""
    return np.sum(l1 * np.abs(w) + 0.5 * l2 * w * w), l1 * np.sign(w) + l2 * w


def bound(w, limit):
    """Scales the weights that lead into each unit down to that norm."""
    norm = np.sqrt((w * w).sum(tuple(range(w.ndim - 1))))
    w *= np.where(norm > limit, limit / np.maximum(norm, 1e-300), 1)


#: regularizers.l1.penalty = penalized(w, $strength, 0)
#: regularizers.l2.penalty = penalized(w, 0, $strength)
#: regularizers.elasticNet.penalty = penalized(w, $strength * $l1Share, $strength * (1 - $l1Share))
#: regularizers.decoupledWeightDecay.before = if isWeight(w): w *= 1 - rate * $strength
#: regularizers.maxNorm.after = if isWeight(w): bound(w, $limit)


def clippedByNorm(gradients, limit):
    norm = math.sqrt(sum(np.sum(g * g) for g in gradients))
    return [g * min(1, limit / (norm + 1e-6)) for g in gradients]


#: clippings.none = gradients
#: clippings.value = [np.clip(g, -$limit, $limit) for g in gradients]
#: clippings.norm = clippedByNorm(gradients, $limit)

# --- Optimizers: change w in place; s holds what they keep, zero at first; t counts from 0 ---


#: optimizers.gradientDescent = gradientDescent(w, g, rate, $weightDecay)
def gradientDescent(w, g, rate, weightDecay):
    w -= rate * (g + weightDecay * w)


#: optimizers.momentum = momentum(w, g, s, rate, $momentum, $nesterov, $weightDecay)
def momentum(w, g, s, rate, mu, nesterov, weightDecay):
    g = g + weightDecay * w
    s["v"] = mu * s["v"] + g
    w -= rate * (g + mu * s["v"] if nesterov else s["v"])


#: optimizers.adagrad = adagrad(w, g, s, rate, $epsilon)
def adagrad(w, g, s, rate, epsilon):
    s["s"] = s["s"] + g * g
    w -= rate * g / (np.sqrt(s["s"]) + epsilon)


#: optimizers.rmsprop = rmsprop(w, g, s, rate, $rho, $momentum, $epsilon)
def rmsprop(w, g, s, rate, rho, mu, epsilon):
    s["s"] = rho * s["s"] + (1 - rho) * g * g
    s["v"] = mu * s["v"] + g / (np.sqrt(s["s"]) + epsilon)
    w -= rate * s["v"]


#: optimizers.adadelta = adadelta(w, g, s, rate, $rho, $epsilon)
def adadelta(w, g, s, rate, rho, epsilon):
    s["s"] = rho * s["s"] + (1 - rho) * g * g
    delta = np.sqrt(s["d"] + epsilon) / np.sqrt(s["s"] + epsilon) * g
    s["d"] = rho * s["d"] + (1 - rho) * delta * delta
    w -= rate * delta


def moments(g, s, beta1, beta2):
    """The decaying means of the gradient and of its square."""
    s["m"] = beta1 * s["m"] + (1 - beta1) * g
    s["v"] = beta2 * s["v"] + (1 - beta2) * g * g
    return s["m"], s["v"]


#: optimizers.adam = adam(w, g, s, rate, t, $beta1, $beta2, $epsilon)
def adam(w, g, s, rate, t, beta1, beta2, epsilon):
    m, v = moments(g, s, beta1, beta2)
    w -= rate / (1 - beta1 ** (t + 1)) * m / (np.sqrt(v / (1 - beta2 ** (t + 1))) + epsilon)


#: optimizers.amsgrad = amsgrad(w, g, s, rate, t, $beta1, $beta2, $epsilon)
def amsgrad(w, g, s, rate, t, beta1, beta2, epsilon):
    m, v = moments(g, s, beta1, beta2)
    s["largest"] = np.maximum(s["largest"], v)
    w -= rate / (1 - beta1 ** (t + 1)) * m / (np.sqrt(s["largest"] / (1 - beta2 ** (t + 1))) + epsilon)


#: optimizers.adamw = adamw(w, g, s, rate, t, $beta1, $beta2, $epsilon, $weightDecay)
def adamw(w, g, s, rate, t, beta1, beta2, epsilon, weightDecay):
    w *= 1 - rate * weightDecay
    adam(w, g, s, rate, t, beta1, beta2, epsilon)


#: optimizers.adamax = adamax(w, g, s, rate, t, $beta1, $beta2, $epsilon)
def adamax(w, g, s, rate, t, beta1, beta2, epsilon):
    s["m"] = beta1 * s["m"] + (1 - beta1) * g
    s["u"] = np.maximum(beta2 * s["u"], np.abs(g) + epsilon)
    w -= rate / (1 - beta1 ** (t + 1)) * s["m"] / s["u"]


#: optimizers.nadam = nadam(w, g, s, rate, t, $beta1, $beta2, $epsilon, $momentumDecay)
def nadam(w, g, s, rate, t, beta1, beta2, epsilon, momentumDecay):
    now, ahead = (beta1 * (1 - 0.5 * 0.96 ** (step * momentumDecay)) for step in (t + 1, t + 2))
    m, v = moments(g, s, beta1, beta2)
    c = s["c"] = now * s["c"] + 1 - now
    step = ahead * m / (ahead * c + 1 - ahead) + (1 - now) * g / c
    w -= rate * step / (np.sqrt(v / (1 - beta2 ** (t + 1))) + epsilon)


#: optimizers.lion = lion(w, g, s, rate, $beta1, $beta2, $weightDecay)
def lion(w, g, s, rate, beta1, beta2, weightDecay):
    sign = np.sign(beta1 * s["m"] + (1 - beta1) * g)
    s["m"] = beta2 * s["m"] + (1 - beta2) * g
    w -= rate * (sign + weightDecay * w)


#: optimizers.newton ! it needs all second derivatives of the batch's loss
#: optimizers.lbfgs ! its line search is Nablab's own
#: program
$header
import base64
import math
from collections import defaultdict

import numpy as np


$definitions


# --- The run: parameters, the rows that are needed, and what Nablab has computed from them ---

$values

layers = [
    $layers
]
frozen = $frozen
weights = [$weights]
learningRate = $learningRate
tolerances = {"outputs": $tolerance, "gradient": $tolerance, "losses": $lossTolerance}


def rateOf(t):
    """The learning rate of step t."""
    return $schedule


def lossOf(z, t):
    """The batch's loss, and its derivative by the outputs."""
    return $loss


def isWeight(w):
    return any(w is each for each in weights)


def penaltyOf(w):
    """What a weight tensor adds to the objective: penalties with their gradients."""
    return [$penalties]


def forward(x, training):
    outputs = [x]
    for layer in layers:
        x = layer.forward(x, training)
        if hasattr(layer, "source"):
            x = x + outputs[layer.source + 1]
        outputs.append(x)
    return x


def backward(dA):
    more = defaultdict(float)
    for i, layer in reversed(list(enumerate(layers))):
        dA = dA + more[i]
        if hasattr(layer, "source"):
            more[layer.source] = more[layer.source] + dA
        dA = layer.backward(dA)


def objectiveOf(batch):
    """Loss and penalties of a batch in training, and the gradient of their sum by every parameter."""
    z = forward(inputs[batch], True)
    loss, dZ = lossOf(z, targets[batch])
    backward(dZ)
    gradients = []
    for i, layer in enumerate(layers):
        for w, g in zip(layer.parameters, layer.gradients):
            if isWeight(w):
                for penalty, gradient in penaltyOf(w):
                    loss, g = loss + penalty, g + gradient
            gradients.append(np.zeros_like(w) if i in frozen else g)
    return loss, gradients


def update(gradients, t, slots):
    """One step of the optimizer."""
    rate = rateOf(t)
    gradients = iter($clipping)
    for i, layer in enumerate(layers):
        for w in layer.parameters:
            g = next(gradients)
            if i in frozen:
                continue
            $before
            s = slots[id(w)]
            $optimizer
            $after


def main():
    deviations = {"outputs": deviation(forward(inputs[batches[0]], False), outputs)}
    slots = defaultdict(lambda: defaultdict(float))
    found = []
    for t, batch in enumerate(batches):
        objective, gradient = objectiveOf(batch)
        if t == 0:
            each = [deviation(g, e) for g, e in zip(gradient, gradientTensors)]
            deviations["gradient"] = max(each, default=0.0)
        found.append(objective)
        update(gradient, t, slots)
    found.append(objectiveOf(batches[0])[0])
    deviations["losses"] = deviation(found, losses)
    for what, size in deviations.items():
        print(f"{what}: largest deviation {size:.3g}, allowed {tolerances[what]:.3g}")
    assert all(deviations[what] <= allowed for what, allowed in tolerances.items()), "they do not agree"
    print("All agree.")


main()
