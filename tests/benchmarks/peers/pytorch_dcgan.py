# SPDX-License-Identifier: MIT
"""The DCGAN of `kth_models --model dcgan`, trained by PyTorch: are the images that verigan draws as good?

    python pytorch_dcgan.py --data DIR --out samples.npy [--width 0.5] [--epochs 2] [--batch 64] [--rate 1e-3]
        [--seed 1] [--samples 2000]
    verigan score samples.npy --against mnist:test

The same layers, first weights, losses, optimiser, schedule, mini-batches (half of them real), averaged weights and
standing statistics; other random numbers. DIR has MNIST's four IDX files, gzipped or not. Run by hand for three
seeds, and held against `kth_models --preset quick --model dcgan --seed N` (its samples.npy).
"""

import argparse
import copy
import gzip
import pathlib

import numpy
import torch
from torch import nn


def images(folder):
    for path in sorted(pathlib.Path(folder).rglob("train-images*idx3-ubyte*")):
        data = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
        pixels = numpy.frombuffer(data, numpy.uint8, offset=16).reshape(-1, 1, 28, 28)
        return torch.from_numpy(pixels.astype(numpy.float32) / 127.5 - 1)
    raise SystemExit(f"no train-images-idx3-ubyte[.gz] below '{folder}'")


def players(width):
    fine, coarse = round(64 * width), round(128 * width)
    generator = nn.Sequential(
        nn.Linear(100, 7 * 7 * coarse), nn.Unflatten(1, (coarse, 7, 7)), nn.BatchNorm2d(coarse), nn.ReLU(),
        nn.ConvTranspose2d(coarse, fine, 4, 2, 1, bias=False), nn.BatchNorm2d(fine), nn.ReLU(),
        nn.ConvTranspose2d(fine, 1, 4, 2, 1), nn.Tanh())
    discriminator = nn.Sequential(
        nn.Conv2d(1, fine, 4, 2, 1), nn.LeakyReLU(0.2),
        nn.Conv2d(fine, coarse, 4, 2, 1, bias=False), nn.BatchNorm2d(coarse), nn.LeakyReLU(0.2),
        nn.Flatten(), nn.Linear(7 * 7 * coarse, 1))
    for module in [*generator.modules(), *discriminator.modules()]:
        if isinstance(module, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            nn.init.normal_(module.weight, 0, 0.02)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
        elif isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight, 1, 0.02)
    return generator, discriminator


def calibrate(generator, noise):
    """Standing statistics: the mean over batches of a fixed noise."""
    norms = [m for m in generator.modules() if isinstance(m, nn.BatchNorm2d)]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
    generator.train()
    with torch.no_grad():
        for part in noise.split(256):
            generator(part)
    generator.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--width", type=float, default=0.5)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--average", type=float, default=0.999)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--samples", type=int, default=2000)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    real = images(options.data)
    generator, discriminator = players(options.width)
    average = copy.deepcopy(generator)
    half = options.batch // 2
    steps = options.epochs * (len(real) // half)
    optimisers = [torch.optim.Adam(p.parameters(), options.rate, (0.5, 0.999)) for p in (generator, discriminator)]
    schedules = [torch.optim.lr_scheduler.LambdaLR(o, lambda t: min(1, 2 * (1 - t / steps))) for o in optimisers]
    loss = nn.BCEWithLogitsLoss()
    ones, zeros = torch.ones(half, 1), torch.zeros(half, 1)
    for t in range(steps):
        if t % (len(real) // half) == 0:
            order = torch.randperm(len(real))
        at = (t % (len(real) // half)) * half
        made = generator(torch.randn(half, 100)).detach()
        d_loss = (loss(discriminator(real[order[at:at + half]]), ones) + loss(discriminator(made), zeros)) / 2
        optimisers[1].zero_grad()
        d_loss.backward()
        optimisers[1].step()
        g_loss = loss(discriminator(generator(torch.randn(half, 100))), ones)
        optimisers[0].zero_grad()
        g_loss.backward()
        optimisers[0].step()
        for schedule in schedules:
            schedule.step()
        decay = min(options.average, (1 + t) / (10 + t))
        with torch.no_grad():
            for a, w in zip(average.parameters(), generator.parameters()):
                a.lerp_(w, 1 - decay)
    calibrate(average, torch.randn(1024, 100))
    with torch.no_grad():
        samples = torch.cat([average(part) for part in torch.randn(options.samples, 100).split(500)])
    numpy.save(options.out, ((samples[:, 0] + 1) / 2).clamp(0, 1).numpy())


main()
