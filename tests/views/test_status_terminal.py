"""The headline table on a terminal: no line too wide, no number cut, nothing in a title that steers anything."""

import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import yaml_rs
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, Group

from unpolicy.assess.assessment import assess
from unpolicy.assess.find import Selection
from unpolicy.model import Dataset, IndicatorsFile, TargetsFile
from unpolicy.views import VERDICT_SIGNS
from unpolicy.views.notes import note_sentences
from unpolicy.views.status import WORDS
from unpolicy.views.terminal.status import status_view
from unpolicy.views.terminal.status_targets import BAR_EMPTY, BAR_FULL, bar
from unpolicy.views.voice import Voice

SHIPPED = Path(__file__).parent.parent.parent / "data"
TODAY = date(2024, 6, 30)

views = pytest.mark.parametrize(("lang", "width"), [(lang, width) for lang in ("en", "ja") for width in (80, 120)])
languages = pytest.mark.parametrize("lang", ["en", "ja"])


@pytest.fixture(scope="module")
def shipped():
    def load(name, model):
        text = (SHIPPED / name).read_text(encoding="utf-8")
        return model.model_validate(yaml_rs.loads(text, parse_datetime=False))

    return Dataset(load("targets.yaml", TargetsFile), load("indicators.yaml", IndicatorsFile))


def build(*targets, alone=(), goals=None, policy="P", ratings=()):
    """A policy with a target `t0`, `t1` … for each (changes of the target, changes of its indicator)."""
    indicator = {"title": "I", "unit": "u", "kind": "count", "direction": "increase", "year": "calendar"}
    aim = {"goal": "g", "baseline": 2020, "value": 1000, "by": 2025}
    return Dataset(
        TargetsFile.model_validate(
            {
                "version": 1,
                "policy": {"id": "p", "title": policy},
                "goals": goals or {"g": {"title": "G"}},
                "targets": {f"t{n}": aim | {"indicator": f"i{n}"} | change for n, (change, _) in enumerate(targets)},
                "ratings": list(ratings),
            }
        ),
        IndicatorsFile.model_validate(
            {
                "version": 1,
                "indicators": {f"i{n}": indicator | change for n, (_, change) in enumerate(targets)}
                | {f"alone{n}": indicator | change for n, change in enumerate(alone)},
            }
        ),
    )


def drawn(dataset, lang="en", width=80, *, as_of=TODAY, method=None, colour=None):
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=bool(colour),
        color_system=colour,
        markup=False,
        emoji=False,
        highlight=False,
    )
    # Not cropped: a line that the console has to cut is a line too wide.
    console.print(Group(*status_view(assess(dataset, as_of, method), Voice(lang), width)), crop=False)
    return out.getvalue()


def too_wide(text, width):
    return [line for line in text.splitlines() if cell_len(line.rstrip(" ─")) > width]


def has(text, number):
    """Whether a number stands in a text as a whole, and not as a part of another."""
    return re.search(rf"(?<![\d.,+−]){re.escape(number)}(?![\d,]|\.\d|…)", text) is not None


@views
def test_the_shipped_policy_fits_the_terminal_with_every_number_whole(shipped, lang, width):
    text = drawn(shipped, lang, width)
    assert too_wide(text, width) == []
    for number in (
        "918",
        "961",
        "1,000",
        "52%",
        "40%",
        "+21.5",
        "+13.0",
        "1,026",
        "85.2",
        "82.7",
        "+10.0",
        "88",
        "597",
    ):
        assert has(text, number), number
    assert "…" not in re.sub("… [0-9]", "", text), "nothing is cut: the only dots are the sign of what is in progress"


@views
def test_the_shipped_policy_says_its_verdict_and_what_is_waiting(shipped, lang, width):
    text = drawn(shipped, lang, width, as_of=LATER)
    assert {"en": "not out yet", "ja": "未公表"}[lang] in text
    assert "unpolicy add-actual 2023" in text
    assert Voice(lang).verdict("missed") not in text
    assert {"en": "The figure of 2025 decides: 1,000 or more.", "ja": "2025年の実績値で決まる：1,000以上。"}[
        lang
    ] in text
    assert "█" in text
    assert "★" in text


