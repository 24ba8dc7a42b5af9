"""Activations, as layers."""

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
