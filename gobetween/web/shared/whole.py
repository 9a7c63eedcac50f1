"""Style sheets and fonts in one piece: they are small, and an ASGI server streams only what is asynchronous."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


def answers(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, outside of whitenoise: a file becomes an ordinary answer with the same headers.

    The file is closed, not the first answer: that would tell Django that the request is over.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not isinstance(response, FileResponse):
            return response
        content = b"".join(cast("list[bytes]", response.streaming_content))
        if response.file_to_stream is not None:
            response.file_to_stream.close()
        return HttpResponse(content, status=response.status_code, headers=dict(response.headers))

    return answer
