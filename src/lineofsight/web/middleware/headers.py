"""Headers that every answer carries; Django's own security middleware sets the others."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

# Nothing of the browser's machinery is used but passkeys.
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "screen-wake-lock",
        "serial",
        "usb",
    )
)
ALWAYS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": f"{PERMISSIONS}, publickey-credentials-get=(self)",
    "X-Frame-Options": "DENY",
}


class HeadersMiddleware:
    """Sets what no view should forget. A view that says so itself is left alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the headers."""
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        # Whoever goes back in a browser after somebody signed out must not see their pages.
        response.headers.setdefault("Cache-Control", "no-store, private")
        if getattr(request, "signed_out", False):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
