"""The list of patterns that a shop would write first: what the engine is measured against."""

from __future__ import annotations

import re

PATTERNS: dict[str, tuple[str, ...]] = {
    "review_positive": (
        r"\b(five|5)[ -]?stars?\b",
        r"\b(positive|good|great) (review|feedback|rating)",
        r"\b(positive|gute) (bewertung|rezension)",
        r"\bf(ünf|uenf) sterne\b",
        r"\b(cinq|5) étoiles\b",
        r"\bcinco estrellas\b",
        r"\bcinque stelle\b",
        r"(星5|五つ星|高評価)",
    ),
    "review_incentive": (
        r"\b(gift card|voucher|refund|discount|coupon)\b.{0,60}\breview",
        r"\breview\b.{0,60}\b(gift card|voucher|refund|discount|coupon)\b",
        r"\b(gutschein|geschenk|rabatt)\b.{0,60}\b(bewertung|rezension)",
        r"レビュー.{0,30}(プレゼント|クーポン|ギフト)",
    ),
    "review_change": (
        r"\b(remove|delete|change|update|revise|edit)\b.{0,30}\b(review|feedback|rating)",
        r"\b(bewertung|rezension)\b.{0,30}\b(löschen|ändern|entfernen)",
        r"\b(supprimer|modifier)\b.{0,30}\b(avis|commentaire)",
        r"レビュー.{0,20}(削除|変更|修正)",
    ),
    "link_external": (
        r"https?://(?!\S*amazon\.)\S+",
        r"\bwww\.(?!amazon\.)\S+\.\S+",
        r"\b[a-z0-9-]+\.(com|net|shop|store)\b",
    ),
    "logo_link": (r"<a [^>]*>\s*<img",),
    "optout_link": (r"\bunsubscribe\b", r"\bopt[ -]?out\b", r"\babmelden\b", r"\bdésabonner\b", r"配信停止"),
    "marketing": (
        r"\b\d{1,2} ?% (off|discount|rabatt)",
        r"\b(coupon|promo) ?code\b",
        r"\b(black friday|summer sale|newsletter)\b",
        r"\bfollow us\b",
        r"(クーポン|セール)",
    ),
    "cross_sell": (
        r"\byou (may|might) also like\b",
        r"\b(check out|visit) our (shop|store|other)\b",
        r"\bnew collection\b",
    ),
    "referral": (r"\b(refer|invite) a friend\b", r"\bour partners?\b"),
    "off_platform_contact": (
        r"[\w.+-]+@[\w-]+\.[\w.]+",
        r"\+?\d[\d \-().]{7,}\d",
        r"\b(whatsapp|telegram|wechat|instagram)\b",
        r"\bpaypal\b",
        r"\bcall (me|us)\b",
    ),
}  # fmt: skip
_READY = {label: [re.compile(pattern, re.IGNORECASE) for pattern in patterns] for label, patterns in PATTERNS.items()}


def judge(text: str) -> set[str]:
    """The labels whose patterns fit."""
    return {label for label, patterns in _READY.items() if any(pattern.search(text) for pattern in patterns)}


COUNT = sum(map(len, PATTERNS.values()))
