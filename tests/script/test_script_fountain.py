"""Fountain, feature by feature."""

from __future__ import annotations

import pytest

from openstage.script import read_text
from openstage.script.screenplay import Element, Screenplay


def fountain(text: str) -> Screenplay:
    return read_text(text, name="story.fountain")


def elements(text: str) -> list[Element]:
    return [element for _, element in fountain(text).elements()]


def only(text: str) -> Element:
    found = elements(text)
    assert len(found) == 1, found
    return found[0]


# --- headings and scenes


def test_a_heading_with_a_scene_number() -> None:
    scene = fountain("INT. OFFICE - NIGHT #12A#\n\nShe types.\n").scenes[0]
    assert (scene.heading, scene.number, scene.line) == ("INT. OFFICE - NIGHT", "12A", 1)
    assert (scene.interior, scene.place, scene.time) == ("INT", "OFFICE", "NIGHT")
    assert [(element.kind, element.text, element.line) for element in scene.elements] == [
        ("action", "She types.", 3)
    ]


@pytest.mark.parametrize("number", ["1", "I-1-A", "110A", "1.2", "ΑΒ"])
def test_scene_numbers_as_fountain_allows_them(number: str) -> None:
    assert fountain(f"EXT. ROAD - DAY #{number}#\n").scenes[0].number == number


def test_a_forced_heading() -> None:
    scene = fountain(".SNIPER SCOPE POV - NIGHT #7#\n\nGreen.\n").scenes[0]
    assert (scene.heading, scene.number, scene.interior) == ("SNIPER SCOPE POV - NIGHT", "7", "")
    assert (scene.place, scene.time) == ("SNIPER SCOPE POV", "NIGHT")


@pytest.mark.parametrize("heading", ["ÉGLISE - JOUR", "办公室 - 夜", "Улица"])
def test_a_forced_heading_in_letters_that_the_library_does_not_know(heading: str) -> None:
    assert fountain(f".{heading}\n\nx\n").scenes[0].heading == heading


def test_an_ellipsis_is_no_forced_heading() -> None:
    assert only("...and then she was gone.").text == "...and then she was gone."


def test_a_heading_needs_no_empty_line_after_it() -> None:
    scene = fountain("EXT. STREET - DAWN\nRain has stopped.\n").scenes[0]
    assert scene.heading == "EXT. STREET - DAWN"
    assert scene.elements[0].text == "Rain has stopped."


def test_a_heading_in_bold() -> None:
    scene = fountain("**INT. OFFICE - NIGHT**\n\nShe types.\n").scenes[0]
    assert scene.heading == "INT. OFFICE - NIGHT"


def test_numbers_in_both_margins_are_scene_numbers() -> None:
    scene = fountain("12B  INT. CELLAR - A WEEK LATER   12B\n\nDark.\n").scenes[0]
    assert (scene.number, scene.heading) == ("12B", "INT. CELLAR - A WEEK LATER")
    assert scene.time == "A WEEK LATER"


def test_words_that_only_begin_like_a_heading_are_action() -> None:
    for text in ("Internal doubts.", "Ext 4 rings.", "Interior design bores her.", "EXTRAS wait."):
        assert only(text).kind == "action"


def test_what_comes_before_the_first_heading_opens_the_first_scene() -> None:
    scenes = fountain("# Act One\n\nFADE IN:\n\nINT. OFFICE - DAY\n\nShe types.\n").scenes
    assert [element.kind for element in scenes[0].elements] == ["section", "transition", "action"]
    assert len(scenes) == 1


def test_action_before_the_first_heading_is_a_scene_of_its_own() -> None:
    scenes = fountain("A black screen.\n\nINT. OFFICE - DAY\n\nShe types.\n").scenes
    assert [scene.heading for scene in scenes] == ["", "INT. OFFICE - DAY"]


# --- speeches


def test_a_speech() -> None:
    speech = only("MARA\n(laughing)\nYou scared me to death.\n")
    assert (speech.kind, speech.character, speech.parenthetical) == ("dialogue", "MARA", "laughing")
    assert (speech.text, speech.extension, speech.line) == ("You scared me to death.", "", 1)