def test_the_headline_table_comes_first(shipped):
    text = drawn(shipped)
    places = [text.index(part) for part in ("Base", "Indicators without a target", "Milestones", "Waiting")]
    assert places == sorted(places)


@languages
def test_milestones_are_counted_per_goal(shipped, lang):
    text = drawn(shipped, lang)
    assert {"en": "✓ 8 achieved · … 1 in progress", "ja": "✓ 8 達成 · … 1 継続中"}[lang] in text


def test_a_number_in_a_title_is_not_folded_either(shipped):
    assert "1,000人" in drawn(shipped, "ja", 80)


def test_the_star_stands_beside_the_title(shipped):
    assert re.search(r"★\s?国連", drawn(shipped, "ja", 80))


@views
@pytest.mark.parametrize(
    ("figures", "numbers"),
    [
        ((9180, 9610, 10000), ("9,180", "9,610", "10,000", "+215.0", "+130.0", "10,255")),
        ((91800, 96100, 100000), ("91,800", "96,100", "100,000", "+2,150.0", "+1,300.0", "102,550")),
        ((-918, -961, -1000), ("−918", "−961", "−1,000", "−21.5", "−13.0", "−1,026")),
    ],
)
def test_larger_numbers_are_whole_too(lang, width, figures, numbers):
    baseline, latest, aim = figures
    direction = "increase" if aim > 0 else "decrease"
    text = drawn(
        build(({"value": aim}, {"actuals": {2020: baseline, 2022: latest}, "direction": direction})), lang, width
    )
    assert too_wide(text, width) == []
    for number in numbers:
        assert has(text, number), number
    assert Voice(lang).verdict("on-track") in text


@pytest.mark.parametrize(
    ("lang", "width", "scale"),
    [("en", 80, 10**3), ("ja", 80, 10**3), *((lang, width, 10**9) for lang in ("en", "ja") for width in (80, 120))],
)
def test_numbers_of_six_and_of_twelve_digits_are_whole_too(lang, width, scale):
    figures = {"actuals": {2020: 500 * scale, 2022: 700 * scale}}
    text = drawn(build(({"value": 1000 * scale}, figures), alone=[figures]), lang, width)
    assert too_wide(text, width) == []
    for number in (500 * scale, 700 * scale, 1000 * scale):
        assert has(text, f"{number:,}")
    for number in ("40%", f"+{100 * scale:,}.0", f"+{200 * scale:,}"):
        assert has(text, number), number
    assert Voice(lang).verdict("on-track") in text


@views
def test_an_indicator_without_a_target_shows_numbers_of_nine_digits_whole(lang, width):
    text = drawn(build(alone=[{"actuals": {2020: 123_456_789, 2022: 234_567_890}}]), lang, width)
    for number in ("123,456,789", "234,567,890", "+111,111,101"):
        assert has(text, number), number


LONG = {
    "ja": "国際機関で働く日本人の職員をできるだけ早く増やすための取組" * 6,
    "en": "More Japanese staff as soon as can be " * 8,
}


@views
@pytest.mark.parametrize("title", [LONG, {"ja": "長" * 400, "en": "x" * 400}], ids=["words", "one word"])
def test_long_titles_are_folded_not_cut_and_take_no_room_from_numbers(title, lang, width):
    figures = {"title": title, "unit": title, "actuals": {2020: 918, 2022: 961, 2023: {"status": "pending"}}}
    goals = {"g": {"title": title, "milestones": {"m": {"title": title, "status": "achieved"}}}}
    text = drawn(build(({"title": title}, figures), alone=[figures], goals=goals, policy=title), lang, width)
    assert too_wide(text, width) == []
    for number in ("918", "961", "1,000", "52%", "+21.5", "+13.0", "1,026", "+43"):
        assert has(text, number), number
    last = title[lang].split()[-1][-1]
    assert text.count(last) >= title[lang].count(last) * 4, "every title is there to its end"


