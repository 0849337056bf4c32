"""Times training steps of PyTorch and scikit-learn: one JSON request a line in, one JSON answer a line out."""

import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")
try:
    import torch

    torch.set_num_threads(1)
except ImportError:
    torch = None
try:
    import numpy
    from sklearn.neural_network import MLPClassifier
except ImportError:
    MLPClassifier = None


class Masked(torch.nn.Linear if torch else object):
    """A layer pruned as is usual: weight times mask, at full cost."""

    def __init__(self, inputs, outputs, density):
        super().__init__(inputs, outputs)
        self.register_buffer("mask", (torch.rand(outputs, inputs) < density).float())

    def forward(self, x):
        return torch.nn.functional.linear(x, self.weight * self.mask, self.bias)


def torch_subject(sizes, batch, density):
    torch.manual_seed(0)
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers.append(torch.nn.Linear(inputs, outputs) if density == 1 else Masked(inputs, outputs, density))
        layers.append(torch.nn.ReLU())
    model = torch.nn.Sequential(*layers[:-1])
    # Of AdamW's three implementations the fused one is the fastest here.
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, fused=True)
    x = torch.randn(16 * batch, sizes[0])
    y = torch.randint(0, max(2, sizes[-1]), (16 * batch,))

    def run(steps):
        for step in range(steps):
            at = step % 16 * batch
            loss = torch.nn.functional.cross_entropy(model(x[at : at + batch]), y[at : at + batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    return run


def sklearn_subject(sizes, batch):
    generator = numpy.random.default_rng(0)
    model = MLPClassifier(hidden_layer_sizes=sizes[1:-1], batch_size=batch, learning_rate_init=1e-4)
    x = generator.standard_normal((16 * batch, sizes[0])).astype(numpy.float32)
    y = generator.integers(0, sizes[-1], 16 * batch)
    model.partial_fit(x, y, classes=numpy.arange(sizes[-1]))

    def run(steps):
        for first in range(0, steps, 16):
            rows = min(16, steps - first) * batch
            model.partial_fit(x[:rows], y[:rows])

    return run


subjects = {}
print(json.dumps({"torch": torch and torch.__version__, "sklearn": MLPClassifier is not None}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    key = json.dumps([request["name"], request["sizes"], request["batch"], request["density"]])
    if key not in subjects:
        if request["name"] == "sklearn":
            subjects[key] = sklearn_subject(request["sizes"], request["batch"])
        else:
            subjects[key] = torch_subject(request["sizes"], request["batch"], request["density"])
        subjects[key](2)
    start = time.process_time()
    subjects[key](request["steps"])
    print(json.dumps({"ms": (time.process_time() - start) * 1000 / request["steps"]}), flush=True)
