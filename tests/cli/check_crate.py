# SPDX-License-Identifier: MIT
"""check_crate.py VERIGAN COUNTING FIGURE: the ro-crate-metadata.json of a reproduction is a Process Run Crate.

Its references and times are checked here; where the packages rocrate and roc-validator are installed, they
have to accept it. The validator needs the JSON-LD context, which is that in the package rocrate: no network.
"""
import contextlib
import datetime
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def reproduce(programs, out):
    call = [programs / "verigan", "reproduce", "--preset", "smoke", "--out", out, "--only", "F01"]
    subprocess.run(call, check=True, capture_output=True)
    return json.loads((out / "ro-crate-metadata.json").read_text())["@graph"]


def listed(value):
    return value if isinstance(value, list) else [value]


def check(out, graph):
    entities = {entity["@id"]: entity for entity in graph}
    assert len(entities) == len(graph), "an @id stands for one entity"
    for entity in graph:  # every reference leads to an entity, but those that are addresses
        for value in entity.values():
            for one in listed(value):
                if isinstance(one, dict):
                    target = one["@id"]
                    assert target in entities or target.startswith("https://"), target
    for part in entities["./"]["hasPart"]:
        assert (out / part["@id"]).exists(), part
    actions = [entities[one["@id"]] for one in entities["./"]["mentions"]]
    runs = [action for action in actions if action["@id"].startswith("#run-")]
    assert len(runs) == 2 and len(actions) == 3, actions
    for run in runs:
        folder = out / run["result"]["@id"]
        manifest = json.loads((folder / "manifest.json").read_text())
        assert entities[run["result"]["@id"]]["identifier"] == "result_hash " + manifest["result_hash"]
        begin = datetime.datetime.fromisoformat(run["startTime"])
        assert begin == datetime.datetime.fromisoformat(manifest["started"].replace("Z", "+00:00"))
        seconds = (datetime.datetime.fromisoformat(run["endTime"]) - begin).total_seconds()
        assert 0 <= seconds - manifest["seconds"] < 1, (seconds, manifest["seconds"])
        assert manifest["provenance"]["commit"] in run["instrument"]["@id"]
    figure, = (action for action in actions if action["@id"] == "#figures-F01")
    assert {one["@id"] for one in figure["object"]} == {run["result"]["@id"] for run in runs}


def validated(out):
    """What roc-validator says is missing of what is required, by the profile's name."""
    import email
    import urllib.request
    import urllib.response

    import rdflib._networking
    import requests
    import rocrate
    from rocrate_validator import models, services
    from rocrate_validator.utils.http import HttpRequester

    context = (pathlib.Path(rocrate.__file__).parent / "data/ro-crate.jsonld").read_bytes()

    def open_url(request, *_, **__):
        url = request if isinstance(request, str) else request.full_url
        headers = email.message_from_string("Content-Type: application/ld+json\n")
        return urllib.response.addinfourl(io.BytesIO(context), headers, url, 200)

    def get(_, url, **__):
        answer = requests.Response()
        answer.status_code, answer.url, answer._content = 200, url, context
        answer.headers["Content-Type"] = "application/ld+json"
        return answer

    urllib.request.urlopen = rdflib._networking.urlopen = open_url
    HttpRequester.get = HttpRequester.fetch_fresh = get
    found = {}
    for profile in ("ro-crate-1.1", "process-run-crate-0.5"):
        settings = services.ValidationSettings(rocrate_uri=str(out), profile_identifier=profile,
                                               requirement_severity=models.Severity.REQUIRED)
        with contextlib.redirect_stdout(io.StringIO()):
            result = services.validate(settings)
        found[profile] = [f"{issue.check.identifier}: {issue.message}" for issue in result.get_issues()]
    return found


with tempfile.TemporaryDirectory() as name:
    place = pathlib.Path(name)
    programs, out = place / "bin", place / "results"
    programs.mkdir()
    for source, program in zip(sys.argv[1:], ("verigan", "counting", "figure_f01")):
        shutil.copy(source, programs / program)
    (programs / "catalogue.json").write_text(json.dumps(
        {"experiments": [{"name": "counting", "title": "A logistic map"}], "tables": [],
         "figures": [{"id": "F01", "program": "figure_f01", "experiments": ["counting"], "title": "One"}]}))
    check(out, reproduce(programs, out))
    before = os.stat(out / "ro-crate-metadata.json")
    check(out, reproduce(programs, out))  # nothing is new: not written again
    after = os.stat(out / "ro-crate-metadata.json")
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    try:
        from rocrate.rocrate import ROCrate
    except ImportError as missing:
        print(f"without a validator: {missing}")
    else:
        assert len(ROCrate(out).root_dataset["mentions"]) == 3
        print("rocrate reads it")
        try:
            import rocrate_validator  # noqa: F401
        except ImportError as missing:
            print(f"without a validator: {missing}")
        else:
            issues = validated(out)
            assert not any(issues.values()), issues
            print("roc-validator: nothing required is missing by", ", ".join(issues))