HOSTILE = [
    "[red]x[/red]",
    "[/]",
    "[link=https://example.org/]here[/link]",
    ":warning:",
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;https://example.org/\x1b\\link",
    "\x07bell\x08\x08",
    "\u202eright to left\u2066",
    "carriage\rreturn",
    "\x9b31m",
]


@views
@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_shown_harmlessly_wherever_it_stands(title, lang, width):
    figures = {
        "title": title,
        "unit": title,
        "actuals": {2020: 918, 2022: 961, 2023: {"status": "pending", "note": title}},
    }
    goals = {"g": {"title": title, "milestones": {"m": {"title": title, "status": "achieved"}}}}
    ratings = [{"target": "t0", "review": "FY2024", "step": "achieved", "by": title, "date": "2024-08-30"}]
    dataset = build(({"title": title}, figures), alone=[figures], goals=goals, policy=title, ratings=ratings)
    text = drawn(dataset, lang, width)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]", text)
    assert too_wide(text, width) == []
    first = text.splitlines()[0]
    if title.isprintable():
        assert first.rstrip() == title
    else:
        assert "\\x" in first or "\\u" in first


def test_a_coloured_table_holds_no_codes_but_richs_own():
    text = drawn(build(({"title": "\x1b[5mblink"}, {"actuals": {2020: 918, 2022: 961}})), colour="truecolor")
    assert "\x1b[" in text
    assert "\x1b[5m" not in text
    assert set(re.findall("\x1b.", text)) == {"\x1b["}


def test_without_colour_there_are_no_codes_and_every_verdict_has_a_sign():
    text = drawn(build(({}, {"actuals": {2020: 918, 2022: 961}})), as_of=date(2023, 6, 30))
    assert "\x1b" not in text
    assert f"{VERDICT_SIGNS['on-track']} on track" in text


@languages
@pytest.mark.parametrize(
    ("actuals", "verdict"),
    [
        ({2020: 918, 2025: 1000}, "achieved"),
        ({2020: 918, 2022: 961}, "on-track"),
        ({2020: 918, 2024: 979}, "acceleration-needed"),
        ({2020: 918, 2024: 919}, "limited"),
        ({2020: 918, 2024: 917}, "moving-away"),
        ({2020: 918, 2025: 999}, "missed"),
        ({2020: 918}, "unknown"),
    ],
)
def test_every_verdict_is_shown_in_words_and_with_its_sign(actuals, verdict, lang):
    text = drawn(build(({}, {"actuals": actuals})), lang, 120, as_of=date(max(actuals) + 1, 6, 30))
    assert f"{VERDICT_SIGNS[verdict]} {Voice(lang).verdict(verdict)}" in text


@views
def test_nothing_is_known_and_the_table_says_so(lang, width):
    text = drawn(build(({}, {"actuals": {}}), alone=[{"actuals": {}}]), lang, width)
    assert too_wide(text, width) == []
    assert "–" in text
    assert "None" not in text
    assert "nan" not in text.lower()


LATER = date(2026, 11, 24)


def sentences(actuals, lang="en", target=None, *, as_of=LATER, **rest):
    dataset = build((target or {}, {"actuals": actuals}), **rest)
    return list(note_sentences(assess(dataset, as_of).targets[0], Voice(lang)))


def test_a_target_year_without_its_figure_says_what_decides():
    assert sentences({2020: 918, 2022: 961}) == [
        "The figure of 2025 decides: 1,000 or more.",
        "Without a figure: 2021, 2023–2025.",
    ]
    assert sentences({2020: 918, 2022: 961}, "ja")[0] == "2025年の実績値で決まる：1,000以上。"
    assert sentences({})[0] == "The figure of 2025 decides: 1,000 or more."
    kept = {"value": None, "keep": {"max": 60}}
    assert sentences({2020: 55, 2021: 50}, target=kept)[0] == "The figure of 2025 decides: ≤ 60."