def test_extensions_survive_all() -> None:
    speech = only("JONAS (O.S.) (CONT'D)\nThere you are!\n")
    assert (speech.character, speech.extension) == ("JONAS", "O.S., CONT'D")


def test_an_extension_in_small_letters() -> None:
    assert only("HANS (on the radio)\nWhat was it?\n").extension == "on the radio"


def test_a_parenthetical_inside_a_speech_begins_a_new_element() -> None:
    first, second = elements("MARA\nTell whom?\n(beat)\nI never saw a dog.\n")
    assert (first.text, first.parenthetical) == ("Tell whom?", "")
    assert (second.text, second.parenthetical) == ("I never saw a dog.", "beat")
    assert (second.character, second.line) == ("MARA", 3)


def test_parentheticals_in_a_row_are_one() -> None:
    assert only("MARA\n(beat)\n(to Jonas)\nNo.\n").parenthetical == "beat, to Jonas"


def test_a_parenthetical_over_two_lines() -> None:
    speech = only("STEEL\n(beer raised,\nover it)\nTo retirement.\n")
    assert (speech.parenthetical, speech.text) == ("beer raised, over it", "To retirement.")


def test_a_parenthesis_that_nobody_closes_is_spoken() -> None:
    assert only("MARA\n(well\nGo on.\n").text == "(well\nGo on."
    assert elements("MARA\n(well\n~la la\n(so)\n")[0].text == "(well"


def test_nested_parentheses_stay_whole() -> None:
    assert only("MARA\n(softly (almost))\nNo.\n").parenthetical == "softly (almost)"


def test_dual_dialogue() -> None:
    first, second = elements("BRICK\nScrew retirement.\n\nSTEEL ^\nScrew retirement.\n")
    assert (first.dual, second.dual) == (False, True)
    assert second.character == "STEEL"


def test_a_forced_name_may_have_small_letters() -> None:
    speech = only("@McCLANE (V.O.) ^\nYippie ki-yay!\n")
    assert (speech.character, speech.extension, speech.dual) == ("McCLANE", "V.O.", True)


@pytest.mark.parametrize("name", ["ÉLODIE", "МАРА", "ΜΑΡΑ", "ŽELJKO 2"])
def test_capitals_of_every_script_name_a_speaker(name: str) -> None:
    assert only(f"{name}\nHello.\n").character == name


def test_two_blanks_keep_an_empty_line_inside_a_speech() -> None:
    assert only("MARA\nOne.\n  \nTwo.\n").text == "One.\n\nTwo."


def test_capitals_without_words_below_are_action() -> None:
    assert [element.kind for element in elements("SILENCE\n\nShe waits.\n")] == ["action", "action"]


def test_lyrics_sung_and_spoken_on() -> None:
    song, after = elements("MARA\n(to the dog)\n~La la la\n~La la\nThank you.\n")
    assert (song.kind, song.text, song.character) == ("lyrics", "La la la\nLa la", "MARA")
    assert song.parenthetical == "to the dog"
    assert (after.kind, after.text, after.character) == ("dialogue", "Thank you.", "MARA")


def test_words_before_a_song() -> None:
    spoken, song = elements("MARA\nListen.\n~La la\n")
    assert (spoken.kind, spoken.text) == ("dialogue", "Listen.")
    assert (song.kind, song.text) == ("lyrics", "La la")


def test_lyrics_of_nobody() -> None:
    song = only("~Willy Wonka, Willy Wonka")
    assert (song.kind, song.text, song.character) == ("lyrics", "Willy Wonka, Willy Wonka", "")


# --- the other paragraphs


def test_forced_action() -> None:
    action = only("!SCANNING THE AISLES...\n!Where is that pit boss?\n")
    assert action.kind == "action"
    assert action.text == "SCANNING THE AISLES...\nWhere is that pit boss?"


