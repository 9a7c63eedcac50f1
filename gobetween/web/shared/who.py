"""Who is looking: a buyer, a seller's person or an operator, remembered in the signed session."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from django.http import HttpRequest

from gobetween.marketplace.models import Buyer, Person

SESSION_KEY = "who"
_CACHE = "_gobetween_who"


class Kind(StrEnum):
    """As what somebody is here."""

    BUYER = "buyer"
    SELLER = "seller"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody signed in. `party` is the buyer's or the seller's id, `person` a person's; 0 where there is none."""

    kind: Kind
    marketplace: str
    party: int = 0
    person: int = 0
    name: str
    shop: str = ""
    may_write: bool = True


def looking(request: HttpRequest) -> Who | None:
    """Who sent this request, if they signed in and still exist; asked of the database once a request."""
    if not hasattr(request, _CACHE):
        setattr(request, _CACHE, _found(request.session.get(SESSION_KEY)))
    return cast("Who | None", getattr(request, _CACHE))


def remember(request: HttpRequest, kind: str, number: int) -> None:
    """From now on this browser is `kind` ("buyer" or "person") number `number`."""
    request.session.flush()
    request.session[SESSION_KEY] = [kind, number]
    setattr(request, _CACHE, _found([kind, number]))


def forget(request: HttpRequest) -> None:
    """Sign out."""
    request.session.flush()
    setattr(request, _CACHE, None)


def _found(kept: object) -> Who | None:
    match kept:
        case ["buyer", int(number)]:
            return _buyer(number)
        case ["person", int(number)]:
            return _person(number)
        case _:
            return None


def _buyer(number: int) -> Who | None:
    buyer = Buyer.objects.filter(pk=number).first()
    if buyer is None:
        return None
    return Who(kind=Kind.BUYER, marketplace=buyer.marketplace_id, party=buyer.pk, name=buyer.name)


def _person(number: int) -> Who | None:
    person = Person.objects.select_related("seller").filter(pk=number).first()
    if person is None:
        return None
    if person.seller is None:
        return Who(
            kind=Kind.OPERATOR, marketplace=person.marketplace_id, person=person.pk, name=person.name, may_write=False
        )
    return Who(
        kind=Kind.SELLER,
        marketplace=person.marketplace_id,
        party=person.seller.pk,
        person=person.pk,
        name=person.name,
        shop=person.seller.name,
        may_write=person.role != Person.Role.READER,
    )
