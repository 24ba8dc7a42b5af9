"""Opens a file of parameters in PyTorch and goes on: prints the outputs, and the parameters after one more step.

Standard input is JSON: `file`, `inputs` and `targets` (rows), `rate`, `momentum`. The network is 2-3-1 with tanh, trained
with all rows by the mean squared error.
"""
import json
import struct
import sys

import torch


def load(path):
    """The tensors by name: with the safetensors package where it is installed, else by the format's own description."""
    try:
        from safetensors.torch import load_file

        return load_file(path)
    except ImportError:
        with open(path, "rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            header = json.loads(file.read(length))
            data = bytearray(file.read())
    tensors = {}
    for name, tensor in header.items():
        if name == "__metadata__":
            continue
        assert tensor["dtype"] == "F32"
        begin, end = tensor["data_offsets"]
        tensors[name] = torch.frombuffer(data[begin:end], dtype=torch.float32).reshape(tensor["shape"])
    return tensors


def turned(tensor):
    """PyTorch keeps weights as outputs × inputs."""
    return tensor.T if tensor.dim() == 2 else tensor


asked = json.load(sys.stdin)
tensors = load(asked["file"])
network = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Tanh(), torch.nn.Linear(3, 1))
optimizer = torch.optim.SGD(network.parameters(), lr=asked["rate"], momentum=asked["momentum"])
with torch.no_grad():
    for name, parameter in network.named_parameters():
        parameter.copy_(turned(tensors[f"layers.{name}"]))
        optimizer.state[parameter]["momentum_buffer"] = turned(tensors[f"optimizer.v.layers.{name}"]).clone()

inputs, targets = (torch.tensor(asked[key], dtype=torch.float32) for key in ("inputs", "targets"))
outputs = network(inputs)
torch.nn.functional.mse_loss(outputs, targets).backward()
optimizer.step()
stepped = {name: turned(parameter.detach()).flatten().tolist() for name, parameter in network.named_parameters()}
print(json.dumps({"outputs": outputs.detach().flatten().tolist(), "stepped": stepped}))
