"""The program around it all."""

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
