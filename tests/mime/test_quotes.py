"""New text apart from history: cut what is surely quoted, never lose a new word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.mime.quotes import part
from gobetween.mime.quotes_html import part_html

NEW = "Yes, please send the blue one."
OLD = "Which colour would you like?"

ATTRIBUTIONS = [
    "On Mon, Jan 1, 2024 at 10:00 AM Bea Miller <bea@home.example> wrote:",
    "On Mon, Jan 1, 2024 at 10:00 AM Bea Miller\n<bea@home.example> wrote:",
    "On Jan 1, 2024, at 10:00, Bea Miller wrote:",
    "Am 01.01.24 um 10:00 schrieb Bea Miller:",
    "Am Mo., 1. Jan. 2024 um 10:00 Uhr schrieb Bea Miller <\nbea@home.example>:",
    "Le lun. 1 janv. 2024 à 10:00, Bea Miller <bea@home.example> a\nécrit :",
    "El lun, 1 ene 2024 a las 10:00, Bea Miller (<bea@home.example>) escribió:",
    "Il giorno lun 1 gen 2024 alle ore 10:00 Bea <bea@home.example> ha scritto:",
    "Op ma 1 jan 2024 om 10:00 schreef Bea Miller <bea@home.example>:",
    "pon., 1 sty 2024 o 10:00 Bea Miller <bea@home.example> napisał(a):",
    "Em seg., 1 de jan. de 2024 às 10:00, Bea <bea@home.example> escreveu:",
    "2024年1月1日(月) 10:00 Bea Miller <bea@home.example>:",
    "Bea <bea@home.example> 于2024年1月1日周一 10:00写道：",
    "пн, 1 янв. 2024 г. в 10:00, Bea <bea@home.example>:",
    '02.04.2012 14:20 пользователь "Bea" <\nbea@home.example> написал:',
    "Den mån 1 jan. 2024 kl 10:00 skrev Bea <bea@home.example>:",
    "Bea Miller wrote:",
    "Quoting Bea Miller <bea@home.example>:",
]
HEADER_BLOCKS = [
    "From: Bea\nSent: Monday\nTo: Sam\nSubject: RE: lamp",
    "________________________________\nFrom: Bea\nSent: Monday\nTo: Sam\nSubject: RE: lamp",
    "-----Original Message-----\nFrom: Bea\nSent: Monday\nTo: Sam\nSubject: lamp",
    "-----Ursprüngliche Nachricht-----\nVon: Bea\nGesendet: Montag\nAn: Sam\nBetreff: Lampe",
    "*Von:* Bea\n*Gesendet:* Montag\n*An:* Sam\n*Betreff:* Lampe",
    "Gesendet: Montag, 2. März 2026\nVon: Bea\nAn: Sam\nBetreff: Re: Lampe",
    "De : Bea\nEnvoyé : lundi\nÀ : Sam\nObjet : RE: lampe",
    "Da: Bea\nInviato: lunedì\nA: Sam\nOggetto: R: lampada",
    "Van: Bea\nVerzonden: maandag\nAan: Sam\nOnderwerp: RE: lamp",
    "Od: Bea\nWysłano: poniedziałek\nDo: Sam\nTemat: RE: lampa",
    "De: Bea\nEnviada em: segunda\nPara: Sam\nAssunto: RES: x",
    "差出人: Bea\n送信日時: 月曜\n宛先: Sam\n件名: RE: x",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_a_quote_under_the_answer_is_cut_with_its_attribution(attribution: str) -> None:
    parted = part(f"{NEW}\n\n{attribution}\n\n> {OLD}\n> Bye\n", is_reply=True)

    assert (parted.new, OLD in parted.quoted) == (NEW + "\n", True)
    assert attribution.split("\n")[0] in parted.quoted


@pytest.mark.parametrize("block", HEADER_BLOCKS)
def test_an_outlook_header_block_begins_history(block: str) -> None:
    parted = part(f"{NEW}\n\n{block}\n\n{OLD}\n", subject="RE: lamp")

    assert (parted.new, OLD in parted.quoted) == (NEW + "\n", True)


@pytest.mark.parametrize("footer", ["-- \nBea", "_______________\nlamps mailing list", "*****\nTo unsubscribe"])
def test_a_signature_or_a_footer_may_stand_under_the_quote(footer: str) -> None:
    parted = part(f"{NEW}\n\n> {OLD}\n\n{footer}\n", is_reply=True)

    assert parted.new == f"{NEW}\n\n\n{footer}\n"
    assert part(f"> {OLD}\n\n{footer}\n", is_reply=True).quoted == ""


def test_a_quoted_original_message_is_history_above_the_answer_too() -> None:
    parted = part(f"> -----Original Message-----\n> From: Sam\n>\n> {OLD}\n\n{NEW}\n", is_reply=True)

    assert parted.new == f"{NEW}\n"


def test_an_answer_under_the_quote_is_new() -> None:
    parted = part(f"Bea Miller wrote:\n> {OLD}\n\n{NEW}\n", is_reply=True)

    assert (parted.new, OLD in parted.quoted) == (NEW + "\n", True)


@pytest.mark.parametrize(
    "text",
    [
        f"Bea wrote:\n> {OLD}\n\n{NEW}\n\n> And when?\n\nSoon.\n",
        f"{NEW}\n\n---------- Forwarded message ---------\nFrom: Eve\nDate: Monday\nTo: Bea\nSubject: x\n\n{OLD}\n",
        f"See my answers below.\n\n-----Original Message-----\nFrom: Bea\nSent: M\nTo: S\nSubject: x\n\n{OLD}\n",
        f"> {OLD}\n> Bye\n",
        f"From: Bea\nSent: Monday\nTo: Sam\nSubject: x\n\n{OLD}\n",
        f"Look at this header:\n\nFrom: Eve\nTo: Bea\nDate: Monday\nSubject: win\n\n{NEW}\n",
        f"> make install\n{NEW}\n",
        f"{NEW}\nFrom: the moon\nand back\n",
        "On the other hand, she wrote:\nnothing at all\n",
    ],
)
def test_when_in_doubt_nothing_is_cut(text: str) -> None:
    parted = part(text)

    assert (parted.new, parted.quoted) == (text, "")


def test_a_forward_by_its_subject_keeps_what_it_forwards() -> None:
    text = f"FYI\n\n-----Original Message-----\nFrom: Bea\nSent: M\nTo: S\nSubject: x\n\n{OLD}\n"

    assert part(text, subject="FW: lamp").new == text


@given(
    st.lists(
        st.sampled_from(
            [
                "> a",
                ">> b",
                "",
                "word",
                "Bea wrote:",
                "From: x",
                "To: y",
                "Sent: z",
                "Subject: q",
                "-----Original Message-----",
                "On 1 May 2024 Bea <b@x> wrote:",
                "____________",
            ]
        ),
        max_size=25,
    )
)
def test_no_line_is_ever_lost(lines: list[str]) -> None:
    parted = part("\n".join(lines), is_reply=True)

    kept = [line for line in (parted.new + "\n" + parted.quoted).split("\n") if line]
    assert sorted(kept) == sorted(line for line in lines if line)


HTML_REPLIES = [
    f'<div>{NEW}</div><br><div class="gmail_quote"><div class="gmail_attr">On x, Bea wrote:</div>'
    f"<blockquote>{OLD}</blockquote></div>",
    f'<p>{NEW}</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Bea</div><div>{OLD}</div>',
    f"<div><p>{NEW}</p><hr><p><b>From:</b> Bea<br><b>Sent:</b> Monday<br>To: Sam</p></div><p>{OLD}</p>",
    f'<p>{NEW}</p><div class="moz-cite-prefix">On x, Bea wrote:</div><blockquote type="cite">{OLD}</blockquote>',
    f'<div>{NEW}</div><div>On Jan 1, 2024, at 10:00, Bea wrote:</div><blockquote type="cite">{OLD}</blockquote>',
    f'<p>{NEW}</p><div class="yahoo_quoted">On Monday, Bea wrote: <div>{OLD}</div></div>',
    f'<p>{NEW}</p>2.6.2014, 14:41, "Bea" &lt;<a href="x">b@x.example</a>&gt;:<blockquote>{OLD}</blockquote>',
]


@pytest.mark.parametrize("html", HTML_REPLIES)
def test_quoted_html_is_cut_by_the_marks_of_mail_clients(html: str) -> None:
    parted = part_html(html)

    assert NEW in parted.new
    assert OLD not in parted.new
    assert "Bea" not in parted.new
    assert OLD in parted.quoted


@pytest.mark.parametrize(
    "html",
    [
        f"<blockquote type=cite>{OLD}</blockquote><p>{NEW}</p><blockquote type=cite>When?</blockquote>",
        f'<div class="gmail_quote"><blockquote>{OLD}</blockquote>{NEW}<blockquote>When?</blockquote></div>',
        f'<div>FYI</div><div class="gmail_quote">---------- Forwarded message ---------<br>{OLD}</div>',
        f"<blockquote type=cite>{OLD}</blockquote>",
    ],
)
def test_html_with_answers_between_or_nothing_else_stays_whole(html: str) -> None:
    assert part_html(html).new == html
