"""make and direct: from a story to a storyboard, and on to the film."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openstage.cli.options import (
    MAKING,
    Artist,
    Budget,
    Cinematographer,
    Jobs,
    Json,
    Quiet,
    Refiner,
    RefinerName,
    Steps,
    Weights,
    artist_options,
    voice,
)
from openstage.cli.voice import Voice
from openstage.errors import UseError

if TYPE_CHECKING:
    from openstage.production import Directions, Production
    from openstage.production import Story as Source
    from openstage.storyboard.document import Storyboard

DIRECTING = "The directing"

Story = Annotated[
    str,
    typer.Argument(
        metavar="STORY",
        help="A story (Fountain, Final Draft, prose, one sentence; - reads standard input), or "
        "the folder of a film that is being made.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", help="The project folder.", show_default="the story's name, here"
    ),
]
DirectorName = Annotated[
    str | None,
    typer.Option(
        "--director",
        help="Who directs: grammar (rules of film, no network) or llm.",
        show_default="grammar",
        rich_help_panel=DIRECTING,
    ),
]
Shots = Annotated[
    int | None,
    typer.Option(min=1, max=5000, help="About how many shots.", rich_help_panel=DIRECTING),
]
Duration = Annotated[
    float | None,
    typer.Option(min=0.5, max=36000, help="About how many seconds.", rich_help_panel=DIRECTING),
]
ScriptLock = Annotated[
    bool,
    typer.Option(
        "--script-lock",
        help="One shot for each scripted shot or beat: none added, no word changed.",
        rich_help_panel=DIRECTING,
    ),
]
Size = Annotated[
    str | None,
    typer.Option(
        metavar="WxH", help="Of the picture.", show_default="1280x720", rich_help_panel=DIRECTING
    ),
]
Fps = Annotated[
    str | None,
    typer.Option(
        help="Frames a second: 24, 25, 23.976, 30000/1001.",
        show_default="24",
        rich_help_panel=DIRECTING,
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        min=0,
        max=2**31,
        show_default="0",
        help="Another number, another film.",
        rich_help_panel=DIRECTING,
    ),
]
Again = Annotated[
    bool,
    typer.Option(
        "--again",
        help="Direct anew, though there is a storyboard. Shots that film the same words keep "
        "their takes and locks.",
        rich_help_panel=DIRECTING,
    ),
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run", "-n", help="Say what would be made, and make nothing.", rich_help_panel=MAKING
    ),
]


def parse_size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"\s*(\d{1,5})\s*[x×X:, ]\s*(\d{1,5})\s*", text)
    if not match:
        raise UseError(f"{text!r} is no size.", "Write it as 1280x720.")
    width, height = int(match[1]), int(match[2])
    if not (2 <= width <= 8192 and 2 <= height <= 8192):
        raise UseError(
            f"A picture of {width}x{height} cannot be filmed.", "Choose 2x2 to 8192x8192."
        )
    return width, height


def parse_fps(text: str) -> Fraction:
    from openstage.storyboard.rate import parse_rate

    try:
        return parse_rate(text)
    except ValueError as error:
        raise UseError(f"{error}.", "24, 25, 30 and 24000/1001 are usual.") from error


def make(
    story: Story,
    output: Output = None,
    director: DirectorName = None,
    shots: Shots = None,
    duration: Duration = None,
    script_lock: ScriptLock = False,
    size: Size = None,
    fps: Fps = None,
    seed: Seed = None,
    again: Again = False,
    artist: Artist = None,
    weights: Weights = None,
    budget: Budget = None,
    steps: Steps = None,
    cinematographer: Cinematographer = "",
    refiner: Refiner = RefinerName.RULES,
    jobs: Jobs = None,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Turn a story into a film: direct, draw, shoot, cut, and print where it is.

    Run it again after an edit of the storyboard: only what depends on the change is remade.
    """
    speaker = voice(quiet, json)
    from openstage import crew
    from openstage.cli.telling import deliver, tell_plan
    from openstage.production import Production, artist_of, opened

    # A wrong name should not leave an empty folder behind.
    if artist is not None:
        crew.known("artist", artist)
    if cinematographer:
        crew.known("cinematographer", cinematographer)
    directions = _directions(director, shots, duration, script_lock, size, fps, seed)
    with opened(story, output, keep=not dry_run) as (project, source), speaker.progress() as watch:
        production = Production(
            project,
            artist=artist_of(project, artist, artist_options(weights, budget, steps)),
            cinematographer=cinematographer,
            refiner=refiner.value,
            jobs=jobs,
            watch=watch,
        )
        if dry_run and _tell_price(production, source, directions, again, speaker):
            return
        board = _storyboard(production, source, directions, again, speaker, keep=not dry_run)
        if dry_run:
            tell_plan(production, board, speaker)
        else:
            deliver(production, board, speaker)


