"""People and animals: their looks from words, their postures in time, their drawing."""

from openstage.world.figures.cast import figure_parts
from openstage.world.figures.posing import pose
from openstage.world.figures.skeleton import Skeleton
from openstage.world.figures.wardrobe import dress
from openstage.world.figures.words import ANIMAL_GESTURES, BODIES, GESTURES

__all__ = ["ANIMAL_GESTURES", "BODIES", "GESTURES", "Skeleton", "dress", "figure_parts", "pose"]
