"""redo, choose, lock, unlock, use, reference: what a person decides about single shots."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openstage.cli.options import Artist, Cinematographer, Jobs, Json, ProjectDir, Quiet, voice
from openstage.cli.steps import HERE, production_in
from openstage.errors import UseError

if TYPE_CHECKING:
    from openstage.storyboard.document import Shot, Storyboard
    from openstage.storyboard.project import Project

One = Annotated[str, typer.Argument(metavar="SHOT", help="The id of the shot: 1-010.")]
Some = Annotated[list[str], typer.Argument(metavar="SHOT...", help="The ids of the shots.")]
Picture = Annotated[Path, typer.Argument(help="A PNG or JPEG file.")]


def redo(
    shot: One,
    seed: Annotated[
        int | None, typer.Option(min=0, help="The seed of the try.", show_default="the next")
    ] = None,
    project: ProjectDir = HERE,
    artist: Artist = None,
    cinematographer: Cinematographer = "",
    jobs: Jobs = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make one shot again with another seed; the takes before stay."""
    speaker = voice(quiet, json)
    from openstage.cli.telling import tell_stale
    from openstage.production import shot_of, try_again

    with production_in(project, speaker, artist, cinematographer, jobs) as (production, board):
        redone = shot_of(board, shot)
        before = redone.chosen
        chosen = try_again(board, redone, seed)
        made = production.shoot(board, frozenset([shot]))
        stale = tell_stale(production, board, speaker)
        name = production.hiring.name
    if made:
        words = f"made again with seed {chosen}"
    elif before and redone.chosen and redone.chosen.id != before.id:
        words = f"seed {chosen} is that of its take {redone.chosen.id}, which the film has again."
    else:
        words = (
            f"{name} makes the same of it with seed {chosen}, so its take stays. For another one, "
            "change the shot in storyboard.json."
        )
    speaker.result(
        f"{shot}: {words}", {"shot": shot, "seed": chosen, "made": list(made), "stale": stale}
    )


def choose(
    shot: One,
    take: Annotated[str, typer.Argument(metavar="TAKE", help="The id of the take: t2.")],
    project: ProjectDir = HERE,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Choose the take of a shot that the film uses; `openstage export takes` shows them all."""
    speaker = voice(quiet, json)
    from openstage import production as making
    from openstage.cli.telling import tell_stale

    with production_in(project, speaker) as (production, board):
        chosen = making.shot_of(board, shot)
        locked = production.choose(board, chosen, take)
        production.project.save_or_raise(board)
        stale = tell_stale(production, board, speaker)
    why = " It is locked, since another one would be drawn now; `openstage unlock` allows that."
    speaker.result(
        f"{shot}: take {take}.{why if locked else ''}",
        {"shot": shot, "take": take, "locked": locked, "stale": stale},
    )


def lock(
    shots: Some,
    take: Annotated[
        str | None, typer.Option(help="The take to keep: t1.", show_default="the chosen one")
    ] = None,
    project: ProjectDir = HERE,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Keep shots as they are: they are never made again until they are unlocked."""
    speaker = voice(quiet, json)
    from openstage import production

    _edit(project, shots, lambda _, __, shot: production.lock(shot, take))
    speaker.result(f"locked: {', '.join(shots)}", {"locked": shots})


def unlock(
    shots: Some, project: ProjectDir = HERE, quiet: Quiet = False, json: Json = False
) -> None:
    """Let locked shots, and shots with your own frames, be made again."""
    speaker = voice(quiet, json)
    from openstage import production

    _edit(project, shots, lambda _, __, shot: production.unlock(shot))
    speaker.result(f"unlocked: {', '.join(shots)}", {"unlocked": shots})


def use(
    shot: One,
    start: Picture,
    end: Annotated[
        Path | None, typer.Argument(help="The end frame.", show_default="the start frame")
    ] = None,
    project: ProjectDir = HERE,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Use your own pictures as the frames of a shot; they are kept for good."""
    speaker = voice(quiet, json)
    from openstage import production

    notes: list[str] = []

    def edit(folder: Project, board: Storyboard, item: Shot) -> None:
        notes.extend(production.use_frames(folder, board, item, start, end or start))

    _edit(project, [shot], edit)
    speaker.notes(notes)
    speaker.result(
        f"{shot} has your frames; `openstage make` shoots and cuts them.",
        {"shot": shot, "notes": notes},
    )


def reference(
    entity: Annotated[
        str, typer.Argument(metavar="WHO", help="The id of a character, a place or a prop.")
    ],
    pictures: Annotated[list[Path], typer.Argument(help="PNG or JPEG files.")],
    project: ProjectDir = HERE,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Show how somebody or something looks: STEP2 remembers it from the first shot on."""
    speaker = voice(quiet, json)
    from openstage.production import give_reference
    from openstage.storyboard.project import Project

    folder = Project.open(project)
    with folder.locked():
        board = folder.load()
        found = board.entity(entity)
        if found is None:
            there = ", ".join(each.id for each in board.entities())
            raise UseError(f"Nobody and nothing is called {entity!r}.", f"There are: {there:.400}.")
        names = [give_reference(folder, found, picture) for picture in pictures]
        folder.save_or_raise(board)
    speaker.result(
        f"{found.name} has {len(found.references)} reference pictures. previz draws from the words "
        "alone; step2 sees them.",
        {"entity": entity, "references": found.references, "added": names},
    )


def _edit(
    folder: Path, ids: list[str], change: Callable[[Project, Storyboard, Shot], None]
) -> None:
    """Changes shots of the storyboard, all or none."""
    from openstage.production import shot_of
    from openstage.storyboard.project import Project

    project = Project.open(folder)
    with project.locked():
        board = project.load()
        for shot in [shot_of(board, id) for id in ids]:
            change(project, board, shot)
        project.save_or_raise(board)


def register(app: typer.Typer) -> None:
    for command in (redo, choose, lock, unlock, use, reference):
        app.command()(command)
