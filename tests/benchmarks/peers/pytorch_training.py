# SPDX-License-Identifier: MIT
"""Steps per second of PyTorch on the configurations of bench_training.

    python pytorch_training.py --config mlp --mode eager|compile [--threads 1] [--seconds 5] --json

The same work as bench_training: one discriminator step on a true and a generated half as one batch, one
generator step, Adam (fused where PyTorch has it), binary cross-entropy from logits, single precision, true
samples and noise drawn fresh each step for verigan and from a prepared pool here (to PyTorch's advantage).
Discriminator weight gradients are switched off in the generator step. Subnormals are kept, as verigan does;
--flush-denormals lets PyTorch drop them.
"""

import argparse
import json
import statistics
import time

import torch
from torch import nn


def mlp(widths, hidden, last=None):
    layers = []
    for i, (a, b) in enumerate(zip(widths, widths[1:])):
        layers.append(nn.Linear(a, b))
        final = i == len(widths) - 2
        if not final:
            layers.append(hidden())
        elif last is not None:
            layers.append(last())
    return nn.Sequential(*layers)


def leaky():
    return nn.LeakyReLU(0.2, inplace=True)


def relu():
    return nn.ReLU(inplace=True)


class Reshape(nn.Module):
    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.view(x.shape[0], *self.shape)


def dcgan():
    g = nn.Sequential(
        nn.Linear(100, 7 * 7 * 128, bias=False), Reshape(128, 7, 7), nn.BatchNorm2d(128), relu(),
        nn.ConvTranspose2d(128, 64, 5, 2, 2, output_padding=1, bias=False), nn.BatchNorm2d(64), relu(),
        nn.ConvTranspose2d(64, 1, 5, 2, 2, output_padding=1), nn.Tanh())
    d = nn.Sequential(
        nn.Conv2d(1, 64, 5, 2, 2), leaky(),
        nn.Conv2d(64, 128, 5, 2, 2, bias=False), nn.BatchNorm2d(128), leaky(),
        nn.Flatten(), nn.Linear(7 * 7 * 128, 1))
    return g, d, 100, (1, 28, 28), 64


def models(config):
    """Returns generator, discriminator, noise width, shape of a sample, batch."""
    if config == "toy":
        return (mlp([2, 128, 128, 128, 128, 2], relu), mlp([2, 128, 128, 128, 128, 1], relu), 2, (2,), 256)
    if config in ("simple64", "simple128"):
        return (mlp([100, 128, 784], relu, nn.Sigmoid), mlp([784, 128, 1], relu), 100, (784,),
                int(config[len("simple"):]))
    if config == "mlp":
        return (mlp([100, 256, 512, 1024, 784], leaky, nn.Tanh), mlp([784, 1024, 512, 256, 1], leaky), 100,
                (784,), 128)
    if config == "dcgan":
        return dcgan()
    raise SystemExit(f"unknown configuration {config!r}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--config", required=True, choices=["toy", "simple64", "simple128", "mlp", "dcgan"])
    parser.add_argument("--mode", default="eager", choices=["eager", "compile"])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--flush-denormals", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(args.flush_denormals)
    torch.manual_seed(1)

    g, d, noise, shape, batch = models(args.config)
    if args.channels_last and len(shape) == 3:
        g, d = g.to(memory_format=torch.channels_last), d.to(memory_format=torch.channels_last)
    options = dict(lr=2e-4, betas=(0.5, 0.999), fused=True)
    g_adam, d_adam = torch.optim.Adam(g.parameters(), **options), torch.optim.Adam(d.parameters(), **options)
    loss = nn.BCEWithLogitsLoss()
    labels = torch.cat([torch.ones(batch, 1), torch.zeros(batch, 1)])
    ones = torch.ones(batch, 1)
    pool = [(torch.randn(batch, *shape), torch.randn(batch, noise), torch.randn(batch, noise)) for _ in range(16)]

    def d_loss(real, z):
        with torch.no_grad():
            fake = g(z)
        return loss(d(torch.cat([real, fake])), labels)

    def g_loss(z):
        return loss(d(g(z)), ones)

    if args.mode == "compile":
        d_loss, g_loss = torch.compile(d_loss), torch.compile(g_loss)

    def step(i):
        real, z_d, z_g = pool[i % len(pool)]
        d_adam.zero_grad(set_to_none=True)
        d_loss(real, z_d).backward()
        d_adam.step()
        for p in d.parameters():
            p.requires_grad_(False)
        g_adam.zero_grad(set_to_none=True)
        g_loss(z_g).backward()
        g_adam.step()
        for p in d.parameters():
            p.requires_grad_(True)

    for i in range(20):
        step(i)
    rates = []
    end = time.perf_counter() + args.seconds
    while time.perf_counter() < end:
        start, count = time.perf_counter(), 0
        while time.perf_counter() - start < args.seconds / 10:
            step(count)
            count += 1
        rates.append(count / (time.perf_counter() - start))
    result = dict(config=args.config, mode=args.mode, threads=args.threads, torch=torch.__version__,
                  channels_last=args.channels_last, flush_denormals=args.flush_denormals,
                  steps_per_second=statistics.median(rates), fastest=max(rates))
    print(json.dumps(result) if args.json else f"{args.config:10} {args.mode:8} {statistics.median(rates):9.1f} steps/s")


if __name__ == "__main__":
    main()
