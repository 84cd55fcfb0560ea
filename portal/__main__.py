"""`bin/portal COMMAND`: help names the portal's own commands; Flask's and its extensions' answer too."""

from __future__ import annotations

import click
from flask.cli import FlaskGroup, ScriptInfo

from portal import create_app


class Portal(FlaskGroup):
    """The group that knows which commands are the portal's."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return ctx.ensure_object(ScriptInfo).load_app().cli.list_commands(ctx)


commands = Portal(
    name="portal",
    create_app=create_app,
    add_version_option=False,
    set_debug_flag=False,
    help="Looks after the portal: its data, its people, its health. Each command has --help.",
)
for option in commands.params:
    if isinstance(option, click.Option):
        option.hidden = True  # Flask's own: what the portal needs to know stands in its settings

if __name__ == "__main__":
    commands(prog_name="bin/portal")
