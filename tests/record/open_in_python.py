# SPDX-License-Identifier: MIT
"""open_in_python.py PROGRAM: what PROGRAM writes must open with numpy and with safetensors.

Exits with 77 (skipped) where one of the two packages is missing.
"""
import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy
    import safetensors
    from safetensors.numpy import load_file
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    subprocess.run([sys.argv[1], name], check=True)

    samples = numpy.load(folder / "samples.npy")
    assert samples.dtype == numpy.float32 and samples.shape == (3, 2), (samples.dtype, samples.shape)
    expected = numpy.array([[0.5, -1.25], [3.0, 1e-40], [0.0, 7.0]], dtype=numpy.float32)
    assert samples.tobytes() == expected.tobytes(), samples

    tensors = load_file(folder / "checkpoint.safetensors")
    assert set(tensors) == {"generator.0.weight", "generator.0.bias"}, set(tensors)
    assert tensors["generator.0.weight"].tolist() == [[1, 2, 3], [4, 5, 6]]
    assert tensors["generator.0.bias"].tolist() == [-1, 0.5, 0]
    with safetensors.safe_open(folder / "checkpoint.safetensors", framework="numpy") as file:
        assert file.metadata() == {"step": "12", "config": "alpha = 0.3\n"}, file.metadata()
print("numpy and safetensors read what was written")