@views
def test_a_verdict_on_old_figures_is_not_shown_as_todays(lang, width):
    text = " ".join(drawn(build(({}, {"actuals": {2020: 918, 2022: 961}})), lang, width, as_of=LATER).split())
    assert {"en": "not out yet", "ja": "未公表"}[lang] in text
    assert VERDICT_SIGNS["on-track"] not in text
    for number in ("1,026", "+13.0"):
        assert not has(text, number), f"{number} belongs to a year that is over"


def test_a_stale_verdict_has_neither_the_colour_nor_the_bar_of_a_fresh_one():
    stale = build(({}, {"actuals": {2020: 918, 2022: 961}}))
    assert "\x1b[32m" not in drawn(stale, as_of=LATER, colour="standard")
    assert "\x1b[32m" in drawn(stale, as_of=date(2023, 6, 30), colour="standard")


def test_a_verdict_on_an_older_figure_than_could_be_known_names_its_year():
    text = drawn(build(({}, {"actuals": {2020: 918, 2022: 961}})), "en", 120, as_of=date(2024, 6, 30))
    assert "↑ on track in 2022" in " ".join(text.split())


def test_nothing_is_said_of_a_target_year_whose_figure_is_out():
    shown = sentences({year: 900 + year - 2000 for year in range(2020, 2026)})
    assert not any("has ended" in sentence or "Without a figure" in sentence for sentence in shown)


def test_a_figure_that_is_not_final_is_reported_with_its_status():
    shown = sentences({2020: 918, 2022: {"value": 961, "status": "provisional"}})
    assert "2022: 961 (provisional)." in shown


def test_an_unknown_verdict_says_why():
    assert "Unknown: fewer than two usable figures." in sentences({2020: 918})
    assert "判定不能：使える実績値が2つに満たない。" in sentences({2020: 918}, "ja")


def test_a_keep_target_says_when_its_limits_are_left():
    shown = sentences({2020: 55, 2021: 58}, target={"value": None, "keep": {"max": 60}})
    assert "Kept; at this pace it leaves the limits in 2022." in shown


def test_a_rating_stands_beside_the_suggestion_and_says_when_they_differ():
    rating = {"target": "t0", "review": "FY2026", "by": "Unit", "date": "2026-08-30"}
    actuals = {2020: 918, 2025: 1000}
    same = sentences(actuals, ratings=[rating | {"step": "achieved"}])
    other = sentences(actuals, ratings=[rating | {"step": "little-progress"}])
    assert "Our rule suggests “target achieved” (gap closed 100%); a suggestion, not a rating." in same
    assert "Rated “target achieved” by Unit in the review FY2026 (2026-08-30)." in same
    assert "The rating differs from the suggestion." not in same
    assert "The rating differs from the suggestion." in other


@languages
def test_what_is_waiting_comes_with_the_command_to_type(lang):
    figures = {"actuals": {2020: 1, 2021: {"status": "pending", "due": "2024-12-31"}}}
    text = drawn(build(({}, figures), alone=[figures]), lang, as_of=LATER)
    assert {"en": "2021: overdue since 2024-12-31", "ja": "2021年：公表予定日（2024-12-31）を過ぎている"}[lang] in text
    value = {"en": "VALUE", "ja": "実績値"}[lang]
    assert f"unpolicy add-actual 2021 {value}\n" in re.sub(" +\n", "\n", text), "the headline needs no option"
    assert f"unpolicy add-actual 2021 {value} -i alone0" in text


