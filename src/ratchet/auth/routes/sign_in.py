"""/auth/session: sign in, see who is, look at another project, sign out."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Request, Response
from pydantic import BaseModel, Field, SecretStr

from ratchet.auth.browser import COOKIE, check_origin
from ratchet.auth.schemas import PresenceOut, ProjectChoice
from ratchet.auth.sign_in import (
    SIGN_IN_AGE_MAX,
    change_project,
    read_presence,
    sign_in_by_key,
    sign_in_by_link,
    sign_out,
)
from ratchet.errors import Invalid, Unauthorized
from ratchet.http.state import Records, ServerSettings

router = APIRouter(prefix="/auth/session", tags=["sign-in"])

SessionCookie = Annotated[str | None, Cookie(alias=COOKIE, include_in_schema=False)]


class SignInBody(BaseModel, extra="forbid"):
    """One of the two: the token of a link, or a secret key."""

    token: SecretStr | None = Field(None, max_length=200)
    secret_key: SecretStr | None = Field(None, max_length=200)


@router.post("")
def begin(
    body: SignInBody, request: Request, response: Response, records: Records, settings: ServerSettings
) -> PresenceOut:
    """Sign a browser in; the answer sets its cookie."""
    check_origin(request.method, request.headers)
    match body:
        case SignInBody(token=SecretStr() as token, secret_key=None):
            cookie = sign_in_by_link(records, settings, token.get_secret_value())
        case SignInBody(token=None, secret_key=SecretStr() as secret):
            cookie = sign_in_by_key(records, secret.get_secret_value())
        case _:
            raise Invalid("Send either `token`, of a link, or `secret_key`.")
    # Not marked `Secure` over plain HTTP, where a browser would not keep it.
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=int(SIGN_IN_AGE_MAX.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return PresenceOut.of(read_presence(records, cookie))


@router.get("")
def read(records: Records, cookie: SessionCookie = None) -> PresenceOut | None:
    """Who is signed in; `null` for nobody."""
    try:
        return PresenceOut.of(read_presence(records, _held(cookie)))
    except Unauthorized:
        return None


@router.put("")
def choose_project(
    body: ProjectChoice, request: Request, records: Records, cookie: SessionCookie = None
) -> PresenceOut:
    """Look at another project."""
    check_origin(request.method, request.headers)
    change_project(records, _held(cookie), body.project_id)
    return PresenceOut.of(read_presence(records, _held(cookie)))


@router.delete("", status_code=204)
def end(request: Request, response: Response, records: Records, cookie: SessionCookie = None) -> None:
    """Sign out."""
    check_origin(request.method, request.headers)
    if cookie is not None:
        sign_out(records, cookie)
    response.delete_cookie(COOKIE)


def _held(cookie: str | None) -> str:
    if not cookie:
        raise Unauthorized("You are not signed in.")
    return cookie
