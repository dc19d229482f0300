"""Addresses of media that need no key: each carries a signed permission for one thing, for a while."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlencode

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from ratchet.domain.media import Media
from ratchet.errors import Forbidden, Unauthorized

LIFETIME_S = 3600


class Permission(StrEnum):
    """What an address allows."""

    UPLOAD = "upload"
    DOWNLOAD = "download"


class Link(NamedTuple):
    """An address, and until when it works."""

    url: str
    expiry: datetime


@dataclass(frozen=True, slots=True)
class MediaLinks:
    """Makes addresses of media on this server, and reads them again."""

    secret: str
    base_url: str
    lifetime_s: int = LIFETIME_S

    def to_link(self, media: Media, permission: Permission) -> Link:
        """An address for somebody who may see the project of these media."""
        token = self._signer(permission).dumps([media.project_id, media.id])
        expiry = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=self.lifetime_s)
        return Link(f"{self.base_url}/api/public/media/{media.id}/content?{urlencode({'token': token})}", expiry)

    def read_project(self, token: str, media_id: str, permission: Permission) -> str:
        """The project of the media that an address is for; raises `Forbidden` when its token does not allow this."""
        if not token:
            raise Unauthorized("This needs a token. Use the address of the media as it was given.")
        try:
            project_id, signed_id = self._signer(permission).loads(token, max_age=self.lifetime_s)
        except SignatureExpired as error:
            raise Forbidden("This address has expired. Ask for the media again to get another.") from error
        except BadSignature as error:
            raise Forbidden(f"This address does not allow a {permission} here. Use it as it was given.") from error
        if signed_id != media_id:
            raise Forbidden("This address is for other media. Use it as it was given.")
        return project_id

    def _signer(self, permission: Permission) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(
            self.secret, salt=f"media {permission}", signer_kwargs={"digest_method": sha256, "key_derivation": "hmac"}
        )
