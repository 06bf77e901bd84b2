# SPDX-License-Identifier: MIT
"""open_run_in_python.py PROGRAM: what a training program leaves opens with numpy and safetensors, and
its hashes are those of Python's hashlib.

Exits with 77 (skipped) where a package is missing.
"""
import hashlib
import json
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


def sha256(data):
    return hashlib.sha256(data).hexdigest()


with tempfile.TemporaryDirectory() as name:
    call = [sys.argv[1], "--steps", "30", "--samples", "200", "--out", name, "--progress", "none"]
    printed = subprocess.run(call, check=True, capture_output=True, text=True).stdout
    folder = pathlib.Path(printed.splitlines()[-1])
    manifest = json.loads((folder / "manifest.json").read_text())

    on_disk = {p.name: sha256(p.read_bytes()) for p in folder.iterdir() if p.name != "manifest.json"}
    assert manifest["files"] == on_disk
    assert folder.name == on_disk["config.toml"][:12]
    lines = "".join(f"{on_disk[name]}  {name}\n" for name in sorted(manifest["result_files"]))
    assert manifest["result_hash"] == sha256(lines.encode())

    samples = numpy.load(folder / "samples.npy")
    assert samples.dtype == numpy.float32 and samples.shape == (200, 2)
    assert numpy.isfinite(samples).all()

    tensors = load_file(folder / "checkpoint.safetensors")
    weight = tensors["generator.1.dense.weight"]
    assert weight.dtype == numpy.float32 and set(weight.shape) == {2, 64}, weight.shape
    with safetensors.safe_open(folder / "checkpoint.safetensors", framework="numpy") as file:
        assert file.metadata()["step"] == "30"
        assert file.metadata()["config"] == (folder / "config.toml").read_text()
print(f"{len(tensors)} tensors and {len(on_disk)} files are as they should be")
