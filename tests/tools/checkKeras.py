"""
Reads Keras programs (divided by NUL) and complains about every name of `keras.` and every keyword that is not in this
list, which was written by hand from the documentation of Keras 3.
"""
import ast
import sys

documented = {
    "Input": {"shape"},
    "Sequential": {"layers", "trainable", "name"},
    "config.set_floatx": {"value"},
    "layers.Activation": {"activation"},
    "layers.AveragePooling2D": {"pool_size", "strides", "padding"},
    "layers.BatchNormalization": {"axis", "momentum", "epsilon", "center", "scale", "name", "trainable"},
    "layers.Conv2D": {"filters", "kernel_size", "strides", "padding", "use_bias", "name", "trainable"},
    "layers.Dense": {"units", "activation", "use_bias", "name", "trainable"},
    "layers.Dropout": {"rate", "noise_shape", "seed"},
    "layers.ELU": {"alpha"},
    "layers.Flatten": {"data_format"},
    "layers.GaussianNoise": {"stddev", "seed"},
    "layers.LayerNormalization": {"axis", "epsilon", "center", "scale", "name", "trainable"},
    "layers.LeakyReLU": {"negative_slope"},
    "layers.MaxPooling2D": {"pool_size", "strides", "padding"},
    "losses.BinaryCrossentropy": {"from_logits", "label_smoothing", "axis", "reduction"},
    "losses.BinaryFocalCrossentropy": {"apply_class_balancing", "alpha", "gamma", "from_logits", "label_smoothing"},
    "losses.CategoricalCrossentropy": {"from_logits", "label_smoothing", "axis", "reduction"},
    "losses.CategoricalFocalCrossentropy": {"alpha", "gamma", "from_logits", "label_smoothing"},
    "losses.Hinge": {"reduction"},
    "losses.Huber": {"delta", "reduction"},
    "losses.MeanAbsoluteError": {"reduction"},
    "losses.MeanSquaredError": {"reduction"},
    "ops.abs": {"x"},
    "ops.cast": {"x", "dtype"},
    "ops.clip": {"x", "x_min", "x_max"},
    "ops.ones_like": {"x", "dtype"},
    "ops.sqrt": {"x"},
    "ops.square": {"x"},
    "ops.sum": {"x", "axis", "keepdims"},
    "ops.where": {"condition", "x1", "x2"},
    "optimizers.Adadelta": {"learning_rate", "rho", "epsilon"},
    "optimizers.Adagrad": {"learning_rate", "initial_accumulator_value", "epsilon"},
    "optimizers.Adam": {"learning_rate", "beta_1", "beta_2", "epsilon", "amsgrad"},
    "optimizers.AdamW": {"learning_rate", "weight_decay", "beta_1", "beta_2", "epsilon", "amsgrad"},
    "optimizers.Adamax": {"learning_rate", "beta_1", "beta_2", "epsilon"},
    "optimizers.Lion": {"learning_rate", "beta_1", "beta_2", "weight_decay"},
    "optimizers.SGD": {"learning_rate", "momentum", "nesterov", "weight_decay"},
}


def dotted(node):
    """`keras.layers.Dense` of the expression that stands for it; empty for any other."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) and dotted(node.value) else ""


programs = sys.stdin.read().split("\0")
for number, program in enumerate(programs):
    tree = ast.parse(program)
    compile(program, f"program {number}", "exec")
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = dotted(call.func)
        if not name.startswith("keras."):
            continue
        known = documented.get(name[6:])
        if known is None:
            print(f"program {number}: {name} is not in the list", file=sys.stderr)
        for keyword in call.keywords:
            if known is not None and keyword.arg not in known:
                print(f"program {number}: {name} has no {keyword.arg}", file=sys.stderr)
print(f"{len(programs)} programs")