def direct(
    story: Story,
    output: Output = None,
    director: DirectorName = None,
    shots: Shots = None,
    duration: Duration = None,
    script_lock: ScriptLock = False,
    size: Size = None,
    fps: Fps = None,
    seed: Seed = None,
    again: Again = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Turn a story into a storyboard that you can read and edit before anything is drawn."""
    speaker = voice(quiet, json)
    from openstage.production import Production, opened

    directions = _directions(director, shots, duration, script_lock, size, fps, seed)
    with opened(story, output) as (project, source):
        board = _storyboard(Production(project), source, directions, again, speaker)
        ids = [shot.id for _, shot in board.shots()]
        path = project.storyboard_path
        speaker.result(str(path), {"storyboard": str(path), "title": board.title, "shots": ids})


def _directions(
    director: str | None,
    shots: int | None,
    duration: float | None,
    script_lock: bool,
    size: str | None,
    fps: str | None,
    seed: int | None,
) -> Directions:
    from openstage.production import Directions

    return Directions(
        director=director,
        shots=shots,
        duration=duration,
        script_lock=script_lock,
        size=parse_size(size) if size else None,
        fps=parse_fps(fps) if fps else None,
        seed=seed,
    )


def _storyboard(
    production: Production,
    source: Source | None,
    directions: Directions,
    again: bool,
    speaker: Voice,
    *,
    keep: bool = True,
) -> Storyboard:
    """The storyboard that is there, or a new one, which is written where it is to be kept."""
    from openstage.crew import Paid
    from openstage.production import storyboard_at, to_direct

    story = to_direct(production.project, source, again=again)
    if story is None:
        board = storyboard_at(production, source, directions)
    else:
        director = directions.hire()
        if isinstance(director, Paid):
            director.confirm = lambda estimate: speaker.ask(f"This will take {estimate}.")
        directed = production.direct(director, story)
        board = directed.storyboard
        speaker.notes(
            [
                f"{id} was kept as it is; no shot films its words now, so it is left out."
                for id in directed.left_behind
            ]
        )
        if isinstance(director, Paid):
            speaker.say(f"It took {director.usage}.")
        if keep:
            production.keep(board, story)
    count = sum(1 for _ in board.shots())
    seconds = float(sum(shot.frame_count for _, shot in board.shots()) / board.fps)
    done = "directed" if story else "going on with"
    length = f"{count} {'shot' if count == 1 else 'shots'}, {seconds:.0f} s"
    speaker.say(f"{done} {board.title or 'an untitled story'}: {length}")
    return board


def _tell_price(
    production: Production,
    source: Source | None,
    directions: Directions,
    again: bool,
    speaker: Voice,
) -> bool:
    """Tells what a director who is paid would cost, and spends nothing; False for the others."""
    from openstage.crew import Paid
    from openstage.production import to_direct

    story = to_direct(production.project, source, again=again)
    director = directions.hire() if story else None
    if story is None or not isinstance(director, Paid):
        return False
    estimate = director.estimate(story.screenplay)
    speaker.result(f"Directing would take {estimate}.", {"directing": str(estimate)})
    return True


def register(app: typer.Typer) -> None:
    app.command()(make)
    app.command()(direct)
