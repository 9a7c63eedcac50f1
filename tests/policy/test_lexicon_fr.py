"""French words for reviews and promotion: found in many ways of saying it, and ordinary service mail left alone."""

from __future__ import annotations

import pytest

from gobetween import policy

ASKED = {"review_positive", "review_incentive", "review_change", "marketing", "cross_sell", "referral"}


def labels(text: str) -> set[str]:
    draft = policy.Draft(sources=(policy.Source(place="text", text=text),), language="fr")
    return {str(found.label) for found in policy.judge(draft, policy.default()).findings} & ASKED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Êtes-vous content de votre théière ? Alors laissez-nous un petit avis.", ["review_positive"]),
        ("Merci de nous attribuer 5 étoiles, cela nous aide beaucoup.", ["review_positive"]),
        ("Un avis positif de votre part serait très apprécié.", ["review_positive"]),
        ("Si le produit vous plaît, pensez à nous laisser une évaluation.", ["review_positive"]),
        ("En cas de souci, contactez-nous d'abord avant de publier un avis.", ["review_positive"]),
        ("Avant de mettre une mauvaise note, écrivez-nous, nous trouverons une solution.", ["review_positive"]),
        ("Merci de ne pas laisser de commentaire négatif.", ["review_positive"]),
        ("Nous comptons sur vos cinq étoiles !", ["review_positive"]),
        ("Satisfait ? Dites-le dans un avis !", ["review_positive"]),
        ("nous serions ravis d'avoir une bonne appreciation de votre part", ["review_positive"]),
        ("Un problème ? Parlez-nous-en plutôt que de nous noter sévèrement.", ["review_positive"]),
        ("Notez-nous ★★★★★ si tout va bien.", ["review_positive"]),
        ("Contre votre avis, recevez une carte cadeau de 10 euros.", ["review_incentive"]),
        ("Dès que votre commentaire est en ligne, nous vous remboursons la moitié du prix.", ["review_incentive"]),
        ("Envoyez-nous une capture d'écran de votre évaluation et recevez un cadeau.", ["review_incentive"]),
        ("Tirage au sort parmi tous les clients qui publient un avis : un robot à gagner.", ["review_incentive"]),
        ("Pour vous remercier de votre avis, la garantie est prolongée d'un an.", ["review_incentive"]),
        ("Pour chaque témoignage publié, nous versons 1 euro à une association.", ["review_incentive"]),
        ("Laissez un avis et recevez un deuxième étui gratuit.", ["review_incentive"]),
        ("Pourriez-vous reconsidérer votre évaluation ?", ["review_change"]),
        ("Nous vous saurions gré de supprimer votre commentaire négatif.", ["review_change"]),
        ("Seriez-vous d'accord pour modifier la note que vous avez mise ?", ["review_change"]),
        ("Votre avis ne reflète plus la réalité, merci de le mettre à jour dans votre avis.", ["review_change"]),
        ("Il serait juste d'effacer cette étoile unique, le souci est réglé.", ["review_change"]),
        ("Retirez votre avis et nous vous rembourserons 20 €.", ["review_change", "review_incentive"]),
        ("Profitez de -15 % sur votre prochaine commande avec le code AUTOMNE.", ["marketing"]),
        ("Vous nous manquez ! Un bon d'achat de 5 euros vous attend.", ["marketing"]),
        ("Suivez-nous sur Instagram pour ne rien rater.", ["marketing"]),
        ("Nos soldes d'hiver ont commencé, profitez-en !", ["marketing"]),
        ("Inscrivez-vous à notre newsletter.", ["marketing"]),
        ("Jusqu'à dimanche : livraison offerte et 20 % de remise.", ["marketing"]),
        ("Ajoutez notre boutique à vos favoris.", ["marketing"]),
        ("Cumulez des points de fidélité à chaque achat.", ["marketing"]),
        ("Découvrez nos autres modèles dans notre boutique.", ["cross_sell"]),
        ("La housse assortie est disponible dans notre boutique.", ["cross_sell"]),
        ("Pour compléter votre set, nous proposons aussi des dessous-de-plat.", ["cross_sell"]),
        ("Les clients qui achètent cette tente prennent souvent aussi le tapis de sol.", ["cross_sell"]),
        ("Vous aimerez aussi nos serviettes en lin.", ["cross_sell"]),
        ("Notre nouvelle collection automne est arrivée !", ["cross_sell", "marketing"]),
        ("Parlez de nous à vos amis et recevez 10 euros.", ["marketing", "referral"]),
        ("Parrainez un proche et gagnez une remise de 10 %.", ["marketing", "referral"]),
        (
            "Pour la réparation, je vous conseille l'atelier de mon frère, dites-lui que vous venez de ma part.",
            ["referral"],
        ),
        ("Notre partenaire Luméo offre un mois gratuit à nos clients.", ["marketing", "referral"]),
        ("Mon beau-frère fabrique des socles sur mesure, contactez-le, il fait un travail soigné.", ["referral"]),
    ],
)
def test_what_may_not_be_said_is_found(text: str, expected: list[str]) -> None:
    assert sorted(labels(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Si vous le souhaitez, laissez un avis honnête, qu'il soit positif ou négatif.",
        "N'hésitez pas à évaluer le produit sur la page de commande.",
        "Votre opinion nous intéresse : partagez votre expérience avec les autres clients.",
        "Merci beaucoup pour votre avis positif !",
        "Merci pour vos cinq étoiles, cela nous touche.",
        "Merci de nous faire un retour sur la maquette avant l'impression.",
        "Le facteur a laissé un avis de passage dans votre boîte aux lettres.",
        "À notre avis, la pile est vide : essayez d'en changer.",
        "La guirlande compte cinq étoiles lumineuses.",
        "Pour évaluer les dégâts, envoyez-nous deux photos.",
        "Nous vous avons remboursé 12,50 € pour la rayure.",
        "Le remboursement du retour arrivera sous trois jours.",
        "Nous vous envoyons gratuitement un verre de remplacement.",
        "Veuillez modifier l'adresse de livraison avant l'expédition.",
        "Voulez-vous changer le texte de la plaque ?",
        "Votre commande a été annulée et le montant remboursé.",
        "Suivez les instructions de la page 4.",
        "Aucune remise n'est possible sur cet article, désolé.",
        "En raison du retard, nous vous remboursons 10 % du prix.",
        "La remise a bien été appliquée à votre commande.",
        "L'article est malheureusement épuisé, nous vous remboursons.",
        "Le deuxième article de votre commande suit dans un autre colis.",
        "Les accessoires se trouvent dans le sachet sous le couvercle.",
        "Le couvercle manquant part demain.",
        "Nous conseillons un lavage à 30 degrés.",
        "Pour le raccordement, faites appel à un électricien.",
        "Le transporteur vous appellera pour fixer un rendez-vous.",
        "Utilisez uniquement l'adaptateur fourni.",
        "La garantie est de deux ans à partir de la date d'achat.",
        "La carte cadeau que vous avez commandée est jointe en PDF.",
        "Si quelque chose ne va pas, écrivez-nous ici.",
        "Pour toute question, répondez simplement à ce message.",
        "Merci pour votre commande et bonne journée.",
        "Oui, la vis convient à votre modèle de 2015.",
        "Notez que le colis pèse 12 kg.",
        "Nous prenons note de votre nouvelle adresse.",
        "Supprimez l'ancien appareil dans le menu puis refaites l'appairage.",
        "Le colis est chez votre voisin, M. Petit.",
        "Avez-vous reçu la facture ? Sinon nous la renvoyons.",
        "Le prochain envoi part lundi.",
        "L'étoile de Noël mesure 45 cm.",
        "Êtes-vous satisfait de cette date de livraison ?",
    ],
)
def test_ordinary_service_mail_passes(text: str) -> None:
    assert labels(text) == set()
