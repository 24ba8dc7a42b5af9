"""Optimizers: they change w in place; s holds what they keep, zero at first; t counts from 0."""

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
