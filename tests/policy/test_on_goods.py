"""What goods to be made shall bear is not contact data of the author."""

from __future__ import annotations

import pytest

from gobetween import policy

ON_GOODS = [
    ("en", "The banner reads “Follow us @corner_bakes”. Gold or white?"),
    ("en", 'We print the text "cornerbakes.com" on the mugs. Is the spelling right?'),
    ("es", "En el cartel de tu negocio escribiste «Llámanos al 55 4180 2211». ¿Es correcto?"),
    ("it", "Per la targa del negozio: «Bar Stella, tel. 0444 321 908, aperto fino alle 2»."),
    ("ja", "Tシャツの背面に入れる文言「フォローしてね @moji_moji」を確認しました。"),
]
LEADING_AWAY = [
    ("en", "For the engraving call us on 020 7946 0712."),
    ("en", 'We print the text "Anna" on the mugs. More on cornerbakes.com.'),
    ("en", "Your mug is ready. Follow us @corner_bakes on Instagram."),
    ("en", "We print “020 7946 0712” on the mug; call me on 020 7946 0712."),
]


def stopped(language: str, text: str, purpose: str) -> set[str]:
    source = policy.Source(place="text", text=text)
    draft = policy.Draft(sources=(source,), language=language, purpose=purpose)
    findings = policy.judge(draft, policy.default()).findings
    return {str(each.label) for each in findings} & {"off_platform_contact", "link_external"}


@pytest.mark.parametrize(("language", "text"), ON_GOODS)
def test_what_goods_shall_bear_passes(language: str, text: str) -> None:
    assert stopped(language, text, "customization") == set()


@pytest.mark.parametrize(("language", "text"), ON_GOODS)
def test_it_does_not_where_nothing_is_made(language: str, text: str) -> None:
    assert stopped(language, text, "reply_to_buyer") != set()


@pytest.mark.parametrize(("language", "text"), LEADING_AWAY)
def test_the_authors_own_contact_data_is_found_among_goods(language: str, text: str) -> None:
    assert stopped(language, text, "customization") != set()