@views
def test_many_targets_are_shown_by_urgency_and_all_when_asked(lang, width):
    targets = [({}, {"actuals": {2020: 918, 2022: 961}}) for _ in range(60)]
    targets[37] = ({"title": "worst"}, {"actuals": {2020: 918, 2025: 919}})
    dataset = build(*targets)
    text = drawn(dataset, lang, width)
    assert too_wide(text, width) == []
    assert text.index("worst") < text.index("918")
    assert text.count("52%") < 60
    out = StringIO()
    Console(file=out, width=width, color_system=None, markup=False).print(
        Group(*status_view(assess(dataset, TODAY), Voice(lang), width, Selection(everything=True)))
    )
    assert out.getvalue().count("52%") == 59


@views
def test_long_tables_come_batches_that_are_made_in_turn(lang, width):
    figures = {"actuals": {2020: 918, 2022: 961}}
    dataset = build(*[({"title": f"T{n:03}"}, figures) for n in range(120)], alone=[figures] * 70)
    parts = status_view(assess(dataset, TODAY), Voice(lang), width, Selection(everything=True))
    out = StringIO()
    console = Console(file=out, width=width, color_system=None, markup=False)
    shown = []
    for part in parts:
        console.print(part, crop=False)
        shown.append(out.getvalue().count("T"))
    text = out.getvalue()
    assert len(set(shown)) > 3, "the first targets are on the screen before the last ones are drawn"
    assert list(dict.fromkeys(re.findall(r"T\d{3}", text))) == [f"T{n:03}" for n in range(120)]
    assert too_wide(text, width) == []
    assert text.count(Voice(lang).word(WORDS, "monitored")) == 1


def test_of_many_in_an_order_that_was_asked_for_the_first_are_shown():
    figures = {"actuals": {2020: 918, 2022: 961}}
    targets = [({"title": f"T{n:03}"}, figures) for n in range(60)]
    targets[37] = ({"title": "worst"}, {"actuals": {2020: 918, 2025: 919}})
    out = StringIO()
    Console(file=out, width=80, color_system=None, markup=False).print(
        Group(*status_view(assess(build(*targets), TODAY), Voice("en"), 80, Selection(ordered=True)))
    )
    assert re.findall(r"T\d{3}", out.getvalue())[:20] == [f"T{n:03}" for n in range(20)]
    assert "worst" not in out.getvalue()
    assert "The first 20" in out.getvalue()


@given(
    st.dictionaries(st.integers(2019, 2026), st.integers(-9999, 9999), max_size=4),
    st.text(min_size=1, max_size=60).filter(lambda text: text.strip()),
    st.sampled_from(["en", "ja"]),
    st.sampled_from([80, 120]),
)
@example({2019: 0, 2020: 0, 2021: -200}, "000000x1f-Ͱ", "en", 80)  # fits by its least width, not as rich shares it out
def test_whatever_the_figures_and_the_title_no_line_is_wider_than_the_terminal(actuals, title, lang, width):
    figures = {"title": title, "actuals": actuals}
    assert too_wide(drawn(build(({"title": title}, figures), alone=[figures]), lang, width), width) == []


@pytest.mark.parametrize(
    ("number", "full"),
    [(-3, 0), (0, 0), (0.124, 0), (0.125, 1), (0.5, 4), (0.7, 5), (0.999, 7), (1, 8), (99, 8)],
)
def test_a_bar_is_full_only_when_the_gap_is_closed(number, full):
    assert bar(number, 8) == BAR_FULL * full + BAR_EMPTY * (8 - full)


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 40))
def test_a_bar_is_as_long_as_it_should_be_whatever_the_number(number, width):
    assert len(bar(number, width)) == width


@views
def test_two_promises_on_one_indicator_are_told_apart_and_wait_for_its_figure_once(lang, width):
    data = build(({"by": 2022}, {"title": "Jobs"}), ({"indicator": "i0", "keep": {"min": 1}, "value": None}, {}))
    shown = drawn(data, lang, width)
    assert [len(re.findall(rf"Jobs ?[(（]{name}[)）]", shown)) > 0 for name in ("t0", "t1")] == [True, True]
    assert shown.count("add-actual") == 1
