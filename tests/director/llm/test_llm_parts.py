"""The small parts: numbers, shares, lengths, addresses, names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm_stories import line, shot

from openstage.director.llm.assembly import LONGEST, SHORTEST, apportion, fit, scene_numbers
from openstage.director.llm.draft import ShotDraft
from openstage.director.llm.endpoint import OPENAI, Endpoint, Prices
from openstage.director.llm.reading import in_parts
from openstage.errors import MissingError, UseError
from openstage.storyboard.document import Scene


@given(st.lists(st.integers(1, 50), min_size=1, max_size=30), st.integers(0, 200))
def test_shares_are_whole_fair_and_never_empty(weights: list[int], total: int) -> None:
    parts = apportion(total, weights)
    assert sum(parts) == max(total, len(weights))
    assert min(parts) >= 1
    for (heavy, most), (light, least) in zip(
        zip(weights, parts, strict=True), list(zip(weights, parts, strict=True))[1:], strict=False
    ):
        if heavy > light:
            assert most >= least


@given(st.lists(st.text(max_size=20), max_size=20))
def test_scene_numbers_are_unique_and_valid(written: list[str]) -> None:
    numbers = scene_numbers(written)
    assert len(set(numbers)) == len(written)
    for number in numbers:
        Scene.model_validate(
            {
                "number": number,
                "heading": {"location": "x"},
                "shots": [{"id": f"{number}-010", "number": 10}],
            }
        )


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        (["", "2", ""], ["1", "2", "3"]),
        (["12A", "", "12A"], ["12A", "2", "3"]),
        (["", "1"], ["2", "1"]),
        (["#7#", "a/b"], ["7", "ab"]),
    ],
)
def test_a_scene_keeps_the_number_of_the_script(written: list[str], numbers: list[str]) -> None:
    assert scene_numbers(written) == numbers


@given(
    st.lists(st.floats(0.2, 120), min_size=1, max_size=40),
    st.floats(1, 2000),
)
def test_a_length_is_met_as_far_as_shots_can_go(lengths: list[float], wanted: float) -> None:
    shots = [ShotDraft(**shot(seconds=seconds)) for seconds in lengths]
    fit(shots, wanted)
    total = sum(one.seconds for one in shots)
    nearest = min(max(wanted, SHORTEST * len(shots)), LONGEST * len(shots))
    assert total == pytest.approx(nearest, rel=0.01)
    assert all(SHORTEST <= one.seconds <= LONGEST for one in shots)


def test_a_line_is_never_cut_shorter_than_it_takes_to_say() -> None:
    talk = ShotDraft(**shot(dialogue=[line("word " * 35)]))
    still = ShotDraft(**shot())
    fit([talk, still], 4)
    assert talk.seconds == pytest.approx(10)
    assert still.seconds == SHORTEST


@given(st.lists(st.integers(0, 50)), st.integers(1, 60))
def test_parts_keep_everything_in_order_and_stay_below_the_limit(
    items: list[int], limit: int
) -> None:
    parts = list(in_parts(items, limit, lambda item: item))
    assert [item for part in parts for item in part] == items
    assert all(sum(part) <= limit or len(part) == 1 for part in parts)


def test_the_environment_names_the_endpoint() -> None:
    found = Endpoint.find(
        environment={
            "OPENSTAGE_LLM_MODEL": "m",
            "OPENSTAGE_LLM_URL": "http://localhost:1234/v1/",
            "OPENSTAGE_LLM_PRICE_IN": "1",
            "OPENSTAGE_LLM_PRICE_OUT": "2",
        }
    )
    assert found == Endpoint("m", "http://localhost:1234/v1", "", Prices(1, 2))
    assert found.host == "localhost:1234"
    assert found.local


def test_what_is_given_wins_over_the_environment() -> None:
    environment = {"OPENSTAGE_LLM_MODEL": "m", "OPENSTAGE_LLM_URL": "http://a/v1"}
    found = Endpoint.find("n", "http://b/v1", environment=environment)
    assert (found.model, found.url) == ("n", "http://b/v1")


def test_the_key_of_openai_goes_to_openai_alone() -> None:
    environment = {"OPENSTAGE_LLM_MODEL": "m", "OPENAI_API_KEY": "sk-1"}
    assert Endpoint.find(environment=environment).key == "sk-1"
    assert Endpoint.find(environment=environment).url == OPENAI
    assert Endpoint.find(url="https://example.org/v1", environment=environment).key == ""
    both = {**environment, "OPENSTAGE_LLM_KEY": "sk-2"}
    assert Endpoint.find(environment=both).key == "sk-2"


def test_a_missing_model_or_key_says_what_to_set() -> None:
    with pytest.raises(MissingError) as caught:
        Endpoint.find(environment={"OPENAI_API_KEY": "sk-1"})
    assert "OPENSTAGE_LLM_MODEL" in caught.value.remedy
    with pytest.raises(MissingError) as caught:
        Endpoint.find("m", environment={})
    assert "OPENSTAGE_LLM_KEY" in caught.value.remedy


@pytest.mark.parametrize("url", ["localhost:1234", "ftp://a", "http://", "http://[", "http://a:b"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UseError, match="address"):
        Endpoint.find("m", url, environment={})


def test_the_password_of_an_address_is_not_shown() -> None:
    found = Endpoint.find("m", "https://me:hush@example.org/v1", environment={})
    assert found.host == "example.org"
    assert found.hide("at me:hush@example.org") == "at me:[key]@example.org"
