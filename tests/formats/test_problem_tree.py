"""The drawing of a tree of problems: every statement is drawn whole."""

import re

import pytest

from distretto.analysis.diagnosis.problems import problem_tree
from distretto.formats.charts.language import Language
from distretto.formats.charts.lettering import text_width
from distretto.formats.problem_tree import BOX, PAD, SIZE, Leaf, draw_problem_tree

# 30 ideographs of 10.5 pixels are 315, in boxes with room for 152: three lines.
CHINESE = "企业很难获得银行贷款因为没有抵押品而且利息太高了小企业尤其难"
THAI = "ต้นทุนพลังงานสูงและไฟฟ้าดับบ่อยครั้งทำให้การผลิตล่าช้า"
ADDRESS = "https://www.example.org/reports/2026/energy-costs-of-small-firms.pdf"


@pytest.mark.parametrize("words", [CHINESE, THAI, ADDRESS, f"停电 {CHINESE}"])
def test_a_statement_without_blanks_is_drawn_whole(words):
    leaves = {"a": Leaf(words, is_core=True), "b": Leaf("Sales fall")}
    causes = [("a", "b")]
    drawn = draw_problem_tree(
        problem_tree(list(leaves), causes), leaves, causes, Language("en")
    )
    lines = re.findall(r"<text[^>]*>([^<]+)</text>", drawn.on_page)
    lines.remove("Sales fall")
    assert "".join(lines) == words.replace(" ", "")
    assert "…" not in drawn.on_page
    assert all(text_width(line, SIZE) <= BOX - 2 * PAD for line in lines)
    if words == CHINESE:
        assert len(lines) == 3
