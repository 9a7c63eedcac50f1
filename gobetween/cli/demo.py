"""`gobetween demo`: a small marketplace to play with, on this machine alone."""

from __future__ import annotations

import dataclasses

from rich.console import Console
from rich.table import Table

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
    table = Table.grid(padding=(0, 2))
    table.add_row("[bold]Web[/bold]", config.base_url)
    for who, link in marketplace.links(config.base_url):
        table.add_row(f"[bold]{who}[/bold]", link)
    table.add_row("[bold]SMTP[/bold]", f"127.0.0.1:{config.smtp_port}")
    table.add_row("[bold]State[/bold]", str(config.state_dir))
    table.add_row("[bold]Log[/bold]", str(roles.log_file(config)))
    console.print("\n[bold green]Gobetween is ready.[/bold green] Mail from this machine is trusted: demo only.\n")
    console.print(table, soft_wrap=True)
    console.print("\n[bold]Try[/bold]")
    for line in marketplace.try_lines(config):
        console.print(f"  {line}", soft_wrap=True, markup=False)
    console.print("\nCtrl-C ends everything.\n")
