"""A small OpenID Connect provider on this machine: discovery, consent, token, keys, user info.

It follows OpenID Connect Core 1.0 for the code flow with PKCE, and can be told to misbehave.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "sight", "a secret of this provider"  # of tests only
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """Vouches for whoever ``who`` says, in the way that ``lies`` say."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.who: dict[str, Any] = {}
        self.lies: set[str] = set()
        self.codes: dict[str, dict[str, str]] = {}

    def token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": "https://evil.example" if "issuer" in self.lies else self.issuer,
            "aud": "another" if "audience" in self.lies else CLIENT,
            "iat": now,
            "exp": now - 3600 if "old" in self.lies else now + 300,
            **self.who,
        }
        if "nameless" in self.lies:
            claims.pop("sub")
        if "userinfo" in self.lies:
            claims.pop("email")
        if "unsigned" in self.lies:
            return jwt.encode(claims, None, "none", {"kid": "one"})
        if "shared" in self.lies:
            return jwt.encode(claims, SECRET * 2, "HS256", {"kid": "one"})
        key = OTHER_KEY if "forged" in self.lies else KEY
        return jwt.encode(claims, key, "RS256", {"kid": "one"})


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *said: object) -> None:
        pass

    def say(self, what: object, status: int = 200) -> None:
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        issuer, at = self.server.issuer, urlsplit(self.path)
        match at.path:
            case "/.well-known/openid-configuration":
                self.say(
                    {
                        "issuer": issuer,
                        "authorization_endpoint": f"{issuer}/authorize",
                        "token_endpoint": f"{issuer}/token",
                        "jwks_uri": f"{issuer}/keys",
                        "userinfo_endpoint": f"{issuer}/userinfo",
                        "token_endpoint_auth_methods_supported": ["client_secret_post"],
                    }
                )
            case "/keys":
                public = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
                self.say({"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]})
            case "/userinfo":
                somebody_else = {"sub": "somebody else"} if "two" in self.server.lies else {}
                self.say({**self.server.who, **somebody_else})
            case "/authorize":
                asked = {name: one[0] for name, one in parse_qs(at.query).items()}
                said = {"state": asked["state"]}
                if "refusal" in self.server.lies:
                    said["error"] = "access_denied"
                else:
                    code = said["code"] = secrets.token_urlsafe(16)
                    self.server.codes[code] = asked
                self.send_response(302)
                self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(said)}")
                self.end_headers()
            case _:
                self.say({}, 404)

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        given = {name: one[0] for name, one in parse_qs(self.rfile.read(size).decode()).items()}
        asked = self.server.codes.pop(given.get("code", ""), None)
        proof = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        proof_text = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        right = (
            asked is not None
            and (given.get("client_id"), given.get("client_secret")) == (CLIENT, SECRET)
            and given.get("redirect_uri") == asked["redirect_uri"]
            and asked.get("code_challenge") == proof_text
            and asked.get("code_challenge_method") == "S256"
        )
        if not right:
            self.say({"error": "invalid_grant"}, 400)
            return
        self.say(
            {"access_token": "opaque", "token_type": "Bearer", "id_token": self.server.token()}
        )


@contextmanager
def running() -> Iterator[Provider]:
    """Run a provider."""
    provider = Provider()
    thread = threading.Thread(target=provider.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()
