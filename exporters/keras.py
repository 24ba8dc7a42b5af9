"""What a Keras program is made of; `numpy/layers.py` tells how to read this. Names and arguments are those of Keras 3."""
import base64
import math

import keras
import numpy as np
import tensorflow as tf


def numbers(values, *shape):
    """An array of that shape, from a list or from base64 of little-endian numbers ("f4:…" or "f8:…")."""
    if isinstance(values, str):
        values = np.frombuffer(base64.b64decode(values[3:]), "<" + values[:2])
    return np.array(values, np.float64).reshape(shape)


def deviation(found, expected):
    """The largest |found − expected|, relative where a number is larger than 1."""
    found = np.asarray(found)
    if found.shape != expected.shape or not np.all(np.isfinite(found)):
        return math.inf
    return float(np.max(np.abs(found - expected) / np.maximum(1, np.abs(expected)), initial=0))


#: layers.dense = keras.layers.Dense($units, name="layer$layer", trainable=$trainable)
#: layers.dense(image) = keras.layers.Flatten(), keras.layers.Dense($units, name="layer$layer", trainable=$trainable)
#: layers.conv2d = keras.layers.Conv2D($filters, $kernel, strides=$stride, padding=$padding, name="layer$layer", trainable=$trainable)
#: layers.maxPooling2d = keras.layers.MaxPooling2D($size)
#: layers.averagePooling2d = keras.layers.AveragePooling2D($size)
#: layers.flatten = keras.layers.Flatten()
#: layers.dropout = keras.layers.Dropout(0.0)  # in Nablab $rate
#: layers.gaussianNoise = keras.layers.GaussianNoise(0.0)  # in Nablab $deviation
#: layers.batchNormalization = keras.layers.BatchNormalization(momentum=1 - $momentum, epsilon=$epsilon, name="layer$layer")
#: layers.layerNormalization = keras.layers.LayerNormalization(epsilon=$epsilon, name="layer$layer", trainable=$trainable)
#: layers.residual ! a keras.Sequential has no layer that adds an earlier output
#: layers.activation = $function
#: activations.linear = keras.layers.Activation("linear")
#: activations.sigmoid = keras.layers.Activation("sigmoid")
#: activations.tanh = keras.layers.Activation("tanh")
#: activations.hardTanh = keras.layers.Activation(lambda z: keras.ops.clip(z, -1, 1))
#: activations.step = keras.layers.Activation(lambda z: keras.ops.cast(z > 0, "float64"))
#: activations.relu = keras.layers.Activation("relu")
#: activations.leakyRelu = keras.layers.LeakyReLU(negative_slope=$slope)
#: activations.prelu ! its slopes have other shapes in Keras
#: activations.elu = keras.layers.ELU(alpha=$alpha)
#: activations.selu = keras.layers.Activation("selu")
#: activations.softplus = keras.layers.Activation("softplus")
#: activations.silu = keras.layers.Activation("silu")
#: activations.gelu = keras.layers.Activation("gelu")
#: activations.mish = keras.layers.Activation("mish")
#: activations.softmax = keras.layers.Activation("softmax")
#: activations.softmax(image) ! in Keras it is taken over the channels of each place
#: losses.meanSquaredError = keras.losses.MeanSquaredError()(t, z)
#: losses.halfSquaredError = 0.5 * keras.ops.sum(keras.ops.square(z - t)) / len(t)
#: losses.meanAbsoluteError = keras.losses.MeanAbsoluteError()(t, z)
#: losses.huber = keras.losses.Huber(delta=$delta)(t, z)
#: losses.binaryCrossEntropy = keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=$labelSmoothing)(t, z)
#: losses.softmaxCrossEntropy = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=$labelSmoothing)(t, z)
#: losses.hinge = keras.losses.Hinge()(t, z)
#: losses.focal = keras.losses.BinaryFocalCrossentropy(apply_class_balancing=True, alpha=$balance, gamma=$focusing, from_logits=True)(t, z)
#: losses.softmaxFocal = keras.losses.CategoricalFocalCrossentropy(alpha=1.0, gamma=$focusing, from_logits=True)(t, z)
#: regularizers.l1.penalty = $strength * keras.ops.sum(keras.ops.abs(w))
#: regularizers.l2.penalty = 0.5 * $strength * keras.ops.sum(keras.ops.square(w))
#: regularizers.elasticNet.penalty = $strength * ($l1Share * keras.ops.sum(keras.ops.abs(w)) + (1 - $l1Share) / 2 * keras.ops.sum(keras.ops.square(w)))
#: regularizers.decoupledWeightDecay.before = changeWeights(lambda w: w * (1 - rate * $strength))
#: regularizers.maxNorm.after = changeWeights(lambda w: bound(w, $limit))
#: clippings.none = gradients
#: clippings.value = [keras.ops.clip(g, -$limit, $limit) for g in gradients]
#: clippings.norm = clippedByNorm(gradients, $limit)
#: optimizers.gradientDescent = keras.optimizers.SGD(learningRate, weight_decay=$weightDecay)
#: optimizers.momentum = keras.optimizers.SGD(learningRate, momentum=$momentum, nesterov=$nesterov)
#: optimizers.adagrad = keras.optimizers.Adagrad(learningRate, initial_accumulator_value=0.0, epsilon=$epsilon)
#: optimizers.rmsprop ! Keras has its epsilon within the root, and the learning rate within the momentum
#: optimizers.adadelta = keras.optimizers.Adadelta(learningRate, rho=$rho, epsilon=$epsilon)
#: optimizers.adam = keras.optimizers.Adam(learningRate, beta_1=$beta1, beta_2=$beta2, epsilon=$epsilon)
#: optimizers.amsgrad = keras.optimizers.Adam(learningRate, beta_1=$beta1, beta_2=$beta2, epsilon=$epsilon, amsgrad=True)
#: optimizers.adamw = keras.optimizers.AdamW(learningRate, weight_decay=$weightDecay, beta_1=$beta1, beta_2=$beta2, epsilon=$epsilon)
#: optimizers.adamax = keras.optimizers.Adamax(learningRate, beta_1=$beta1, beta_2=$beta2, epsilon=$epsilon)
#: optimizers.nadam ! Keras lets its momentum grow by another rule
#: optimizers.lion = keras.optimizers.Lion(learningRate, beta_1=$beta1, beta_2=$beta2, weight_decay=$weightDecay)
#: optimizers.newton ! Keras has no such optimizer
#: optimizers.lbfgs ! Keras has no such optimizer


