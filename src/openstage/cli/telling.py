"""What the commands tell of a film: what would be made, what was made, how far it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from openstage.cli.voice import Voice
from openstage.editor.export import export
from openstage.production import Production, ShotWork, affected
from openstage.storyboard.document import Storyboard

PAPERS = ("contact", "boards", "shotlist", "srt", "otio")
"""What `make` puts beside the film."""

SECONDS_A_FRAME = 0.04
"""Of one process, before the project has made any: drawing, encoding and cutting 1280 x 720."""


def tell_plan(production: Production, board: Storyboard, speaker: Voice) -> None:
    """What would be made, from what, at which cost."""
    works = production.survey(board)
    to_make = affected(works)
    frames = sum(work.shot.frame_count for work in to_make)
    seconds = frames * seconds_a_frame(production, board) / production.jobs
    seconds += seconds_a_pair(production, board) * sum(not work.kept for work in to_make)
    tell_shots(works, speaker)
    artist = production.hiring.name
    text = (
        f"{len(to_make)} of {len(works)} shots would be made by {artist}: {frames} frames, "
        f"about {seconds:.0f} s on {production.jobs} processes. It costs no money."
        if to_make
        else "Every shot is done; only the film would be cut, where that has changed."
    )
    speaker.result(
        text,
        {
            "shots": [shot_data(work) for work in works],
            "to_make": [work.shot.id for work in to_make],
            "frames": frames,
            "seconds": round(seconds, 1),
        },
    )


def seconds_a_frame(production: Production, board: Storyboard) -> float:
    """What a frame of this project has cost so far; a usual figure before there is any."""
    lengths = {shot.id: shot.frame_count for _, shot in board.shots()}
    clips = [e for e in production.project.ledger.entries("clip") if e.shot in lengths]
    frames = sum(lengths[entry.shot] for entry in clips)
    if not frames:
        return SECONDS_A_FRAME * (board.width * board.height) / (1280 * 720) + 0.01
    return sum(entry.seconds for entry in clips) / frames


def seconds_a_pair(production: Production, board: Storyboard) -> float:
    """What a pair of this artist has cost so far; nothing to speak of before there is any."""
    name = production.hiring.name
    takes = [take for _, shot in board.shots() for take in shot.takes]
    costs = [take.seconds for take in takes if take.made_by.artist == name]
    return sum(costs) / len(costs) if costs and production.surveyor.artist.remembers else 0.0


def tell_stale(production: Production, board: Storyboard, speaker: Voice) -> list[str]:
    """Names the shots that have a pair which a change made stale, and why; gives their ids."""
    stale = [work for work in production.survey(board) if work.condition == "stale"]
    if stale:
        speaker.say("These are stale now; `openstage draw` makes them again:")
        for work in stale:
            speaker.say(f"  {work.shot.id}{_why(work)}")
    return [work.shot.id for work in stale]


def tell_notes(board: Storyboard, made: Iterable[str], speaker: Voice) -> None:
    """What the artist could not do as it was told."""
    shots = [shot for id in made if (shot := board.shot(id)) is not None]
    speaker.notes(
        [f"{shot.id}: {note}" for shot in shots if shot.chosen for note in shot.chosen.notes]
    )


def _why(work: ShotWork) -> str:
    return f" ({', '.join(work.changed)})" if work.changed else ""


def deliver(production: Production, board: Storyboard, speaker: Voice) -> None:
    """Makes the film and the papers that go with it, and tells where they are."""
    stale = [work for work in production.survey(board) if work.condition == "stale"]
    if stale:
        speaker.say("A change made these stale; they are made again:")
        for work in stale:
            speaker.say(f"  {work.shot.id}{_why(work)}")
    film = production.make(board)
    edit = production.edit(board)
    papers = [export(edit, name, production.project.out) for name in PAPERS]
    speaker.notes(film.notes)
    lines = [str(film.path), *(str(path) for path in papers)]
    speaker.result(
        "\n".join(lines),
        {
            "film": str(film.path),
            "papers": [str(path) for path in papers],
            "made": list(film.made),
            "notes": list(film.notes),
        },
    )


def tell_shots(works: list[ShotWork], speaker: Voice) -> None:
    rows = []
    for work in works:
        shot, take = work.shot, work.shot.chosen
        by = take.made_by.artist if take else ""
        rows.append(
            (
                shot.id,
                condition(work),
                by,
                str(shot.frame_count),
                str(shot.size),
                shot.description,
            )
        )
    speaker.table(("shot", "condition", "by", "frames", "size", "description"), rows)


def condition(work: ShotWork) -> str:
    text: str = work.condition
    if work.changed:
        text += f": {', '.join(work.changed)}"
    if work.shot.locked:
        text += ", locked"
    elif work.kept:
        text += ", your frames"
    return text


def shot_data(work: ShotWork) -> dict[str, Any]:
    return {
        "id": work.shot.id,
        "frames": work.shot.frame_count,
        "condition": work.condition,
        "changed": list(work.changed),
        "locked": work.shot.locked,
        "kept": work.kept,
        "take": work.shot.chosen.id if work.shot.chosen else None,
    }


def summary(works: list[ShotWork]) -> str:
    counts = Counter(work.condition for work in works)
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
