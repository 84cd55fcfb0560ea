"""The few marks of Markdown, and that nothing else of a text reaches the page as mark-up."""

from __future__ import annotations

from portal.kit.markdown import html


def test_headings_lists_and_marks_become_html():
    text = "## Đề bài\nMột *không gian* **chung**.\nCho [mọi người](/map).\n\n- xưởng\n- lớp học"
    assert html(text + "\n\n1. nộp\n2) chấm\n\n### Nhỏ hơn").split("\n") == [
        "<h2>Đề bài</h2>",
        '<p>Một <em>không gian</em> <strong>chung</strong>.<br>Cho <a href="/map">mọi người</a>.</p>',
        "<ul><li>xưởng</li><li>lớp học</li></ul>",
        "<ol><li>nộp</li><li>chấm</li></ol>",
        "<h3>Nhỏ hơn</h3>",
    ]


def test_what_could_act_stays_text():
    assert html("<script>x</script> 2*3*4") == "<p>&lt;script&gt;x&lt;/script&gt; 2*3*4</p>"
    assert "href" not in html("[a](javascript:alert(1)) [b](//evil.example) [c](data:text/html,x)")
    assert html('[c](https://a.example/"x&b=2)') == '<p><a href="https://a.example/&quot;x&amp;b=2">c</a></p>'
