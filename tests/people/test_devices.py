import pytest

from portal.people import devices

WEBKIT = "AppleWebKit/537.36 Chrome/126.0.0.0"
APPLE = "AppleWebKit/605.1.15 Version/17.5"
ANDROID = "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 (KHTML, like Gecko) "


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (ANDROID + "Chrome/126.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
        (ANDROID + "SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36", "Samsung Internet, Android"),
        (ANDROID + "Chrome/126.0.0.0 Mobile Safari/537.36 Zalo android/24101", "Zalo, Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Safari/537.36 Edg/126.0", "Edge, Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} coc_coc_browser/126 Safari/537.36", "Cốc Cốc, Windows"),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {APPLE} Mobile Safari/604", "Safari, iPhone"),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) {APPLE} Safari/605.1.15", "Safari, Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Linux"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_browser_has_the_name_that_its_person_knows(agent: str, name: str):
    assert devices.named(agent) == name
