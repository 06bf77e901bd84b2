# SPDX-License-Identifier: MIT
"""export_in_python.py onnx|torch VERIGAN PROGRAM_FOLDER: what `verigan export` writes draws in other programs what
the run's samples.npy holds.

Exits with 77 (skipped), naming it, where a package is missing.
"""
import pathlib
import subprocess
import sys
import tempfile

FORMAT, VERIGAN, PROGRAMS = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
try:
    import numpy as np

    if FORMAT == "onnx":
        import onnx
        import onnxruntime
    else:
        import torch  # noqa: F401
        from safetensors import safe_open
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)


def run(*words):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def train(program, *options):
    return pathlib.Path(run(PROGRAMS / program, "--preset", "smoke", "--progress", "none", "--out", here / "results",
                            *options)[-1])


def check(folder, labelled=False):
    out = here / (folder.name + FORMAT)
    run(VERIGAN, "export", folder, "--to", FORMAT, "--out", out)
    expected = np.load(out / "samples.npy")
    of_run = np.load(folder / "samples.npy")[: len(expected)]
    size = max(1.0, float(np.abs(of_run).max()))
    assert np.abs(expected - of_run).max() <= 1e-6 * size, "the run's own samples"
    assert expected.std(0).max() > 1e-3, "samples that differ"
    if FORMAT == "onnx":
        model = onnx.load(out / "generator.onnx")
        onnx.checker.check_model(model, full_check=True)
        known = {entry.key: entry.value for entry in model.metadata_props}
        session = onnxruntime.InferenceSession(out / "generator.onnx", providers=["CPUExecutionProvider"])
        fed = {"noise": np.load(out / "noise.npy")}
        if labelled:
            fed["labels"] = np.load(out / "labels.npy").astype(np.int64)
        (drawn,) = session.run(None, fed)
    else:
        with safe_open(out / "generator.safetensors", "np") as tensors:
            known = tensors.metadata()
        lines = (out / "generator.py").read_text().count("\n")
        assert 20 <= lines <= 60, f"{lines} lines"
        sys.path.insert(0, str(out))
        module = {"__file__": str(out / "generator.py"), "__name__": "generator"}
        exec(compile((out / "generator.py").read_text(), "generator.py", "exec"), module)
        given = [torch.from_numpy(np.load(out / "noise.npy"))]
        if labelled:
            given.append(torch.from_numpy(np.load(out / "labels.npy")).long())
        with torch.no_grad():
            drawn = module["Generator"]()(*given).numpy()
        (line,) = run(sys.executable, out / "generator.py")
        assert line.startswith("largest difference") and float(line.split()[-1]) <= 1e-5 * size, line
    assert drawn.shape == expected.shape, (drawn.shape, expected.shape)
    apart = float(np.abs(drawn - expected).max())
    assert apart <= 1e-5 * size, apart
    assert known["run"] == "/".join(folder.parts[-2:]) and len(known["run_result_hash"]) == 64, known
    assert known["layers"] and known["noise_distribution"] and known["factor"], known
    print(f"{known['run']}: {known['layers']}; largest difference {apart:.2g}")


with tempfile.TemporaryDirectory() as name:
    here = pathlib.Path(name)
    rng = np.random.default_rng(1)
    np.save(here / "points.npy", rng.normal(0, 1, (300, 3)) * [1, 50, 0.1] + [0, 1000, 5])
    np.save(here / "images.npy", rng.random((150, 12, 10)).astype(np.float32))
    np.save(here / "labelled.npy", rng.integers(0, 255, (150, 8, 8, 3), dtype=np.uint8))
    np.save(here / "labelled-labels.npy", np.arange(150) % 3)
    check(train("alpha_toy", "--steps", 40))
    check(train("alpha_toy", "--steps", 40, "--dataset", here / "points.npy", "--model",
                "G: dense 16 tanh | batch_norm leaky 0.1 | dense 9 sigmoid | dense 7 relu | dense 3; D: dense 8 relu | dense 1"))
    images = ["--data", here / "images.npy", "--batch", 16]
    for model in ("kth-simple", "kth-intermediate", "dcgan"):
        check(train("kth_models", "--model", model, "--output", "sigmoid" if model == "dcgan" else "tanh", *images))
    check(train("alpha_mnist", "--fresh-steps", 5, *images))
    labelled = ["--data", here / "labelled.npy", "--batch", 16]
    check(train("conditional", "--model", "cdcgan", *labelled), labelled=True)
    check(train("conditional", "--model", "cgan", "--conditioning", "embedding", "--noise", "uniform", *labelled),
          labelled=True)