def changeWeights(change):
    for w in weights:
        if w.trainable:
            w.assign(change(w))


def bound(w, limit):
    """Scales the weights that lead into each unit down to that norm."""
    norm = keras.ops.sqrt(keras.ops.sum(keras.ops.square(w), axis=tuple(range(len(w.shape) - 1))))
    return w * keras.ops.where(norm > limit, limit / norm, keras.ops.ones_like(norm))


def clippedByNorm(gradients, limit):
    norm = math.sqrt(sum(float(keras.ops.sum(keras.ops.square(g))) for g in gradients))
    return [g * min(1, limit / (norm + 1e-6)) for g in gradients]


#: program
$header
import base64
import math

import keras
import numpy as np
import tensorflow as tf

keras.config.set_floatx("float64")


$definitions


model = keras.Sequential(
    [
        keras.Input($inputShape),
        $layers
    ]
)

# --- The run: parameters, the rows that are needed, and what Nablab has computed from them ---

$values

for name, tensors in {
    $layerTensors
}.items():
    model.get_layer(name).set_weights(tensors)
expected = {
    $layerGradients
}
weights = [model.get_layer(name).weights[0] for name in [$weights]]
learningRate = $learningRate
tolerances = {"outputs": $tolerance, "gradient": $tolerance, "losses": $lossTolerance}


def rateOf(t):
    """The learning rate of step t."""
    return $schedule


def lossOf(z, t):
    return $loss


def objectiveOf(batch):
    """Loss and penalties of a batch in training."""
    objective = lossOf(model(inputs[batch], training=True), targets[batch])
    for w in weights:
        objective = objective + sum([$penalties])
    return objective


def main():
    deviations = {"outputs": deviation(model(inputs[batches[0]], training=False), outputs), "gradient": 0.0}
    optimizer = $optimizer
    trained = model.trainable_variables
    found = []
    for t, batch in enumerate(batches):
        with tf.GradientTape() as tape:
            objective = objectiveOf(batch)
        gradients = tape.gradient(objective, trained)
        if t == 0:
            ours = iter(gradients)
            for name, tensors in expected.items():
                for tensor in tensors if model.get_layer(name).trainable else []:
                    deviations["gradient"] = max(deviations["gradient"], deviation(next(ours), tensor))
        found.append(float(objective))
        rate = rateOf(t)
        optimizer.learning_rate = rate
        $before
        optimizer.apply_gradients(zip($clipping, trained))
        $after
    found.append(float(objectiveOf(batches[0])))
    deviations["losses"] = deviation(found, losses)
    for what, size in deviations.items():
        print(f"{what}: largest deviation {size:.3g}, allowed {tolerances[what]:.3g}")
    assert all(deviations[what] <= allowed for what, allowed in tolerances.items()), "they do not agree"
    print("All agree.")


main()
