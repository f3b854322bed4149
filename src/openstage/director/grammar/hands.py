"""What everybody has in their hands, through the whole film."""

from __future__ import annotations

from collections.abc import Sequence

from openstage.director.grammar.lexicon.things import LIQUIDS, NOT_INSERTED
from openstage.director.grammar.reading import Event, Reading

_IN_HAND = (
    "read",
    "write",
    "open",
    "unfold",
    "wave",
    "drink",
    "sip",
    "eat",
    "show",
    "offer",
    "give",
    "hand",
    "carry",
    "bring",
    "lower",
)
_OPENED = ("open", "unfold", "unwrap")
_MOST_HELD = 2


class Hands:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._holds: dict[str, list[str]] = {}
        self._opened: dict[str, str] = {}
        """Something in the hands that was opened: what comes out of it takes its place."""
        self._laid: set[str] = set()
        """Things that lie somewhere since they were let go of."""

    def of(self, who: str) -> list[str]:
        return list(self._holds.get(who, ()))

    def empty(self) -> None:
        """After a jump in time or place nobody holds what they held before."""
        self._holds.clear()
        self._opened.clear()
        self._laid.clear()

    def holder(self, prop: str) -> str:
        """The id of who has a thing in hand; empty where nobody has."""
        return next((who for who, held in self._holds.items() if prop in held), "")

    def foresee(self, events: Sequence[Event]) -> None:
        """Who puts a cup down in a scene has had it in hand since the scene began."""
        met: set[str] = set()
        for event in events:
            for prop in self._things(event):
                first = prop not in met and prop not in self._laid and not self.holder(prop)
                if first and event.action.role == "release" and len(event.who) == 1:
                    self._hold(event.who[0], prop)
                met.add(prop)

    def take_up(self, events: Sequence[Event]) -> None:
        """What must be in a hand before the first thing of a shot is done with it."""
        for number, event in enumerate(events):
            first = number == 0 and (event.lemma in _IN_HAND or event.action.role == "release")
            if (first or event.action.role == "hold") and len(event.who) == 1:
                for prop in self._things(event):
                    self._hold(event.who[0], prop)

    def handle(self, event: Event) -> None:
        """What an event does to the things in the hands."""
        if len(event.who) != 1:
            return
        who, role, things = event.who[0], event.action.role, self._things(event)
        receivers = [o for o in event.objects if o in self._reading.people]
        if role == "release":
            for prop in things:
                self._let_go(prop)
                self._laid.add(prop)
        elif role == "give" and receivers and event.lemma not in {"show", "offer"}:
            for prop in things:
                self._hold(receivers[0], prop)
        elif role in {"take", "hold", "give"} or event.lemma in _IN_HAND:
            for prop in things:
                self._hold(who, prop)
        if event.lemma in _OPENED and things:
            self._opened[who] = things[0]

    def _things(self, event: Event) -> list[str]:
        props = self._reading.props
        return [
            o for o in event.objects if o in props and props[o].noun not in NOT_INSERTED | LIQUIDS
        ]

    def _let_go(self, prop: str) -> None:
        holder = self.holder(prop)
        if holder:
            self._holds[holder].remove(prop)

    def _hold(self, who: str, prop: str) -> None:
        held = self._holds.setdefault(who, [])
        if prop in held:
            return
        self._let_go(prop)
        self._laid.discard(prop)
        opened = self._opened.pop(who, "")
        self._holds[who] = [*(h for h in held if h != opened), prop][-_MOST_HELD:]
