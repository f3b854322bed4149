"""Small stories, and what an able model answers to them."""

from __future__ import annotations

from typing import Any

from openstage.script.screenplay import Element, Screenplay, ScriptScene

SCRIPT = Screenplay(
    title="Night Shift",
    kind="screenplay",
    scenes=[
        ScriptScene(
            heading="INT. OFFICE - NIGHT",
            interior="INT",
            place="OFFICE",
            time="NIGHT",
            elements=[
                Element(kind="action", text="MARA, 30s, types at a computer."),
                Element(
                    kind="dialogue",
                    text="Hello? Isn’t somebody there?",
                    character="MARA",
                    parenthetical="afraid",
                ),
                Element(kind="transition", text="CUT TO:"),
            ],
        ),
        ScriptScene(
            heading="EXT. STREET - DAWN",
            interior="EXT",
            place="STREET",
            time="DAWN",
            elements=[
                Element(kind="action", text="Mara walks away."),
                Element(kind="section", text="The end"),
            ],
        ),
    ],
)

PROSE = Screenplay(
    kind="prose",
    scenes=[
        ScriptScene(
            elements=[
                Element(kind="action", text="Mara types. She looks up."),
                Element(kind="action", text="At dawn she walks along the street."),
            ]
        )
    ],
)

THEME = Screenplay(
    kind="theme",
    scenes=[ScriptScene(elements=[Element(kind="action", text="A woman works at night.")])],
)


def scene(at: int, location: str, interior: str, time: str, shots: int = 2) -> dict[str, Any]:
    return {
        "at": at,
        "location": location,
        "interior": interior,
        "time": time,
        "synopsis": f"Scene at {at}.",
        "shots": shots,
    }


def bible(*scenes: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The bible of all three stories."""
    return {
        "title": "Late",
        "logline": "A woman works late.",
        "style": "ink and wash",
        "cast": [{"id": "mara", "name": "Mara", "kind": "woman", "look": "short red hair"}],
        "locations": [
            {"id": "office", "name": "Office", "look": "desks, one lamp"},
            {"id": "street", "name": "Street", "look": "wet stones"},
        ],
        "props": [{"id": "desk_lamp", "name": "Desk Lamp", "look": "green"}],
        "scenes": list(scenes)
        or [scene(1, "office", "INT", "night"), scene(2, "street", "EXT", "dawn", 1)],
        **changes,
    }


def shot(*films: int, **changes: Any) -> dict[str, Any]:
    return {
        "films": list(films),
        "size": "medium",
        "framing": "single",
        "description": "Mara works.",
        "action_start": "Mara types.",
        "action_end": "Mara looks up.",
        "subject": "mara",
        "cast": ["mara"],
        "blocking": [{"who": "mara", "start": "sits, types", "end": "looks up", "place": "desk"}],
        "seconds": 3,
        **changes,
    }


def line(text: str, who: str = "mara") -> dict[str, Any]:
    return {"who": who, "text": text, "manner": "afraid"}


def shots(*given: dict[str, Any]) -> dict[str, Any]:
    return {"shots": list(given)}


OFFICE = shots(shot(1), shot(2, dialogue=[line("Hello? Isn't somebody there?")]))
STREET = shots(shot(3, size="wide", framing="establishing", fade_out=True, blocking=[]))
