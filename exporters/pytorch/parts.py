"""What a PyTorch program is made of; `numpy/layers.py` tells how to read this. Networks are lists of modules, images [sample][channel][y][x]."""
import base64
import math

import torch
from torch import nn


def numbers(values, *shape):
    """A tensor of that shape, from a list or from base64 of little-endian numbers ("f4:…" or "f8:…")."""
    if isinstance(values, str):
        kind = torch.float32 if values.startswith("f4") else torch.float64
        values = torch.frombuffer(bytearray(base64.b64decode(values[3:])), dtype=kind)
    return torch.as_tensor(values).to(torch.float64).reshape(shape)


def deviation(found, expected):
    """The largest |found − expected|, relative where a number is larger than 1."""
    if found.shape != expected.shape or not found.isfinite().all():
        return math.inf
    return ((found - expected).abs() / expected.abs().clamp(min=1)).max().item() if found.numel() else 0.0


def channelsLast(x):
    """The list of an image's values, as Nablab orders them: row by row, channel by channel within a pixel."""
    return x.movedim(1, -1).flatten(1)


# --- Layers, and how their tensors stand in a module's state ---

#: layers.dense = nn.Linear($inputs, $units)
#: layers.dense(image) = DenseOfImage($inputs, $units)
#: layers.dense.weight = "$layer.weight": $tensor.T
#: layers.dense.bias = "$layer.bias": $tensor
#: layers.conv2d = nn.Conv2d($channels, $filters, $kernel, stride=$stride, padding=$padding)
#: layers.conv2d.weight = "$layer.weight": $tensor.permute(3, 2, 0, 1)
#: layers.conv2d.bias = "$layer.bias": $tensor
#: layers.maxPooling2d = nn.MaxPool2d($size)
#: layers.averagePooling2d = nn.AvgPool2d($size)
#: layers.flatten = Flatten()
#: layers.dropout = nn.Dropout($rate)
#: layers.gaussianNoise = GaussianNoise($deviation)
#: layers.batchNormalization = nn.BatchNorm1d($channels, eps=$epsilon, momentum=$momentum)
#: layers.batchNormalization(image) = nn.BatchNorm2d($channels, eps=$epsilon, momentum=$momentum)
#: layers.batchNormalization.gamma = "$layer.weight": $tensor
#: layers.batchNormalization.beta = "$layer.bias": $tensor
#: layers.batchNormalization.runningMean = "$layer.running_mean": $tensor
#: layers.batchNormalization.runningVariance = "$layer.running_var": $tensor
#: layers.layerNormalization = nn.LayerNorm($channels, eps=$epsilon)
#: layers.layerNormalization(image) = LayerNormOfImage($channels, eps=$epsilon)
#: layers.layerNormalization.gamma = "$layer.weight": $tensor
#: layers.layerNormalization.beta = "$layer.bias": $tensor
#: layers.residual = Residual($from)
#: layers.activation = $function
#: layers.activation.slope = "$layer.weight": $tensor


class DenseOfImage(nn.Linear):
    def forward(self, x):
        return super().forward(channelsLast(x))


class LayerNormOfImage(nn.LayerNorm):
    """Over the channels of each place."""

    def forward(self, x):
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)


class Flatten(nn.Module):
    def forward(self, x):
        return channelsLast(x)


class GaussianNoise(nn.Module):
    """In training a normal number is added to each value."""

    def __init__(self, deviation):
        super().__init__()
        self.deviation = deviation

    def forward(self, x):
        return x + self.deviation * torch.randn_like(x) if self.training else x


class Residual(nn.Module):
    """Adds the output of layer `source` (−1: the input); `Network` sees to it."""

    def __init__(self, source):
        super().__init__()
        self.source = source


class Network(nn.Sequential):
    """Modules in a row, of which some add what an earlier one put out."""

    def forward(self, x):
        outputs = [x]
        for module in self:
            isResidual = isinstance(module, Residual)
            outputs.append(outputs[-1] + outputs[module.source + 1] if isResidual else module(outputs[-1]))
        return outputs[-1]


# --- Activations ---

#: activations.linear = nn.Identity()
#: activations.sigmoid = nn.Sigmoid()
#: activations.tanh = nn.Tanh()
#: activations.hardTanh = nn.Hardtanh()
#: activations.step = Step()
#: activations.relu = nn.ReLU()
#: activations.leakyRelu = nn.LeakyReLU($slope)
#: activations.prelu = nn.PReLU($slopeLength)
#: activations.elu = nn.ELU($alpha)
#: activations.selu = nn.SELU()
#: activations.softplus = nn.Softplus(threshold=40)
#: activations.silu = nn.SiLU()
#: activations.gelu = nn.GELU()
#: activations.mish = nn.Mish()
#: activations.softmax = nn.Softmax(1)
#: activations.softmax(image) = SoftmaxOfImage()


class Step(nn.Module):
    """1 above zero; its derivative is 0 everywhere."""

    def forward(self, x):
        return (x > 0).to(x) + 0 * x


class SoftmaxOfImage(nn.Module):
    def forward(self, x):
        return x.flatten(1).softmax(1).view_as(x)


# --- Losses of a batch: z are the outputs, t the targets ---


def weightsOf(classWeights, t):
    """By sample: the weight of its class."""
    if not classWeights:
        return torch.ones(len(t))
    weights = torch.tensor(classWeights, dtype=torch.float64)
    return weights[(t[:, 0] > 0.5).long()] if t.shape[1] == 1 else t @ weights


