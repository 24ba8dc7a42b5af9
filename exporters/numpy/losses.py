"""Losses of a batch with their derivatives by the outputs z; and what is done to weights beside them."""

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
