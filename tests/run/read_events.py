# SPDX-License-Identifier: MIT
"""read_events.py PROGRAM: the event files of --tensorboard hold a run's numbers and pictures.

A reader of its own, from the format's documents, checks every record; where the package tensorboard is
installed, it has to read the same.
"""
import csv
import json
import pathlib
import struct
import subprocess
import sys
import tempfile


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


assert crc32c(b"123456789") == 0xE3069283  # the check value of CRC-32/ISCSI
assert crc32c(bytes(32)) == 0x8A9136AA  # RFC 3720, appendix B.4


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        head = data[at:at + 8]
        (length,), (crc,) = struct.unpack("<Q", head), struct.unpack("<I", data[at + 8:at + 12])
        assert crc == masked(head), at
        body = data[at + 12:at + 12 + length]
        (crc,) = struct.unpack("<I", data[at + 12 + length:at + 16 + length])
        assert len(body) == length and crc == masked(body), at
        yield body
        at += 16 + length


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def fields(data):
    at, found = 0, {}
    while at < len(data):
        key, at = varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, at = varint(data, at)
        elif kind == 2:
            length, at = varint(data, at)
            value, at = data[at:at + length], at + length
        else:
            size = {1: 8, 5: 4}[kind]
            value = struct.unpack("<d" if kind == 1 else "<f", data[at:at + size])[0]
            at += size
        assert number not in found, number
        found[number] = value
    return found


def read(path):
    scalars, pictures = {}, {}
    for i, record in enumerate(records(path.read_bytes())):
        event = fields(record)
        assert event[1] > 1.6e9, event  # seconds since 1970
        if i == 0:
            assert event[3] == b"brain.Event:2", event
            continue
        value = fields(fields(event[5])[1])
        tag, step = value[1].decode(), event[2]
        if 4 in value:
            pictures[tag, step] = fields(value[4])
        else:
            scalars[tag, step] = value[2]
    return scalars, pictures


def run(out, *options):
    call = [sys.argv[1], "--preset", "smoke", "--out", out, "--progress", "none", *options]
    return pathlib.Path(subprocess.run(call, check=True, capture_output=True, text=True).stdout.split("\n")[0])


def result_hash(folder):
    return json.loads((folder / "manifest.json").read_text())["result_hash"]


def events_of(out):
    found = list(pathlib.Path(out).glob("tensorboard/counting/*/*tfevents*"))
    assert len(found) == 1, found
    return found[0]


def check(out, folder):
    file = events_of(out)
    assert file.parent.name == folder.name
    scalars, pictures = read(file)
    with open(folder / "metrics.csv") as table:
        rows = list(csv.DictReader(table))
    expected = {("metrics/x", int(row["step"])): struct.unpack("<f", struct.pack("<f", float(row["x"])))[0]
                for row in rows}
    assert len(rows) == 20 and scalars == expected, (scalars, expected)
    (key, picture), = pictures.items()
    assert key == ("grid", 0) and (picture[2], picture[1], picture[3]) == (2, 1, 1), picture
    assert picture[4] == (folder / "grid.png").read_bytes()
    return file


with tempfile.TemporaryDirectory() as name:
    place = pathlib.Path(name)
    plain, shown = run(f"{name}/plain"), run(f"{name}/shown", "--tensorboard")
    assert not (place / "plain/tensorboard").exists()
    assert plain.name == shown.name and result_hash(plain) == result_hash(shown)
    assert {p.name for p in plain.iterdir()} == {p.name for p in shown.iterdir()}
    check(place / "shown", shown)
    # Of a finished run they are made afterwards; of one that was stopped, in one file from its beginning.
    run(f"{name}/plain", "--tensorboard")
    check(place / "plain", plain)
    run(f"{name}/stopped", "--tensorboard", "--stop-at", "9")
    assert len(read(events_of(place / "stopped"))[0]) == 9
    file = check(place / "stopped", run(f"{name}/stopped", "--tensorboard"))

    words = "by a reader of our own"
    try:
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    except ImportError:
        print("tensorboard is not installed:", end=" ")
    else:
        accumulator = EventAccumulator(str(file.parent), size_guidance={"scalars": 0, "images": 0, "tensors": 0})
        accumulator.Reload()
        seen = {("metrics/x", e.step): e.value for e in accumulator.Scalars("metrics/x")}
        assert seen == read(file)[0], seen
        image, = accumulator.Images("grid")
        assert (image.width, image.height) == (2, 1)
        assert image.encoded_image_string == (place / "stopped/counting" / file.parent.name / "grid.png").read_bytes()
        words += " and by tensorboard"
print(f"event files read {words}")
