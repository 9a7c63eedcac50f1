"""`gobetween demo`: a small marketplace to play with, on this machine alone."""

from __future__ import annotations

import dataclasses

from rich.console import Console

from gobetween.cli import roles, serve
from gobetween.kit.config import Config


def demo() -> None:
    """Run the demo marketplace until Ctrl-C; its state lies in a folder of its own."""
    config = settings(roles.read())
    Console().print("[dim]Starting the demo marketplace …[/dim]")
    with roles.log_file(config).open("a", buffering=1, encoding="utf-8") as log:
        serve.run(config, serve.wanted(config), prepare=_load, announce=_welcome, log=log)
    Console().print("[dim]Stopped. Nothing is left running.[/dim]")


def settings(config: Config) -> Config:
    """`config` as the demo runs it: mail goes to the mailroom, loopback is trusted, nothing mixes with other state."""
    return dataclasses.replace(
        config,
        state_dir=config.state_dir / "demo",
        demo=True,
        trust_loopback=True,
        smarthost="127.0.0.1",
        smarthost_port=config.mailroom_port,
        smarthost_user="",
        smarthost_password="",
        smarthost_starttls=False,
    )


def _load() -> None:
    from django.utils import timezone

    from gobetween.web import demo as marketplace

    marketplace.load(timezone.now())


def _welcome(config: Config) -> None:
    from gobetween.web import demo as marketplace

    console = Console(highlight=False)
    rows = [
        ("Web", config.base_url),
        *marketplace.links(config.base_url),
        ("SMTP", f"127.0.0.1:{config.smtp_port}"),
        ("State", str(config.state_dir)),
        ("Log", str(roles.log_file(config))),
    ]
    console.print("\n[bold green]Gobetween is ready.[/bold green] Mail from this machine is trusted: demo only.\n")
    width = max(len(name) for name, _ in rows) + 2
    for name, value in rows:
        console.print(f"[bold]{name:<{width}}[/bold]", end="")
        console.out(value)  # never wrapped or shortened: these are for copying
    console.print("\n[bold]Try[/bold]")
    for line in marketplace.try_lines(config):
        console.out(f"  {line}")
    console.print("\nCtrl-C ends everything.\n")
