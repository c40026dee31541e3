"""Plain drawings of machines for the demonstration: nobody's photographs, and small."""

import io
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageDraw

SIZE = (1200, 800)
GROUND, FLOOR, BODY, EDGE, LIGHT = "#e9eef0", "#cfd8da", "#7c9aa0", "#33494e", "#f4b942"
Draw = Any


def drawn(what: str) -> bytes:
    """Return a drawing as PNG.

    Errors: KeyError, for what nobody can draw here.
    """
    picture = Image.new("RGB", SIZE, GROUND)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 620, *SIZE), fill=FLOOR)
    DRAWINGS[what](draw)
    written = io.BytesIO()
    picture.save(written, format="PNG")
    return written.getvalue()


def _vessel(draw: Draw) -> None:
    """A bag on a tray that rocks, with its column of controls."""
    draw.polygon([(180, 560), (760, 470), (770, 510), (190, 600)], fill=EDGE)
    draw.polygon([(220, 540), (300, 400), (680, 340), (740, 462)], fill="#c98f8f", outline=EDGE, width=6)
    draw.rectangle((440, 540, 520, 700), fill=BODY, outline=EDGE, width=6)
    draw.rectangle((860, 240, 1040, 700), fill=BODY, outline=EDGE, width=6)
    draw.rectangle((890, 280, 1010, 380), fill=EDGE)
    draw.line([(905, 350), (935, 310), (965, 340), (995, 300)], fill=LIGHT, width=6)
    draw.line([(560, 350), (620, 200), (860, 270)], fill=EDGE, width=8)


def _bench(draw: Draw) -> None:
    """A table with a pump, a filter upright in its clamp, and the loop between them."""
    draw.rectangle((120, 560, 1080, 590), fill=EDGE)
    for left in (160, 1010):
        draw.rectangle((left, 590, left + 30, 740), fill=EDGE)
    draw.rectangle((220, 400, 440, 560), fill=BODY, outline=EDGE, width=6)
    draw.ellipse((270, 430, 390, 550), fill=GROUND, outline=EDGE, width=6)
    draw.rounded_rectangle((640, 180, 730, 540), radius=40, fill="#f7dcdc", outline=EDGE, width=6)
    for left in range(660, 720, 12):
        draw.line([(left, 220), (left, 500)], fill="#c98f8f", width=3)
    draw.line([(390, 440), (520, 140), (685, 140), (685, 180)], fill="#a83232", width=10)
    draw.line([(685, 540), (685, 552), (390, 552)], fill="#a83232", width=10)
    draw.rectangle((860, 360, 1020, 560), fill=BODY, outline=EDGE, width=6)
    draw.rectangle((880, 390, 1000, 450), fill=EDGE)
    draw.line([(890, 430), (930, 405), (990, 435)], fill=LIGHT, width=5)


def _room(draw: Draw) -> None:
    """A long walkway between cameras on the walls."""
    draw.polygon([(420, 330), (780, 330), (1150, 800), (50, 800)], fill=BODY, outline=EDGE, width=6)
    for step in range(5):
        top = 360 + step * 90
        draw.ellipse((600 - 18 + (-1) ** step * 40, top, 600 + 18 + (-1) ** step * 40, top + 40), fill=LIGHT)
    for left in (140, 300, 860, 1020):
        draw.rectangle((left, 120, left + 60, 160), fill=EDGE)
        draw.ellipse((left + 15, 125, left + 45, 155), fill=LIGHT)
        draw.line([(left + 30, 160), (left + 30, 330)], fill=EDGE, width=4)


def _printer(draw: Draw) -> None:
    """A frame with a nozzle over a plate, and what it prints."""
    draw.rectangle((300, 160, 900, 700), fill=BODY, outline=EDGE, width=8)
    draw.rectangle((350, 210, 850, 560), fill=GROUND, outline=EDGE, width=6)
    draw.line([(350, 290), (850, 290)], fill=EDGE, width=12)
    draw.polygon([(560, 270), (640, 270), (640, 360), (600, 410), (560, 360)], fill=LIGHT, outline=EDGE)
    draw.rectangle((400, 500, 800, 530), fill=EDGE)
    draw.rounded_rectangle((500, 420, 700, 500), radius=36, fill="#c98f8f", outline=EDGE, width=6)
    draw.rectangle((740, 600, 860, 660), fill=EDGE)
    draw.line([(755, 640), (790, 615), (845, 645)], fill=LIGHT, width=5)


DRAWINGS: dict[str, Callable[[Draw], None]] = {
    "vessel": _vessel,
    "bench": _bench,
    "room": _room,
    "printer": _printer,
}
