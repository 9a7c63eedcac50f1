"""Web addresses written so that no machine should see them."""

from __future__ import annotations

import pytest

from tests.policy.asking import spans

RULE = "link-disguised"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see bluekilnpots dot com for it", "bluekilnpots dot com"),
        ("it is at bluekilnpots (dot) store", "bluekilnpots (dot) store"),
        ("bluekilnpots[.]io/help", "bluekilnpots[.]io"),
        ("bluekilnpots {dot} net", "bluekilnpots {dot} net"),
        ("kiln craft dot co dot uk", "craft dot co"),
        ("auf wollwerk-bremen Punkt de", "wollwerk-bremen Punkt de"),
        ("sur laines-du-morvan point fr", "laines-du-morvan point fr"),
        ("está en mueblesencina punto com", "mueblesencina punto com"),
        ("sta su lettinobello punto it", "lettinobello punto it"),
        ("kagu-nagaya ドット com にあります", "kagu-nagaya ドット com"),
        ("「mokume点jp」", "mokume点jp"),
        ("bluekilnpots . com", "bluekilnpots . com"),
        ("bluekilnpots .com", "bluekilnpots .com"),
        ("bluekilnpots. com", "bluekilnpots. com"),
        ("h t t p s : / / b l u e . c o m", "h t t p s : / / b l u e . c o m"),
        ("w w w . b l u e k i l n . d e", "w w w . b l u e k i l n . d e"),
        ("hxxps : //bluekiln [.] tv", "hxxps : //bluekiln"),
        ("wwwbluekilncom", "wwwbluekilncom"),
        ("www bluekiln com", "www bluekiln com"),
        ("visit bluekilnpots,com", "bluekilnpots,com"),
        ("moc.stopnlikeulb", "moc.stopnlikeulb"),
        ("read it backwards: ed.stopnlikeulb", "ed.stopnlikeulb"),
        ("aHR0cHM6Ly90aWRld2F0ZXJsYW1wcy5jb20vZmFx", "aHR0cHM6Ly90aWRld2F0ZXJsYW1wcy5jb20vZmFx"),
        ("grovesmith&#46;com&#47;d12", "grovesmith&#46;com&#47;d12"),
        ("grovesmith%2Ecom", "grovesmith%2Ecom"),
        ("bluekilnpots(period)c0m", "bluekilnpots(period)c0m"),
        ("bluekilnpots.c0m", "bluekilnpots.c0m"),
        ("layerlark, one dot, then io", "layerlark, one dot, then io"),
        ("bluekilnpotsdotcom", "bluekilnpotsdotcom"),
        ("campnest · travel", "campnest · travel"),
    ],
)
def test_a_disguise_is_seen_through(text: str, found: str) -> None:
    assert any(each.startswith(found) for each in spans(RULE, text)), spans(RULE, text)


@pytest.mark.parametrize(
    "text",
    [
        "Is it the dot com model? It survived the dot com bubble.",
        "Your amazon dot com order is packed; the number is on dhl dot de",
        "a polka dot dress, a red dot in the middle, the dot is small. com",
        "el punto es que llega mañana; en este punto no hay dudas, y punto",
        "a punto croce, il punto com'era, punto di raccolta",
        "le point de rencontre, un point en plus, point noir",
        "An diesem Punkt der Naht, Punkt eins, Punkt zwei",
        "ドットの大きさは8mm、点線、3点セット",
        "PDF・ai・jpg で入稿、S・M・L",
        "Merci . de rien . et voila",
        "We ship today. Common sizes. Networks. Original parts.",
        "size 40,de luxe; red,it is; blue,com",
        "joe at gmail dot com",
        "studio[at]paperlark[dot]ink",
        "info arroba taller-luna punto es",
        "hello(a)tinpennyworks(punkt)de",
        "Order 112-7352211-9823412, SKU AB12cd34EF56gh78",
        "A - B - C - D, k i n d  regards",
        "Home · Kissen · Decken",
        "ten.minutes later it was ed.by hand",
    ],
)
def test_ordinary_words_pass(text: str) -> None:
    assert spans(RULE, text) == []


def test_a_plain_address_is_not_told_twice() -> None:
    assert spans(RULE, "see https://acme-rugs.com/x") == []
