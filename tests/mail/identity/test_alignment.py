"""An aligned pass is needed whatever the policy: the From domain and what SPF or DKIM proved belong together."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gobetween.kit.config import Config
from gobetween.mail.identity import REASONS
from gobetween.mail.identity.dmarc import aligned, organisational, policy_of
from gobetween.mail.identity.dns import StaticResolver

Make = Callable[..., Any]
SPF = {("home.example", "TXT"): ["v=spf1 ip4:192.0.2.7 -all"]}


def test_spf_alone_is_enough(letter: Make, who: Make) -> None:
    found = who(letter(), SPF)
    assert (found.address, found.by) == ("bea@home.example", "spf")


def test_spf_and_dkim_are_both_named(letter: Make, signer: Make, who: Make) -> None:
    home = signer()
    assert who(home.sign(letter()), {**SPF, **home.zone()}).by == "dkim+spf"


def test_nothing_published_is_not_authenticated(letter: Make, who: Make) -> None:
    found = who(letter(), {})
    assert (found.address, found.by, found.reason, found.temporary) == ("", "", "not-authenticated", False)


@pytest.mark.parametrize("policy", ["none", "quarantine"])
def test_a_mild_policy_does_not_let_an_unaligned_letter_through(letter: Make, who: Make, policy: str) -> None:
    zone = {("_dmarc.home.example", "TXT"): [f"v=DMARC1; p={policy}"], ("evil.example", "TXT"): ["v=spf1 +all"]}
    assert who(letter(), zone, mail_from="x@evil.example").reason == "not-authenticated"


def test_a_domain_that_asks_to_reject_is_named_so(letter: Make, who: Make) -> None:
    zone = {("_dmarc.home.example", "TXT"): ["v=DMARC1; p=reject"]}
    assert who(letter(), zone).reason == "dmarc-reject"


@pytest.mark.parametrize("result", ["-all", "~all", "?all"])
def test_only_a_pass_of_spf_counts(letter: Make, who: Make, result: str) -> None:
    assert who(letter(), {("home.example", "TXT"): [f"v=spf1 {result}"]}).reason == "not-authenticated"


def test_spf_of_a_foreign_envelope_is_not_even_looked_up(letter: Make, who: Make) -> None:
    zone = StaticResolver({("evil.example", "TXT"): ["v=spf1 +all"]})
    assert who(letter(), zone, mail_from="x@evil.example", helo="mx.evil.example").reason == "not-authenticated"
    assert not [name for name, _ in zone.asked if "evil" in name]


def test_the_null_sender_is_judged_by_its_helo(letter: Make, who: Make) -> None:
    zone = {("mx.home.example", "TXT"): ["v=spf1 ip4:192.0.2.7 -all"]}
    assert who(letter(), zone, mail_from="<>").by == "spf"
    assert who(letter(), zone, mail_from="").by == "spf"
    assert who(letter(), zone, mail_from="<>", helo="mx.evil.example").reason == "not-authenticated"


def test_a_helo_does_not_speak_for_a_named_sender(letter: Make, who: Make) -> None:
    zone = {("mx.home.example", "TXT"): ["v=spf1 ip4:192.0.2.7 -all"]}
    assert who(letter(), zone, mail_from="x@evil.example").reason == "not-authenticated"


@pytest.mark.parametrize("sender", ["<bea@home.example>", "bea@HOME.example", "BEA@home.example."])
def test_an_envelope_sender_is_read_as_it_comes(letter: Make, who: Make, sender: str) -> None:
    assert who(letter(), SPF, mail_from=sender).by == "spf"


@pytest.mark.parametrize(
    ("record", "by"), [("", "spf"), ("p=none", "spf"), ("p=none; aspf=r", "spf"), ("p=none; aspf=s", "")]
)
def test_spf_of_a_subdomain_counts_unless_the_record_is_strict(letter: Make, who: Make, record: str, by: str) -> None:
    zone = {("bounce.home.example", "TXT"): ["v=spf1 ip4:192.0.2.7 -all"]}
    if record:
        zone["_dmarc.home.example", "TXT"] = [f"v=DMARC1; {record}"]
    assert who(letter(), zone, mail_from="b@bounce.home.example").by == by


@pytest.mark.parametrize(("record", "by"), [("", "dkim"), ("p=reject; aspf=s", "dkim"), ("p=none; adkim=s", "")])
def test_dkim_of_the_parent_counts_unless_the_record_is_strict(
    letter: Make, signer: Make, who: Make, record: str, by: str
) -> None:
    home = signer()
    zone = home.zone()
    if record:
        zone["_dmarc.home.example", "TXT"] = [f"v=DMARC1; {record}"]
    assert who(home.sign(letter("bea@mail.home.example")), zone, mail_from="").by == by


def test_strict_alignment_is_met_by_the_very_domain(letter: Make, who: Make) -> None:
    zone = {**SPF, ("_dmarc.home.example", "TXT"): ["v=DMARC1; p=reject; aspf=s; adkim=s"]}
    assert who(letter(), zone).by == "spf"


@pytest.mark.parametrize("suffix", ["co.uk", "github.io", "com.au"])
def test_neighbours_under_a_public_suffix_are_strangers(letter: Make, who: Make, suffix: str) -> None:
    zone = {(f"eve.{suffix}", "TXT"): ["v=spf1 ip4:192.0.2.7 -all"], (suffix, "TXT"): ["v=spf1 ip4:192.0.2.7 -all"]}
    assert who(letter(f"bea@home.{suffix}"), zone, mail_from=f"x@eve.{suffix}").reason == "not-authenticated"
    assert who(letter(f"bea@home.{suffix}"), zone, mail_from=f"x@{suffix}").reason == "not-authenticated"


def test_names_that_only_look_alike_are_strangers() -> None:
    assert not aligned("nothome.example", "home.example")
    assert not aligned("home.example.evil.test", "home.example")
    assert not aligned("", "home.example")
    assert aligned("a.b.home.example", "c.home.example")


@pytest.mark.parametrize(
    ("domain", "organisation"),
    [
        ("a.b.shop.co.uk", "shop.co.uk"),
        ("co.uk", "co.uk"),
        ("home.example", "home.example"),
        ("localhost", "localhost"),
        ("a.xn--mller-kva.de", "xn--mller-kva.de"),
        ("x.bea.github.io", "bea.github.io"),
    ],
)
def test_the_organisation_is_one_label_below_the_public_suffix(domain: str, organisation: str) -> None:
    assert organisational(domain) == organisation


@pytest.mark.parametrize(
    ("records", "published", "rejects"),
    [
        (["v=DMARC1; p=reject"], True, True),
        (["v=DMARC1;p=REJECT;rua=mailto:x@y.example"], True, True),
        (["v=DMARC1; p=none; sp=reject"], True, False),
        (["v=spf1 -all", "v=DMARC1; p=reject"], True, True),
        (["v=DMARC1; p=reject", "v=DMARC1; p=none"], False, False),
        (["v=DMARC2; p=reject"], False, False),
        (["p=reject; v=DMARC1"], False, False),
        (["v=DMARC1"], True, False),
        ([";;;===;;;"], False, False),
    ],
)
def test_a_policy_is_the_one_record_of_its_version(records: list[str], published: bool, rejects: bool) -> None:
    policy = policy_of("home.example", resolver=StaticResolver({("_dmarc.home.example", "TXT"): records}), until=1e12)
    assert (policy.published, policy.rejects) == (published, rejects)


def test_a_subdomain_inherits_what_its_organisation_says_of_subdomains() -> None:
    zone = StaticResolver({("_dmarc.home.example", "TXT"): ["v=DMARC1; p=none; sp=reject; adkim=s"]})
    policy = policy_of("mail.home.example", resolver=zone, until=1e12)
    assert policy.rejects
    assert policy.strict_dkim


def test_spf_that_fails_for_now_asks_for_patience(letter: Make, who: Make) -> None:
    found = who(letter(), SPF, failing=["home.example"])
    assert (found.reason, found.temporary) == ("dns-temporary", True)


def test_what_fails_for_now_does_not_matter_when_the_other_passes(letter: Make, signer: Make, who: Make) -> None:
    home = signer()
    assert who(home.sign(letter()), home.zone(), failing=["home.example"]).by == "dkim"
    assert who(home.sign(letter()), SPF, failing=["s1._domainkey.home.example"]).by == "spf"


def test_a_policy_that_cannot_be_had_matters_only_where_it_decides(letter: Make, who: Make) -> None:
    down = ["_dmarc.home.example"]
    zone = {("bounce.home.example", "TXT"): ["v=spf1 ip4:192.0.2.7 -all"]}
    assert who(letter(), zone, failing=down, mail_from="b@bounce.home.example").reason == "dns-temporary"
    assert who(letter(), SPF, failing=down).by == "spf"
    assert who(letter(), {}, failing=down).reason == "not-authenticated"


def test_a_strict_record_lets_a_failing_key_still_ask_for_patience(letter: Make, signer: Make, who: Make) -> None:
    zone = {
        ("bounce.home.example", "TXT"): ["v=spf1 ip4:192.0.2.7 -all"],
        ("_dmarc.home.example", "TXT"): ["v=DMARC1; p=none; aspf=s"],
    }
    raw = signer().sign(letter())
    found = who(raw, zone, failing=["s1._domainkey.home.example"], mail_from="b@bounce.home.example")
    assert found.reason == "dns-temporary"


def test_an_international_domain_is_looked_up_in_ascii(letter: Make, who: Make) -> None:
    zone = {("xn--mller-kva.example", "TXT"): ["v=spf1 ip4:192.0.2.7 -all"]}
    found = who(letter("béa@müller.example"), zone, mail_from="béa@müller.example")
    assert (found.address, found.by) == ("béa@müller.example", "spf")


def test_a_reply_to_elsewhere_changes_nothing(letter: Make, who: Make) -> None:
    assert (
        who(letter(above=["Reply-To: eve@evil.example", "Sender: x@evil.example"]), SPF).address == "bea@home.example"
    )


@pytest.mark.parametrize("client_ip", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "", "unix:/run/x"])
def test_a_letter_handed_over_locally_is_not_judged_by_that_address(letter: Make, who: Make, client_ip: str) -> None:
    zone = {("home.example", "TXT"): ["v=spf1 ip4:127.0.0.0/8 ip6:::1 +all"]}
    assert who(letter(), zone, client_ip=client_ip).reason == "not-authenticated"


@pytest.mark.parametrize("client_ip", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "127.8.8.8"])
def test_loopback_is_believed_only_when_told_to(letter: Make, who: Make, client_ip: str) -> None:
    trusting = Config(trust_loopback=True)
    assert who(letter(), client_ip=client_ip, config=trusting).by == "loopback"
    assert who(letter(), client_ip=client_ip).reason == "not-authenticated"
    assert who(letter(), client_ip="192.0.2.7", config=trusting).reason == "not-authenticated"
    assert who(letter("a@b.example, c@d.example"), client_ip=client_ip, config=trusting).reason == "several-froms"


def test_a_broken_resolver_is_temporary_and_never_a_pass(letter: Make, signer: Make, who: Make) -> None:
    class Broken:
        def look_up(self, name: str, kind: str, *, until: float) -> None:
            raise RuntimeError("the real address is bea@home.example")

    found = who(signer().sign(letter()), Broken())
    assert (found.reason, found.temporary) == ("check-failed", True)


def test_every_reason_is_explained_to_operators() -> None:
    page = (Path(__file__).parents[3] / "docs/operate/identity.md").read_text(encoding="utf-8")
    assert [reason for reason in REASONS if f"| `{reason}` |" not in page] == []
