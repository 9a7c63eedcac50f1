"""Spanish ways to say it: what must be found, and what looks like it and must pass."""

from __future__ import annotations

import pytest

from tests.policy.asking import worded


def labels(text: str) -> set[str]:
    return worded(text, "es")


HITS = [
    ("Si le ha gustado la manta, ¿nos pondría cinco estrellas?", "review_positive"),
    ("Agradeceríamos mucho una reseña positiva de su parte.", "review_positive"),
    ("Sus 5 estrellas nos darían la vida, somos una tienda chiquita.", "review_positive"),
    ("Si quedó conforme déjenos su calificación, y si no, escríbanos antes.", "review_positive"),
    ("Antes de dejar un comentario negativo, hable con nosotros por favor.", "review_positive"),
    ("No ponga mala calificación, contáctenos primero y lo resolvemos.", "review_positive"),
    ("Si estás satisfecho con la compra, valóranos en Amazon.", "review_positive"),
    ("Por favor dar buena opinion si producto gusta, amigo.", "review_positive"),
    ("Una nota de 5 sobre 5 nos ayudaría un montón.", "review_positive"),
    ("Regálanos un ⭐⭐⭐⭐⭐ y nos harás felices.", "review_positive"),
    ("Evite dejar opiniones negativas, siempre hay solución.", "review_positive"),
    ("Si hay algún problema avísenos antes de calificar.", "review_positive"),
    ("Le devolvemos la mitad del importe si publica una opinión.", "review_incentive"),
    ("A cambio de tu reseña te mandamos una funda gratis.", "review_incentive"),
    ("Mándenos captura de su calificación y reciba un regalo sorpresa.", "review_incentive"),
    ("Entre todos los que dejen su valoración sorteamos un jamón.", "review_incentive"),
    ("Dos años más de garantía cuando su reseña esté publicada.", "review_incentive"),
    ("Por cada reseña plantamos un árbol y le obsequiamos un llavero.", "review_incentive"),
    ("Escribe tu opinión y llévate una tarjeta regalo de 10 euros.", "review_incentive"),
    ("¿Podría eliminar la reseña que publicó el lunes?", "review_change"),
    ("Nos gustaría que modificase su valoración, ya que el problema está resuelto.", "review_change"),
    ("Te pido que quites la estrella que nos pusiste.", "review_change"),
    ("¿Sería posible que revisara su calificación?", "review_change"),
    ("Ya recibió el repuesto, así que le rogamos retire el comentario negativo.", "review_change"),
    ("Si considera que lo hemos arreglado, suba la puntuación a 5 estrellas.", "review_change"),
    ("Le ruego tenga a bien rectificar lo que escribió en Amazon.", "review_change"),
    ("Usa el código VERANO10 y ten un 10% de descuento en tu próxima compra.", "marketing"),
    ("Te extrañamos, vuelve y ahorra con nuestro cupón.", "marketing"),
    ("¡Últimas horas de rebajas, no te las pierdas!", "marketing"),
    ("Síguenos en redes para enterarte de las ofertas.", "marketing"),
    ("Por ser cliente frecuente tiene 15% de descuento en su siguiente pedido.", "marketing"),
    ("Suscríbase a nuestro boletín y reciba promociones exclusivas.", "marketing"),
    ("Eche un vistazo a nuestra tienda, hay muchos más modelos.", "cross_sell"),
    ("También vendemos la funda y el cargador.", "cross_sell"),
    ("Quizá le interesen nuestros otros productos de cuero.", "cross_sell"),
    ("La lámpara queda preciosa con nuestra mesita; visite nuestro catálogo.", "cross_sell"),
    ("Descubre el resto de la colección en nuestra tienda.", "cross_sell"),
    ("Otros clientes también compran nuestro kit de limpieza.", "cross_sell"),
    ("Invita a un amigo y los dos ganáis 5 euros.", "referral"),
    ("Le recomiendo el taller de mi primo, diga que va de mi parte.", "referral"),
    ("Cuéntale a tus amigos de nuestra tienda, corre la voz.", "referral"),
    ("Para la instalación le recomendamos a Electricidad Gómez, son de confianza.", "referral"),
    ("Nuestros socios de Café Andino regalan una bolsa a nuestros clientes.", "referral"),
]

CLEAN = [
    "Si lo desea, puede dejar una reseña sobre su compra. Gracias.",
    "Agradecemos cualquier opinión, sea buena o mala.",
    "Cuando tenga un momento, valore su compra en Amazon con total sinceridad.",
    "Su pedido sale hoy y llega el jueves.",
    "El reembolso de 23,50 € ya está tramitado, lo verá en su cuenta en unos días.",
    "Sentimos el retraso: por el Black Friday las agencias van saturadas.",
    "Le hacemos un descuento del 10 % en este pedido por el arañazo.",
    "¿Quiere cambiar la talla o prefiere el reembolso?",
    "Hemos cambiado la dirección como pidió; confirme que está bien.",
    "¿Me da su opinión sobre el boceto antes de grabar?",
    "Recomendamos lavar la prenda a mano con agua fría.",
    "La estrella del árbol mide 20 cm y lleva pilas.",
    "Su reloj tiene cinco estrellas grabadas en la esfera, tal como pidió.",
    "El hotel de cinco estrellas del puzzle tiene 500 piezas.",
    "La tarjeta regalo que compró caduca en 2027.",
    "El envío es gratis porque el pedido supera los 30 €.",
    "Le mandamos otra taza sin coste, no tiene que devolver la rota.",
    "Vuelva a enviar la foto, por favor, la anterior no se ve.",
    "Si hay algún problema con el paquete, escríbanos por aquí.",
    "Si no está satisfecho, puede devolverlo en 30 días.",
    "Contáctenos primero con el transportista el número de guía a mano.",
    "La pieza que falta sale mañana por Correos.",
    "El cojín a juego que pidió va en otra caja.",
    "La nota de entrega indica dos bultos.",
    "He quitado el comentario del diseño y he cambiado el color del texto.",
    "¿Borramos la fecha del grabado o la dejamos?",
    "El vale de devolución está dentro de la caja.",
    "La garantía cubre dos años desde la fecha de compra.",
    "Esperamos que disfrute mucho de su compra, gracias por elegirnos.",
    "Gracias por su paciencia; su satisfacción es importante para nosotros.",
    "Su cupón de 5 € se aplicó correctamente al pagar.",
    "El transportista pasará de nuevo el martes.",
    "Puede cancelar la suscripción desde su cuenta de Amazon.",
    "El talle M está agotado, llega el 20; ¿espera o le devolvemos el dinero?",
    "Para mejorar la recepción, mueva el router cerca de la ventana.",
    "La valoración del daño la hace el perito del seguro.",
    "El libro «Sígueme» llega el lunes.",
    "Amigo, su paquete en aduana, por favor esperar 5 días más.",
    "Revise que la dirección esté completa y confirme por este medio.",
    "La clase energética es A y la calificación del fabricante es buena.",
    "Mañana te enviamos el cable nuevo gratis, perdona las molestias.",
    "¿Le parece bien el color de la muestra? Podemos cambiarlo.",
]


@pytest.mark.parametrize(("text", "label"), HITS)
def test_what_may_not_be_said_is_found(text: str, label: str) -> None:
    assert label in labels(text)


@pytest.mark.parametrize("text", CLEAN)
def test_what_only_looks_like_it_passes(text: str) -> None:
    assert labels(text) == set()
