"""Messengers, social networks and names there (row 22 of the evasion catalogue)."""

from __future__ import annotations

import pytest

from tests.policy.contact import hits

RULE = "contact-handle"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("TG: brass_owl_parts. Ask there for diagrams", "en"),
        ("Our IG > lumina.home_official < has clips, drop us a DM there", "en"),
        ("Same name on the green app as here", "en"),
        ("You know the paper plane app? I'm there as @feltfox_studio.", "en"),
        ("Tag @thewickedwick in your stories and DM us", "en"),
        ("better get me on telegram @kiln_daddy", "en"),
        ("my insta is @k\u200bi\u200bk\u200bi dm me when done", "en"),
        ("schreib mich bei Telegram an: @filament_fuchs", "de"),
        ("kann ich dir die Skizze auf insta schicken? heiße da tortenzauber_mona", "de"),
        ("je suis dispo sur telegram : @helices_du_sud", "fr"),
        ("Mejor hablamos por el verde (guasap)", "es"),
        ("Seguiteci su Instagram @cereria_delborgo", "it"),
        ("お急ぎの方はラ○ンでご連絡ください。IDはbungu下線komachiです。", "ja"),
        ("写真はLINEの方が早いです!ID: tanuki_zakka で検索", "ja"),
        ("빠른 상담은 카카오톡 ID: hanji_store 로 연락 주세요.", "ko"),
        ("请加微信 WeChat: chaju_xiaolin88", "zh"),
    ],
)
def test_an_invitation_to_a_messenger_is_found(text: str, language: str) -> None:
    assert hits(RULE, text, language=language) != []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The LINE Friends plush is back in stock", "en"),
        ("Shall we print it telegram style on cream paper?", "en"),
        ("The signal lamp on the track blinks red, contact us here", "en"),
        ("The WhatsApp sticker sheet you ordered has 40 stickers, write to us here", "en"),
        ("The order line is open, you can reply online", "en"),
        ("We engraved '@home' in Times, follow the instructions", "en"),
        ("Your phone case fits the messenger bag", "en"),
        ("商品のラインナップはAmazonでご確認ください。", "ja"),
        ("Die Signalleuchte ist repariert, schreiben Sie uns hier", "de"),
    ],
)
def test_the_same_words_for_goods_pass(text: str, language: str) -> None:
    assert hits(RULE, text, language=language) == []


def test_a_shops_name_with_an_at_sign_is_pointed_at_exactly() -> None:
    assert hits(RULE, "Follow @rag_and_bone_yard so you never miss a drop") == ["@rag_and_bone_yard"]