def test_a_lone_mark_of_action_leaves_nothing_behind() -> None:
    assert [element.text for element in elements("!\n\nShe waits.\n")] == ["She waits."]


def test_paragraphs_stay_apart_and_lines_together() -> None:
    assert [element.text for element in elements("One.\nTwo.\n\nThree.\n")] == [
        "One.\nTwo.",
        "Three.",
    ]


@pytest.mark.parametrize(
    "line",
    ["CUT TO:", "SMASH-CUT TO:", "FADE IN:", "FADE OUT.", "FADE TO BLACK.", "CUT TO BLACK.",
     "DISSOLVE TO:", "SLOW FADE OUT", "MATCH CUT TO:", "WIPE TO:", "BLACKOUT."],
)  # fmt: skip
def test_transitions(line: str) -> None:
    found = elements(f"She waits.\n\n{line}\n\nINT. OFFICE - DAY\n")[1]
    assert (found.kind, found.text) == ("transition", line)


def test_a_forced_transition() -> None:
    found = only("> Burn to White.\n")
    assert (found.kind, found.text) == ("transition", "Burn to White.")


@pytest.mark.parametrize("line", ["MARA CUTS THE ROPE.", "CUTLERY EVERYWHERE.", "IRIS WAKES."])
def test_capitals_that_are_no_transition(line: str) -> None:
    assert only(line).kind == "action"


def test_a_transition_right_above_a_heading() -> None:
    before, inside = fountain("She waits.\n\nCUT TO:\nINT. TRUNK - DAY\nDark.\n").scenes
    assert before.elements[-1].kind == "transition"
    assert inside.heading == "INT. TRUNK - DAY"


def test_fade_in_and_a_heading_in_one_line() -> None:
    scene = fountain("FADE IN: EXT. ROAD - DAY\n\nDust.\n").scenes[0]
    assert scene.heading == "EXT. ROAD - DAY"
    assert [element.text for element in scene.elements] == ["FADE IN:", "Dust."]


def test_centered_text() -> None:
    found = only("> THE END <")
    assert (found.kind, found.text) == ("centered", "THE END")


def test_a_page_break() -> None:
    assert [element.kind for element in elements("One.\n\n===\n\nTwo.\n")] == [
        "action",
        "page break",
        "action",
    ]


def test_sections_and_synopses() -> None:
    act, part, what = elements("# Act One\n\n### The letter ###\n\n= She opens it.\n")
    assert (act.kind, act.level, act.text) == ("section", 1, "Act One")
    assert (part.level, part.text) == (3, "The letter ###")
    assert (what.kind, what.text) == ("synopsis", "She opens it.")


def test_sections_go_no_deeper_than_six() -> None:
    assert only("######## Deep").level == 6


# --- notes and boneyards


def test_a_note_inside_a_line_follows_its_paragraph() -> None:
    action, note = elements("The sun [[check the weather]] is shining.\n")
    assert (action.kind, action.text) == ("action", "The sun is shining.")
    assert (note.kind, note.text, note.line) == ("note", "check the weather", 1)


def test_a_note_over_lines() -> None:
    before, note, after = elements("Before.\n\n[[One\ntwo\n  \nthree]]\n\nAfter.\n")
    assert note.text == "One\ntwo\n\nthree"
    assert (before.text, after.text, after.line) == ("Before.", "After.", 8)


def test_a_note_below_a_name_does_not_end_the_speech() -> None:
    note, speech = elements("MARA\n[[what does she say?]]\nHello.\n")
    assert (note.kind, note.text) == ("note", "what does she say?")
    assert (speech.character, speech.text) == ("MARA", "Hello.")


def test_a_note_that_nobody_closes_is_text() -> None:
    assert only("[[never closed").text == "[[never closed"
    assert elements("[[closed too\n\nlate]]")[0].text == "[[closed too"


def test_a_note_on_the_title_page() -> None:
    note, action = elements("Title: The Letter [[working title]]\n\nShe waits.\n")
    assert (note.kind, note.text) == ("note", "working title")
    assert action.text == "She waits."


