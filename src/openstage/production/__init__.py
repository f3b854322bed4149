"""The production: the only place that knows the whole way of a story.

    story ──read──▶ Screenplay ──direct──▶ Storyboard ──draw──▶ pairs ──shoot──▶ clips ──cut──▶ film

`survey` says what a film still needs, `shooting` makes it with several processes, each of which
runs `worker`; `takes` writes down what was made; `own_frames` is what a person decides about a
shot; `production` puts it all in a row, and `opening` finds the folder and the story first.
"""

from openstage.production.hiring import artist_of
from openstage.production.opening import Directions, opened, storyboard_at, to_direct
from openstage.production.own_frames import choose, lock, shot_of, try_again, unlock, use_frames
from openstage.production.production import Film, Production
from openstage.production.prompts import Refiner
from openstage.production.references import give_reference
from openstage.production.shooting import Progress, Watch
from openstage.production.story import Story, read_story
from openstage.production.survey import ShotWork, affected

__all__ = [
    "Directions",
    "Film",
    "Production",
    "Progress",
    "Refiner",
    "ShotWork",
    "Story",
    "Watch",
    "affected",
    "artist_of",
    "choose",
    "give_reference",
    "lock",
    "opened",
    "read_story",
    "shot_of",
    "storyboard_at",
    "to_direct",
    "try_again",
    "unlock",
    "use_frames",
]
