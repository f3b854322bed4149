"""What people of tales say: a line, and the answer to it."""

from __future__ import annotations

TALKS: tuple[tuple[str, ...], ...] = (
    ("You are late.", "I know. I walked."),
    ("Did you hear that?", "It was only the wind."),
    ("I did not expect you.", "Nobody ever does."),
    ("Where have you been?", "A long way from here.", "And now?", "Now I am back."),
    ("Is this yours?", "It was my mother's."),
    ("We have to go.", "Not yet.", "When, then?"),
    ("You came back.", "I said I would."),
    ("Do you remember me?", "I never forget a face."),
    ("Nobody lives here any more.", "I do."),
    ("What are you looking for?", "Something I lost."),
    ("It is cold today.", "It will be colder tomorrow."),
    ("Can you keep a secret?", "Better than you.", "Then listen."),
    ("I thought you were asleep.", "I was waiting."),
    ("Have you eaten?", "Not since yesterday."),
    ("They will come at noon.", "Then we have an hour."),
    ("You have not changed.", "You have."),
    ("Are you all right?", "I will be."),
    ("Tell me the truth.", "You would not believe it.", "Try."),
    ("This is the last one.", "Then it is yours."),
    ("How did you find me?", "I asked everybody."),
    ("I had a dream about this place.", "How did it end?"),
    ("Do you trust me?", "Not for a moment."),
    ("It is beautiful.", "It was, once."),
    ("We could stay here.", "For how long?", "As long as you like."),
    ("Who are you waiting for?", "You, I think."),
    ("I am sorry.", "So am I."),
    ("Is there any news?", "None that is good."),
    ("Give me one reason.", "I can give you three."),
    ("You should not be here.", "Neither should you."),
    ("Good morning.", "Is it?"),
    ("Did he say anything?", "Only your name."),
    ("I brought you something.", "You shouldn't have.", "I know."),
    ("Stay a little.", "I would like to."),
    ("What time is it?", "Late enough."),
    ("We used to play here.", "I remember every stone."),
    ("You look tired.", "I did not sleep."),
    ("Will you come with me?", "Where to?", "Anywhere."),
    ("I have to tell you something.", "I know it already."),
    ("That was close.", "Too close."),
    ("Look at that.", "I see it."),
)
"""A question and an answer, at times more; the two take turns."""

CALLS: tuple[str, ...] = (
    "Hello?", "Is anybody there?", "Not again.", "At last.", "There you are.", "Wait!",
    "Come here.", "I knew it.", "Where is it?", "Just a moment.", "What was that?", "Good boy.",
    "Finally.", "It can't be.", "So that is how it is.", "One more day.", "Nothing. As always.",
    "I should have stayed.", "Who put this here?", "Tomorrow, then.",
)  # fmt: skip
"""What somebody says to nobody."""

MANNERS: tuple[str, ...] = (
    "quietly", "smiling", "whispering", "laughing", "slowly", "surprised", "softly", "worried",
)  # fmt: skip
"""Parentheticals."""
