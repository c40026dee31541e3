"""The units with which systemd keeps one installation: serving, ticking, backing up."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

COMMON = """\
User={user}
Group={user}
WorkingDirectory={folder}
EnvironmentFile=-{environment}
Environment=CONVIVIO_HOME={home}
Environment=PYTHONUTF8=1
UMask=0077
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=strict
ProtectHome=yes
ReadWritePaths={writable}
"""
SERVE = """\
[Unit]
Description=Convivio, the pages
After=network-online.target
Wants=network-online.target

[Service]
Type=simple
ExecStart={command} serve --port {port}
Restart=always
RestartSec=3
{common}
[Install]
WantedBy=multi-user.target
"""
TICK = """\
[Unit]
Description=Convivio, the clock: letters, index, the trace sealed
After=convivio.service

[Service]
Type=simple
ExecStart={command} tick --every 30 --verbosity 0
Restart=always
RestartSec=10
{common}
[Install]
WantedBy=multi-user.target
"""
BACKUP = """\
[Unit]
Description=Convivio, a backup

[Service]
Type=oneshot
ExecStart={command} backup {backups}{passphrase}
{common}"""
BACKUP_TIMER = """\
[Unit]
Description=Convivio, a backup every night

[Timer]
OnCalendar=*-*-* 02:40:00
RandomizedDelaySec=600
Persistent=true

[Install]
WantedBy=timers.target
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the units are to say beside the settings."""

    user: str = "convivio"
    port: int = 8000
    backups: Path = Path("/var/backups/convivio")
    environment: Path = Path("/etc/convivio/environment")
    passphrase: Path | None = None


USUAL = Wanted()


def units(wanted: Wanted) -> dict[str, str]:
    """Write each unit by its file's name, for the Python and the home of this very command."""
    writable = f"{settings.HOME} {wanted.backups}"
    common = COMMON.format(
        user=wanted.user,
        folder=settings.CHECKOUT if (settings.CHECKOUT / "pyproject.toml").exists() else settings.HOME,
        environment=wanted.environment,
        home=settings.HOME,
        writable=writable,
    )
    words = {
        "command": f"{_python()} -m convivio",
        "port": wanted.port,
        "backups": wanted.backups,
        "passphrase": f" --passphrase-file {wanted.passphrase}" if wanted.passphrase else "",
        "common": common,
    }
    return {
        "convivio.service": SERVE.format(**words),
        "convivio-tick.service": TICK.format(**words),
        "convivio-backup.service": BACKUP.format(**words),
        "convivio-backup.timer": BACKUP_TIMER,
    }


def _python() -> str:
    """Name the interpreter of this environment, not the one that its link leads to."""
    return os.path.abspath(sys.executable)  # noqa: PTH100 - resolving would leave the environment
