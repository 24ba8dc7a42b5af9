"""The program around it all."""

#: program
$header
import base64
import math

import torch
from torch import nn

torch.set_default_dtype(torch.float64)


$definitions


model = $container(
    $layers
)

# --- The run: parameters, the rows that are needed, and what Nablab has computed from them ---

$values
$arranged

model.load_state_dict(
    {
        $state
    },
    strict=False,
)
expected = {
    $gradientState
}
weights = [model.get_parameter(name) for name in [$weights]]
for index in $frozen:
    model[index].requires_grad_(False)
trained = [w for w in model.parameters() if w.requires_grad]
learningRate = $learningRate
tolerances = {"outputs": $tolerance, "gradient": $tolerance, "losses": $lossTolerance}


def rateOf(t):
    """The learning rate of step t."""
    return $schedule


def lossOf(z, t):
    return $loss


def objectiveOf(batch):
    """Loss and penalties of a batch in training."""
    model.train()
    for index in $silent:
        model[index].eval()
    objective = lossOf(model(inputs[batch]), targets[batch])
    for w in weights:
        objective = objective + sum([$penalties])
    return objective


def main():
    model.eval()
    with torch.no_grad():
        deviations = {"outputs": deviation(model(inputs[batches[0]]), outputs)}
    optimizer = $optimizer
    found = []
    for t, batch in enumerate(batches):
        optimizer.zero_grad()
        objective = objectiveOf(batch)
        objective.backward()
        if t == 0:
            named = dict(model.named_parameters())
            deviations["gradient"] = max(
                deviation(torch.zeros_like(e) if named[name].grad is None else named[name].grad, e)
                for name, e in expected.items()
            )
        found.append(objective.item())
        rate = rateOf(t)
        for group in optimizer.param_groups:
            group["lr"] = rate
        $clipping
        $before
        optimizer.step()
        $after
    with torch.no_grad():
        found.append(objectiveOf(batches[0]).item())
    deviations["losses"] = deviation(torch.tensor(found), losses)
    for what, size in deviations.items():
        print(f"{what}: largest deviation {size:.3g}, allowed {tolerances[what]:.3g}")
    assert all(deviations[what] <= allowed for what, allowed in tolerances.items()), "they do not agree"
    print("All agree.")


main()
