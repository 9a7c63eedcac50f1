"""German words for reviews and promotion: found in many ways of saying it, and ordinary service mail left alone."""

from __future__ import annotations

import pytest

from gobetween import policy

ASKED = {"review_positive", "review_incentive", "review_change", "marketing", "cross_sell", "referral"}


def labels(text: str) -> set[str]:
    draft = policy.Draft(sources=(policy.Source(place="text", text=text),), language="de")
    return {str(found.label) for found in policy.judge(draft, policy.default()).findings} & ASKED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sind Sie rundum glücklich mit der Pfanne? Dann hinterlassen Sie uns doch eine kurze Bewertung.",
            ["review_positive"],
        ),
        ("Bitte geben Sie uns 5 Sterne, damit wir weiterhin so günstig bleiben können.", ["review_positive"]),
        ("Ueber eine positive Bewertung wuerden wir uns sehr freuen.", ["review_positive"]),
        ("Wir leben von Fünf-Sterne-Bewertungen und hoffen auf Ihre Unterstützung.", ["review_positive"]),
        (
            "Sollte etwas nicht passen, melden Sie sich bitte zuerst bei uns, bevor Sie eine Bewertung abgeben.",
            ["review_positive"],
        ),
        ("Bevor du uns schlecht bewertest, schreib uns bitte eine Nachricht.", ["review_positive"]),
        ("Bitte keine negative Bewertung hinterlassen, wir finden eine Lösung.", ["review_positive"]),
        ("Hat dir der Kaffee geschmeckt? Ein paar nette Worte als Rezension helfen uns riesig.", ["review_positive"]),
        ("Schenken Sie uns ★★★★★, wenn der Pullover sitzt!", ["review_positive"]),
        ("Alles bestens angekommen? Dann freuen wir uns über eine Top-Bewertung!", ["review_positive"]),
        ("Nicht zufrieden? Bitte nicht gleich negativ bewerten, sondern uns anschreiben.", ["review_positive"]),
        ("wenn sie zufrieden sind bitte geben sie 5 sterne danke", ["review_positive"]),
        ("Für Ihre Rezension erhalten Sie einen Amazon-Gutschein über 10 Euro.", ["review_incentive"]),
        ("Sobald Ihre Bewertung online ist, erstatten wir Ihnen den halben Kaufpreis.", ["review_incentive"]),
        (
            "Schicken Sie uns einen Screenshot Ihrer Bewertung und wir senden Ihnen ein kleines Geschenk.",
            ["review_incentive"],
        ),
        ("Unter allen Käufern, die eine Rezension verfassen, verlosen wir einen Werkzeugkoffer.", ["review_incentive"]),
        ("Als Dankeschön für Ihre Bewertung verlängern wir die Garantie um ein Jahr.", ["review_incentive"]),
        ("Pro veröffentlichter Rezension spenden wir 1 Euro an das Tierheim.", ["review_incentive"]),
        ("Bewerten Sie das Produkt und Sie bekommen die zweite Hülle gratis.", ["review_incentive"]),
        ("Könnten Sie Ihre Bewertung bitte noch einmal überdenken?", ["review_change"]),
        ("Wir wären dankbar, wenn Sie die schlechte Rezension löschen würden.", ["review_change"]),
        ("Bitte nehmen Sie Ihren Kommentar zurück, das Problem ist ja gelöst.", ["review_change"]),
        ("Wären Sie so freundlich, aus den zwei Sternen fünf zu machen?", ["review_change"]),
        (
            "Ihre Rezension lässt sich unter Mein Konto jederzeit entfernen, das wäre uns eine große Hilfe.",
            ["review_change"],
        ),
        ("Würden Sie Ihre Beurteilung an die neue Situation anpassen?", ["review_change"]),
        ("Ziehen Sie Ihre Bewertung zurück, dann überweisen wir Ihnen 20 Euro.", ["review_change", "review_incentive"]),
        ("Mit dem Code HERBST15 sparen Sie 15 % bei Ihrer nächsten Bestellung.", ["marketing"]),
        ("Wir haben Sie vermisst! Auf Sie wartet ein Gutschein über 5 Euro.", ["marketing"]),
        ("Folgen Sie uns auf Instagram und verpassen Sie keine Aktion.", ["marketing"]),
        ("Unser großer Winterschlussverkauf hat begonnen, greifen Sie zu!", ["marketing"]),
        ("Melden Sie sich zu unserem Newsletter an.", ["marketing"]),
        ("Nur noch bis Sonntag: 20 Prozent auf alles.", ["marketing"]),
        ("Als treuer Kunde erhalten Sie beim nächsten Einkauf versandkostenfreie Lieferung.", ["marketing"]),
        ("Speichern Sie unseren Shop als Favorit.", ["marketing"]),
        ("Passend dazu führen wir auch Untersetzer aus Filz.", ["cross_sell"]),
        ("Stöbern Sie in unserem Shop, dort finden Sie weitere Modelle.", ["cross_sell"]),
        ("Zu Ihrem Zelt passt perfekt unsere Bodenplane.", ["cross_sell"]),
        ("Kunden, die diesen Rucksack kauften, bestellten auch die Regenhülle.", ["cross_sell"]),
        ("Das könnte Ihnen auch gefallen: unsere Servietten aus Leinen.", ["cross_sell"]),
        ("Unsere neue Herbstkollektion ist eingetroffen!", ["cross_sell", "marketing"]),
        ("Empfehlen Sie uns Ihren Freunden weiter und erhalten Sie 10 Euro.", ["marketing", "referral"]),
        (
            "Für die Reparatur empfehle ich die Werkstatt meines Bruders, sagen Sie ihm, dass ich Sie geschickt habe.",
            ["referral"],
        ),
        ("Unser Partner Lichtblick bietet unseren Kunden einen kostenlosen Probemonat.", ["marketing", "referral"]),
        ("Werben Sie einen Freund, dann bekommen beide einen Rabatt.", ["marketing", "referral"]),
        ("Meine Schwester verkauft tolle Bezüge dazu, schauen Sie mal bei ihr vorbei.", ["referral"]),
    ],
)
def test_what_may_not_be_said_is_found(text: str, expected: list[str]) -> None:
    assert sorted(labels(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Wenn Sie mögen, hinterlassen Sie eine ehrliche Bewertung, ob gut oder schlecht.",
        "Wir würden uns freuen, wenn Sie das Produkt bewerten.",
        "Ihre Meinung ist uns wichtig: Bitte teilen Sie anderen Kunden Ihre Erfahrungen mit.",
        "Vielen Dank für Ihre positive Bewertung!",
        "Danke für die fünf Sterne, das freut uns.",
        "Ihr Feedback hilft uns, unsere Produkte zu verbessern.",
        "Wir freuen uns auf Ihre Rückmeldung zum Entwurf der Gravur.",
        "Bitte geben Sie uns kurz Feedback zum Korrekturabzug, dann drucken wir.",
        "Die Lichterkette hat fünf Sterne, jeder leuchtet warmweiß.",
        "Zur Bewertung des Schadens brauchen wir zwei Fotos.",
        "Wir haben Ihnen 12,50 Euro für den Kratzer erstattet.",
        "Die Gutschrift für die Retoure ist in drei Tagen auf Ihrem Konto.",
        "Sie erhalten kostenlos Ersatz für das zerbrochene Glas.",
        "Bitte ändern Sie die Lieferadresse vor dem Versand.",
        "Soll ich den Text auf dem Schild noch ändern?",
        "Ihre Bestellung wurde storniert und der Betrag erstattet.",
        "Bitte folgen Sie der Anleitung auf Seite 4.",
        "Ein Mengenrabatt ist leider nicht möglich.",
        "Wegen der Verspätung erstatten wir 10 % des Kaufpreises.",
        "Der Rabatt wurde bereits automatisch abgezogen.",
        "Ihr Artikel ist leider ausverkauft, wir erstatten den Betrag.",
        "Der zweite Artikel Ihrer Bestellung folgt in einem eigenen Paket.",
        "Das Zubehör liegt im kleinen Beutel unter dem Deckel.",
        "Der Deckel fehlt leider, wir senden ihn morgen nach.",
        "Wir empfehlen, das Tuch bei 30 Grad zu waschen.",
        "Für den Anschluss empfehlen wir einen Elektriker.",
        "Unser Versandpartner DHL meldet sich zur Terminabsprache.",
        "Bitte verwenden Sie nur den mitgelieferten Adapter.",
        "Die Garantie beträgt zwei Jahre ab Kaufdatum.",
        "Der bestellte Geschenkgutschein ist als PDF angehängt.",
        "Falls etwas nicht stimmt, schreiben Sie uns bitte hier.",
        "Sollten Sie Fragen haben, antworten Sie einfach auf diese Nachricht.",
        "Sind Sie zufrieden mit der neuen Lieferzeit am Freitag?",
        "Vielen Dank für Ihre Bestellung und viel Freude damit!",
        "Ja, die Schraube passt zu Ihrem Modell von 2015.",
        "Die Energiebewertung steht auf dem Etikett.",
        "Bitte löschen Sie den alten Eintrag im Gerätemenü und koppeln Sie neu.",
        "Das Paket liegt bei Ihrem Nachbarn, Herrn Weber.",
        "Haben Sie die Rechnung erhalten? Sonst senden wir sie erneut.",
        "Bis wann brauchen Sie die Ware? Der nächste Versand geht am Montag raus.",
        "Die Kollektion 2022 wird leider nicht mehr hergestellt.",
        "Der Weihnachtsstern misst 45 cm und hat fünf Zacken.",
    ],
)
def test_ordinary_service_mail_passes(text: str) -> None:
    assert labels(text) == set()