#: losses.meanSquaredError = nn.functional.mse_loss(z, t)
#: losses.halfSquaredError = 0.5 * nn.functional.mse_loss(z, t, reduction="sum") / len(z)
#: losses.meanAbsoluteError = nn.functional.l1_loss(z, t)
#: losses.huber = nn.functional.huber_loss(z, t, delta=$delta)
#: losses.binaryCrossEntropy = binaryCrossEntropy(z, t, $labelSmoothing, $classWeights)
def binaryCrossEntropy(z, t, labelSmoothing, classWeights):
    goal, weights = (1 - labelSmoothing) * t + labelSmoothing / 2, weightsOf(classWeights, t)
    each = nn.functional.binary_cross_entropy_with_logits(z, goal, reduction="none").mean(1)
    return (weights * each).sum() / weights.sum()


#: losses.softmaxCrossEntropy = softmaxCrossEntropy(z, t, $labelSmoothing, $classWeights)
def softmaxCrossEntropy(z, t, labelSmoothing, classWeights):
    weights = torch.tensor(classWeights, dtype=torch.float64) if classWeights else None
    return nn.functional.cross_entropy(z, t.argmax(1), weight=weights, label_smoothing=labelSmoothing)


#: losses.hinge = nn.functional.relu(1 - t * z).mean()
#: losses.focal = focal(z, t, $focusing, $balance)
def focal(z, t, focusing, balance):
    isClass = t > 0.5
    logarithm = nn.functional.logsigmoid(torch.where(isClass, z, -z))
    alpha = torch.where(isClass, torch.tensor(float(balance)), torch.tensor(1.0 - balance))
    return -(alpha * (1 - logarithm.exp()) ** focusing * logarithm).mean()


#: losses.softmaxFocal = softmaxFocal(z, t, $focusing, $classWeights)
def softmaxFocal(z, t, focusing, classWeights):
    logarithms, weights = z.log_softmax(1), weightsOf(classWeights, t)
    doubt = ((1 - t) * logarithms.exp()).sum(1)
    return -(weights * doubt**focusing * (t * logarithms).sum(1)).sum() / weights.sum()


# --- What is done to weights beside the loss ---


@torch.no_grad()
def changeWeights(change):
    for w in weights:
        if w.requires_grad:
            change(w)


def bound(w, limit):
    """Scales the weights that lead into each unit down to that norm."""
    norm = w.flatten(1).norm(dim=1).reshape(-1, *[1] * (w.dim() - 1))
    w.mul_(torch.where(norm > limit, limit / norm, torch.ones_like(norm)))


#: regularizers.l1.penalty = $strength * w.abs().sum()
#: regularizers.l2.penalty = 0.5 * $strength * w.square().sum()
#: regularizers.elasticNet.penalty = $strength * ($l1Share * w.abs().sum() + (1 - $l1Share) / 2 * w.square().sum())
#: regularizers.decoupledWeightDecay.before = changeWeights(lambda w: w.mul_(1 - rate * $strength))
#: regularizers.maxNorm.after = changeWeights(lambda w: bound(w, $limit))
#: clippings.none =
#: clippings.value = nn.utils.clip_grad_value_(trained, $limit)
#: clippings.norm = nn.utils.clip_grad_norm_(trained, $limit)

# --- Optimizers ---

#: optimizers.gradientDescent = torch.optim.SGD(trained, learningRate, weight_decay=$weightDecay)
#: optimizers.momentum = torch.optim.SGD(trained, learningRate, momentum=$momentum, nesterov=$nesterov and $momentum > 0, weight_decay=$weightDecay)
#: optimizers.adagrad = torch.optim.Adagrad(trained, learningRate, eps=$epsilon)
#: optimizers.rmsprop = torch.optim.RMSprop(trained, learningRate, alpha=$rho, eps=$epsilon, momentum=$momentum)
#: optimizers.adadelta = torch.optim.Adadelta(trained, learningRate, rho=$rho, eps=$epsilon)
#: optimizers.adam = torch.optim.Adam(trained, learningRate, betas=($beta1, $beta2), eps=$epsilon)
#: optimizers.amsgrad = torch.optim.Adam(trained, learningRate, betas=($beta1, $beta2), eps=$epsilon, amsgrad=True)
#: optimizers.adamw = torch.optim.AdamW(trained, learningRate, betas=($beta1, $beta2), eps=$epsilon, weight_decay=$weightDecay)
#: optimizers.adamax = torch.optim.Adamax(trained, learningRate, betas=($beta1, $beta2), eps=$epsilon)
#: optimizers.nadam = torch.optim.NAdam(trained, learningRate, betas=($beta1, $beta2), eps=$epsilon, momentum_decay=$momentumDecay, foreach=True)
#: optimizers.lion = Lion(trained, learningRate, betas=($beta1, $beta2), weight_decay=$weightDecay)
#: optimizers.newton ! it needs all second derivatives of the batch's loss
#: optimizers.lbfgs ! its line search is Nablab's own, not that of torch.optim.LBFGS
class Lion(torch.optim.Optimizer):
    """Of a momentum only the sign (Chen et al. 2023, arXiv:2302.06675, Algorithm 2)."""

    def __init__(self, parameters, lr, betas, weight_decay):
        super().__init__(parameters, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for w in group["params"]:
                m = self.state[w].setdefault("m", torch.zeros_like(w))
                sign = (beta1 * m + (1 - beta1) * w.grad).sign()
                w.sub_(group["lr"] * (sign + group["weight_decay"] * w))
                m.mul_(beta2).add_((1 - beta2) * w.grad)
