"""Every variable of the environment that the server knows, as the documentation lists them."""

from typing import NamedTuple


class Variable(NamedTuple):
    """A variable: what it is without being set, and what it means."""

    name: str
    without: str
    meaning: str


VARIABLES = (
    Variable(
        "LINEOFSIGHT_MODE",
        "`embedded`",
        "`embedded` (one machine, its own database), `production`, `demo` or `test`. Production "
        "refuses what is unsafe there.",
    ),
    Variable(
        "LINEOFSIGHT_DATA",
        "`lineofsight-data` in the present folder",
        "The folder of this installation: the embedded database, its copies, the secret, style "
        "sheets and scripts. Production asks for an absolute path.",
    ),
    Variable(
        "SECRET_KEY",
        "made once and kept in the data folder",
        "Signs sessions and links in mails; at least 50 characters. Production asks for one, the "
        "same for all processes.",
    ),
    Variable(
        "LINEOFSIGHT_URL",
        "`http://localhost:8000`",
        "Where people reach the installation, as in `https://sight.example.org`. Production asks "
        "for `https`, except on this machine itself.",
    ),
    Variable(
        "ALLOWED_HOSTS",
        "the host of `LINEOFSIGHT_URL` and this machine",
        "Further names under which it answers, separated by commas; never `*`.",
    ),
    Variable(
        "LINEOFSIGHT_PROXIES",
        "`0`",
        "How many reverse proxies stand before it. Only then are `X-Forwarded-For` and "
        "`X-Forwarded-Proto` believed.",
    ),
    Variable(
        "DATABASE_URL",
        "a SQLite file in the data folder",
        "`postgresql://user:password@host:5432/name`, with `?sslmode=verify-full` and the like; "
        "a socket as `postgresql://user@%2Frun%2Fpostgresql/name`.",
    ),
    Variable(
        "EMAIL_URL",
        "mails are kept as files in the data folder",
        "`smtps://user:password@host:465`, or `smtp+tls://…:587` for STARTTLS; `smtp://` only to "
        "this machine in production.",
    ),
    Variable("EMAIL_FROM", "`lineofsight@` and the host", "The sender of its mails."),
    Variable("LOG_LEVEL", "`info`", "`debug`, `info`, `warning` or `error`."),
    Variable(
        "METRICS_TOKEN",
        "metrics are for this machine alone",
        "At least 20 characters; who sends it as `Authorization: Bearer …` may read `/metrics`.",
    ),
    Variable("WEB_WORKERS", "one a processor, at most 4", "Processes that answer requests."),
    Variable("WEB_THREADS", "`4`", "Threads of each; each keeps one connection to the database."),
    Variable("SESSION_IDLE_HOURS", "`12`", "Hours after which an unused session ends."),
    Variable("SESSION_DAYS", "`7`", "Days after which any session ends."),
    Variable("OIDC_ISSUER", "no single sign-on", "The address of the OpenID Connect provider."),
    Variable("OIDC_CLIENT_ID", "", "As registered with the provider."),
    Variable("OIDC_CLIENT_SECRET", "", "As registered with the provider."),
    Variable("OIDC_NAME", "`single sign-on`", "What the button says."),
    Variable(
        "OIDC_EMAILS_ARE_VERIFIED",
        "`no`",
        "`yes` if every e-mail address that the provider states is known to be its owner's.",
    ),
)
# Read elsewhere, by the command line.
OTHERS = frozenset(
    {
        "LINEOFSIGHT_CACHE",
        "LINEOFSIGHT_DEBUG",
        "LINEOFSIGHT_EMBEDDING_KEY",
        "LINEOFSIGHT_EMBEDDING_URL",
    }
)


def table() -> list[str]:
    """Return the lines of the documentation's table."""
    lines = ["| variable | without it | meaning |\n", "| --- | --- | --- |\n"]
    return lines + [f"| `{one.name}` | {one.without} | {one.meaning} |\n" for one in VARIABLES]
