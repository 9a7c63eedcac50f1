"""Italian ways to say it: what must be found, and what looks like it and must pass."""

from __future__ import annotations

import pytest

from tests.policy.asking import worded


def labels(text: str) -> set[str]:
    return worded(text, "it")


HITS = [
    ("Se ti è piaciuta la coperta, ci lasci cinque stelle?", "review_positive"),
    ("Saremmo felici di ricevere una Sua recensione positiva.", "review_positive"),
    ("Le Sue 5 stelle sono ossigeno per una bottega piccola come la nostra.", "review_positive"),
    ("Se è soddisfatto lasci una recensione, altrimenti ci scriva prima.", "review_positive"),
    ("Prima di lasciare un feedback negativo, La preghiamo di contattarci.", "review_positive"),
    ("Non metta un voto basso, ci scriva e sistemiamo tutto.", "review_positive"),
    ("Contento dell'acquisto? Recensiscici su Amazon!", "review_positive"),
    ("Prego dare buona recensione se prodotto piace, amico.", "review_positive"),
    ("Un bel 5 su 5 ci aiuterebbe tantissimo.", "review_positive"),
    ("Regalaci ⭐⭐⭐⭐⭐ e ci farai felici.", "review_positive"),
    ("Evitate recensioni negative, una soluzione si trova sempre.", "review_positive"),
    ("In caso di problemi ci avvisi prima di valutare il negozio.", "review_positive"),
    ("Le rimborsiamo metà della spesa se pubblica una recensione.", "review_incentive"),
    ("In cambio della tua recensione ti mandiamo una custodia gratis.", "review_incentive"),
    ("Ci invii lo screenshot della valutazione e riceverà un regalo.", "review_incentive"),
    ("Tra tutti quelli che lasciano una recensione estraiamo un prosciutto in premio.", "review_incentive"),
    ("Due anni in più di garanzia appena la recensione è online.", "review_incentive"),
    ("Per ogni recensione piantiamo un albero e Le doniamo un portachiavi.", "review_incentive"),
    ("Scrivi la tua opinione e ricevi un buono Amazon da 10 euro.", "review_incentive"),
    ("Potrebbe eliminare la recensione che ha pubblicato lunedì?", "review_change"),
    ("Vorremmo che modificasse la Sua valutazione, il problema è risolto.", "review_change"),
    ("Ti chiedo di togliere la stella che ci hai messo.", "review_change"),
    ("Sarebbe possibile rivedere il Suo giudizio?", "review_change"),
    ("Ha ricevuto il ricambio, quindi La preghiamo di ritirare il commento negativo.", "review_change"),
    ("Se pensa che abbiamo rimediato, alzi il voto a 5 stelle.", "review_change"),
    ("La prego di voler rettificare quanto ha scritto su Amazon.", "review_change"),
    ("Usa il codice ESTATE10 per il 10% di sconto sul prossimo acquisto.", "marketing"),
    ("Ci manchi, torna a trovarci: c'è uno sconto per te.", "marketing"),
    ("Ultime ore di saldi, non perderteli!", "marketing"),
    ("Seguici sui social per scoprire le nostre offerte.", "marketing"),
    ("Come cliente affezionato ha il 15% di sconto sul prossimo ordine.", "marketing"),
    ("Si iscriva alla nostra newsletter e riceva promozioni esclusive.", "marketing"),
    ("Dia un'occhiata al nostro negozio, ci sono molti altri modelli.", "cross_sell"),
    ("Vendiamo anche la custodia e il caricatore.", "cross_sell"),
    ("Forse Le interessano i nostri altri prodotti in cuoio.", "cross_sell"),
    ("La lampada sta benissimo con il nostro tavolino; visiti il nostro catalogo.", "cross_sell"),
    ("Scopri il resto della collezione nel nostro negozio.", "cross_sell"),
    ("Molti clienti acquistano anche il nostro kit di pulizia.", "cross_sell"),
    ("Invita un amico e vincete entrambi 5 euro.", "referral"),
    ("Le consiglio l'officina di mio cugino, dica che La mando io.", "referral"),
    ("Parla di noi ai tuoi amici, fai passaparola.", "referral"),
    ("Per l'installazione consigliamo Elettrica Gallo, sono bravissimi.", "referral"),
    ("I nostri amici di Caffè Andino regalano un pacchetto ai nostri clienti.", "referral"),
]

