"""Parts of the shipped policy, as `status` and `show` have them."""

from __future__ import annotations

import json
import re


def test_status_shows_parts_with_their_share_and_says_which_they_are(data, looking, unpolicy):
    shown = looking("status").out
    assert re.search(r"└ Japanese staff, women · 62% of the\s+573 2020 +597 2022", shown.replace("whole", ""))
    assert "全体の62%" in looking("status", "--lang", "ja").out
    monitored = json.loads(unpolicy("status", "--json").out)["monitored"]
    assert [(one["part_of"], one["of"]) for one in monitored] == [
        ("un-staff", {"grade": "d1-and-above"}),
        ("un-staff", {"sex": "female"}),
        (None, {}),
    ]


def test_show_has_a_table_of_parts_by_year(data, looking):
    shown = looking("show", "un-staff").out
    table = shown[shown.index("\nParts ") :]
    assert re.search(r"└ Japanese staff, women +573 +588 +597", table)
    assert "\nParts " not in looking("show", "jpo-retention").out