def test_a_boneyard_is_gone_and_lines_keep_their_numbers() -> None:
    text = "One.\n\n/* INT. GONE - DAY\n\nNever. */\n\nTwo /* and\na half */ lines.\n\nThree.\n"
    assert [(element.text, element.line) for element in elements(text)] == [
        ("One.", 1),
        ("Two lines.", 7),
        ("Three.", 10),
    ]


def test_a_boneyard_inside_a_speech_does_not_end_it() -> None:
    assert only("MARA\n/* Goodbye.\n\nAgain. */\nHello.\n").text == "Hello."


def test_a_boneyard_that_nobody_closes_is_text() -> None:
    assert [element.text for element in elements("/* never closed\n\nGo on.")] == [
        "/* never closed",
        "Go on.",
    ]


def test_a_note_inside_a_boneyard_is_gone_too() -> None:
    assert only("/* [[gone]] */ Here.").text == "Here."


# --- the title page


def test_a_title_page() -> None:
    text = (
        "Title:\n    _**BRICK & STEEL**_\n    _**FULL RETIRED**_\n"
        "Credit: Written by\nAuthor: Stu *Maschwitz*\nDraft date: 1/27/2012\n"
        "Contact:\n\tNext Level\n\tPhone: 555\n\nA patio.\n"
    )
    screenplay = fountain(text)
    assert screenplay.title == "BRICK & STEEL FULL RETIRED"
    assert screenplay.author == "Stu Maschwitz"
    assert screenplay.title_page["Draft date"] == "1/27/2012"
    assert screenplay.title_page["Contact"] == "Next Level\nPhone: 555"
    assert [element.text for _, element in screenplay.elements()] == ["A patio."]


def test_values_below_their_key_without_indent() -> None:
    assert fountain("Title:\nThe Letter\nAuthor: Ana\n\nA kitchen.\n").title == "The Letter"


def test_a_title_page_with_gaps() -> None:
    screenplay = fountain("Title: The Letter\n\nAuthor: Ana\n\nA kitchen.\n")
    assert (screenplay.title, screenplay.author) == ("The Letter", "Ana")


def test_a_key_that_stands_twice_keeps_both_values() -> None:
    assert fountain("Author: Ana\nAuthor: Ben\n\nx\n").title_page["Author"] == "Ana\nBen"


def test_keys_of_the_writer() -> None:
    screenplay = fountain("Series: Nights\nTitle: The Letter\n\nA kitchen.\n")
    assert screenplay.title_page == {"Series": "Nights", "Title": "The Letter"}


@pytest.mark.parametrize(
    "first", ["FADE IN:", "CUT TO:", "MARA: Hello", "Then: a door.\nIt opens."]
)
def test_what_is_no_title_page(first: str) -> None:
    screenplay = fountain(f"{first}\n\nINT. OFFICE - DAY\n\nShe types.\n")
    assert screenplay.title_page == {}
    assert next(screenplay.elements())[1].text == first


def test_a_heading_ends_the_title_page() -> None:
    screenplay = fountain("Title: The Letter\nINT. KITCHEN - DAY\n\nCoffee.\n")
    assert screenplay.title_page == {"Title": "The Letter"}
    assert screenplay.scenes[0].place == "KITCHEN"


# --- ends of lines and indents


def test_every_end_of_line_reads_the_same() -> None:
    text = "INT. OFFICE - DAY\n\nMARA\n(softly)\nHello.\n\nShe waits.\n"
    expected = fountain(text)
    for end in ("\r\n", "\r", "\u2028"):
        assert fountain(text.replace("\n", end)) == expected


def test_a_script_laid_out_with_blanks() -> None:
    text = "     INT. OFFICE - DAY\n\n  She types.\n\n          MARA\n      (softly)\n    Hello.\n"
    scene = fountain(text).scenes[0]
    assert [(element.kind, element.text) for element in scene.elements] == [
        ("action", "She types."),
        ("dialogue", "Hello."),
    ]