CLEAN = [
    "Se vuole, può lasciare una recensione del Suo acquisto. Grazie.",
    "Ogni opinione è gradita, positiva o negativa che sia.",
    "Quando ha un momento, valuti l'acquisto su Amazon in piena libertà.",
    "Il Suo ordine parte oggi e arriva giovedì.",
    "Il rimborso di 23,50 € è già disposto, lo vedrà sul conto tra qualche giorno.",
    "Ci scusiamo per il ritardo: per il Black Friday i corrieri sono intasati.",
    "Le facciamo uno sconto del 10% su questo ordine per il graffio.",
    "Vuole cambiare la taglia o preferisce il rimborso?",
    "Abbiamo modificato l'indirizzo come voleva; confermi che è giusto.",
    "Mi dà il Suo parere sulla bozza prima dell'incisione?",
    "Consigliamo di lavare il capo a mano in acqua fredda.",
    "La stella per l'albero misura 20 cm e va a pile.",
    "L'orologio ha cinque stelle incise sul quadrante, come richiesto.",
    "L'hotel a cinque stelle del puzzle ha 500 pezzi.",
    "Il buono regalo che ha acquistato scade nel 2027.",
    "La spedizione è gratuita perché l'ordine supera i 30 €.",
    "Le mandiamo un'altra tazza senza spese, non deve rendere quella rotta.",
    "Ci rimandi la foto, per favore, la precedente non si vede.",
    "Se c'è un problema con il pacco ci scriva qui.",
    "Se non è soddisfatto può restituirlo entro 30 giorni.",
    "Il pezzo mancante parte domani con Poste.",
    "Il cuscino coordinato che ha ordinato viaggia in un'altra scatola.",
    "La nota di consegna riporta due colli.",
    "Ho tolto il commento dal disegno e cambiato il colore del testo.",
    "Cancelliamo la data dall'incisione o la lasciamo?",
    "Il modulo di reso è dentro la scatola.",
    "La garanzia copre due anni dalla data di acquisto.",
    "Speriamo che si goda il Suo acquisto, grazie per averci scelto.",
    "Grazie per la pazienza; la Sua soddisfazione è importante per noi.",
    "Il Suo coupon da 5 € è stato applicato correttamente al pagamento.",
    "Il corriere ripassa martedì.",
    "Può annullare l'abbonamento dal Suo account Amazon.",
    "La taglia M è esaurita, arriva il 20; aspetta o rimborsiamo?",
    "Per migliorare la ricezione sposti il router vicino alla finestra.",
    "La valutazione del danno la fa il perito dell'assicurazione.",
    "Il libro «Seguimi» arriva lunedì.",
    "Amico, Suo pacco in dogana, prego aspettare altri 5 giorni.",
    "Controlli che l'indirizzo sia completo e confermi con un messaggio.",
    "La classe energetica è A e la valutazione del produttore è buona.",
    "Domani ti spediamo il cavo nuovo gratis, scusa per il disagio.",
    "Le va bene il colore del campione? Possiamo cambiarlo.",
    "Torni pure a scriverci se il led lampeggia ancora.",
]


@pytest.mark.parametrize(("text", "label"), HITS)
def test_what_may_not_be_said_is_found(text: str, label: str) -> None:
    assert label in labels(text)


@pytest.mark.parametrize("text", CLEAN)
def test_what_only_looks_like_it_passes(text: str) -> None:
    assert labels(text) == set()
