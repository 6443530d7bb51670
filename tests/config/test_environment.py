"""The environment: all that is wrong is said at once, and nothing unsafe is taken."""

import stat
from pathlib import Path

import pytest

from lineofsight.config.environment import (
    SECRET_FILE,
    Environment,
    WrongEnvironment,
    own_secret,
    read_environment,
)
from lineofsight.config.variables import VARIABLES

SOUND = {
    "LINEOFSIGHT_MODE": "production",
    "LINEOFSIGHT_DATA": "/srv/lineofsight",
    "LINEOFSIGHT_URL": "https://sight.example.org",
    "LINEOFSIGHT_PROXIES": "1",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "DATABASE_URL": "postgresql://sight:word@db/record",
    "EMAIL_URL": "smtps://sight:word@mail.example.org",
}


def read(**changes: str) -> Environment:
    return read_environment({**SOUND, **changes})


def wrong(**changes: str) -> list[str]:
    with pytest.raises(WrongEnvironment) as caught:
        read(**changes)
    return [one.name for one in caught.value.problems]


class TestProduction:
    def test_takes_what_is_sound(self) -> None:
        found = read()

        assert (found.https, found.is_embedded, found.proxies) == (True, False, 1)
        assert found.hosts[0] == "sight.example.org"

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("LINEOFSIGHT_DATA", ""),
            ("LINEOFSIGHT_DATA", "data"),
            ("LINEOFSIGHT_URL", "http://sight.example.org"),
            ("LINEOFSIGHT_URL", "https://sight.example.org/path"),
            ("LINEOFSIGHT_URL", "sight.example.org"),
            ("SECRET_KEY", ""),
            ("SECRET_KEY", "short"),
            ("SECRET_KEY", "a" * 80),
            ("SECRET_KEY", "django-insecure-" + SOUND["SECRET_KEY"]),
            ("ALLOWED_HOSTS", "*"),
            ("ALLOWED_HOSTS", "a.example,*.example"),
            ("DATABASE_URL", "mysql://a@b/c"),
            ("LINEOFSIGHT_PROXIES", "many"),
            ("EMAIL_URL", "smtp://mail.example.org"),
            ("EMAIL_URL", "mail.example.org"),
            ("METRICS_TOKEN", "short"),
            ("LOG_LEVEL", "loud"),
            ("WEB_WORKERS", "0"),
            ("SESSION_DAYS", "1000"),
        ],
    )
    def test_refuses_what_is_unsafe_or_makes_no_sense(self, name: str, value: str) -> None:
        assert wrong(**{name: value}) == [name]

    def test_says_everything_at_once(self) -> None:
        with pytest.raises(WrongEnvironment) as caught:
            read_environment({"LINEOFSIGHT_MODE": "production", "ALLOWED_HOSTS": "*"})

        problems = caught.value.problems
        assert {one.name for one in problems} == {"LINEOFSIGHT_DATA", "SECRET_KEY", "ALLOWED_HOSTS"}
        assert all(one.what.endswith(".") and one.remedy.endswith(".") for one in problems)

    def test_never_repeats_a_secret(self) -> None:
        with pytest.raises(WrongEnvironment) as caught:
            read(**{"SECRET_KEY": "hunter2", "EMAIL_URL": "smtp://ann:hunter2@mail.example"})

        assert "hunter2" not in str(caught.value)

    @pytest.mark.parametrize(
        "url", ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:80"]
    )
    def test_may_be_without_https_on_this_machine(self, url: str) -> None:
        assert read(LINEOFSIGHT_URL=url).url == url

    @pytest.mark.parametrize("missing", ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
    def test_wants_all_of_single_sign_on_or_nothing(self, missing: str) -> None:
        given = {
            "OIDC_ISSUER": "https://id.example.org",
            "OIDC_CLIENT_ID": "sight",
            "OIDC_CLIENT_SECRET": "word",
        }

        assert wrong(**{**given, missing: ""}) == [missing]

    def test_wants_https_of_whoever_vouches_for_people(self) -> None:
        given = {"OIDC_CLIENT_ID": "sight", "OIDC_CLIENT_SECRET": "word"}

        assert wrong(OIDC_ISSUER="http://id.example.org", **given) == ["OIDC_ISSUER"]


class TestNames:
    def test_that_nobody_reads_are_said(self) -> None:
        (said,) = read(LINEOFSIGHT_PROXYS="1").notices

        assert "LINEOFSIGHT_PROXYS" in said
        assert "LINEOFSIGHT_PROXIES" in said

    def test_of_other_programs_are_none_of_ours(self) -> None:
        assert read(PATH="/bin", LINEOFSIGHT_DEBUG="1").notices == ()

    def test_are_listed_once(self) -> None:
        names = [one.name for one in VARIABLES]

        assert len(names) == len(set(names))


class TestEmbedded:
    def test_needs_nothing(self) -> None:
        found = read_environment({})

        assert found.mode == "embedded"
        assert found.is_embedded
        assert not found.https

    def test_keeps_its_secret_for_itself(self, tmp_path: Path) -> None:
        made = own_secret(tmp_path)

        assert own_secret(tmp_path) == made
        assert len(made) >= 50
        assert stat.S_IMODE((tmp_path / SECRET_FILE).stat().st_mode) == 0o600
        assert [path.name for path in tmp_path.iterdir()] == [SECRET_FILE]

    def test_makes_no_folder_by_being_read(self, tmp_path: Path) -> None:
        read_environment({"LINEOFSIGHT_DATA": str(tmp_path / "data")})

        assert not (tmp_path / "data").exists()

    def test_keeps_mails_as_files(self, tmp_path: Path) -> None:
        found = read_environment({"LINEOFSIGHT_DATA": str(tmp_path)})

        assert found.email["EMAIL_FILE_PATH"] == str(tmp_path / "mail")
