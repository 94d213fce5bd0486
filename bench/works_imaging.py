"""One picture of 12 megapixels to everything that is stored of it, beside libvips doing the same.

Each maker runs in a process of its own, one picture after the other, alternating, so that a busy machine slows both.
Clean original, long sides 1920, 960 and 480 in WebP of the same quality and effort. `../shared/data` holds the
photograph where a developer has it; else one is drawn.
"""

from __future__ import annotations

import io
import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.figures import Figure

GROUP = "works"
ROUNDS = 9
PIXELS = (4000, 3000)
ROOT = Path(__file__).resolve().parent.parent
MAKERS = ("ours", "libvips")


def measure() -> Iterator[Figure]:
    data = photograph()
    workers = {name: _started(name) for name in MAKERS}
    said: dict[str, list[dict[str, float]]] = {name: [] for name in MAKERS}
    for _ in range(ROUNDS + 1):
        for name, worker in workers.items():
            said[name].append(_ask(worker, data))
    for worker in workers.values():
        worker.communicate()
    middle = {name: _median(rounds[1:], "cpu") for name, rounds in said.items()}
    wall = {name: _median(rounds[1:], "wall") for name, rounds in said.items()}
    yield Figure("12 MP JPEG to original and renditions, CPU", middle["ours"], "s", "<= 0.35")
    yield Figure("the same by libvips, CPU", middle["libvips"], "s")
    yield Figure(
        "12 MP JPEG to original and renditions, ratio of CPU", middle["ours"] / middle["libvips"], "x", "<= 1.0"
    )
    yield Figure("12 MP JPEG to original and renditions, on the clock", wall["ours"], "s")
    yield Figure("12 MP JPEG, peak memory of the worker", said["ours"][-1]["peak"], "MB", "<= 150")
    yield Figure("the same by libvips, peak memory", said["libvips"][-1]["peak"], "MB")
    yield Figure("12 MP JPEG, bytes of the renditions", said["ours"][-1]["bytes"] / 1000, "KB")
    yield Figure("the same by libvips, bytes", said["libvips"][-1]["bytes"] / 1000, "KB")


def _median(rounds: list[dict[str, float]], key: str) -> float:
    return statistics.median(one[key] for one in rounds)


def photograph() -> bytes:
    """A JPEG of 12 megapixels with a photograph's detail and noise."""
    from PIL import Image, ImageChops

    places = (ROOT.parent / "shared/data", ROOT.parent.parent / "shared/data")
    found = next((path for place in places for path in place.glob("exif-orientation/Landscape_1.jpg")), None)
    if found:
        picture = Image.open(found).convert("RGB").resize(PIXELS, Image.Resampling.LANCZOS)
    else:
        soft = Image.effect_noise((400, 300), 90).resize(PIXELS, Image.Resampling.BICUBIC)
        picture = Image.merge("RGB", (soft, soft.transpose(Image.Transpose.ROTATE_180), ImageChops.invert(soft)))
    noise = Image.effect_noise(PIXELS, 14).convert("RGB")
    file = io.BytesIO()
    ImageChops.add(picture, noise, 1, -128).save(file, "JPEG", quality=92)
    return file.getvalue()


def _started(name: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.works_imaging", name]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _ask(worker: subprocess.Popen[bytes], data: bytes) -> dict[str, float]:
    assert worker.stdin
    assert worker.stdout
    worker.stdin.write(len(data).to_bytes(4, "big") + data)
    worker.stdin.flush()
    return json.loads(worker.stdout.readline())


def by_us() -> Callable[[bytes], int]:
    from schoolapp.works.media.imaging import make
    from schoolapp.works.media.straighten import Edit

    def run(data: bytes) -> int:
        return sum(len(file) for file in make(data, Edit()).renditions.values())

    return run


def by_libvips() -> Callable[[bytes], int]:
    """What its users write: shrink while loading, each size from the next larger one. One thread, as for us."""
    import pyvips
    from pyvips.enums import ForeignKeep

    from schoolapp.works.media.imaging import EFFORT, ORIGINAL_QUALITY, QUALITY, WIDTHS

    pyvips.voperation.cache_set_max(0)

    def run(data: bytes) -> int:
        kept = pyvips.Image.new_from_buffer(data, "", shrink=2, autorotate=True).copy_memory()
        kept.jpegsave_buffer(Q=ORIGINAL_QUALITY, keep=ForeignKeep.NONE)
        image, total = kept, 0
        for side in reversed(WIDTHS):
            image = image.resize(side / max(image.width, image.height)).copy_memory()
            total += len(image.webpsave_buffer(Q=QUALITY, effort=EFFORT, keep=ForeignKeep.NONE))
        image.resize(16 / max(image.width, image.height)).webpsave_buffer(Q=20, effort=6, keep=ForeignKeep.NONE)
        return total

    return run


def _work(name: str) -> None:
    """Makes pictures until the input ends; tells what each one cost."""
    import time

    run = by_us() if name == "ours" else by_libvips()
    requests = sys.stdin.buffer
    while length := requests.read(4):
        data = requests.read(int.from_bytes(length, "big"))
        cpu, wall = time.process_time(), time.perf_counter()
        size = run(data)
        cost = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "bytes": size}
        print(json.dumps(cost | {"peak": _peak()}), flush=True)


def _peak() -> float:
    """The most memory that this process ever held, MB; what its parent held before it began does not count."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1_000_000


if __name__ == "__main__":
    _work(sys.argv[1])
