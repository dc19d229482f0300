"""Files of the server that an address of Apprise's may name; whoever sets an address shall read none of them."""

from urllib.parse import unquote

_FILES = frozenset({"keyfile", "pgppub", "pgpprv"})
# Elsewhere a template has its place at the service, and this is its id there.
_WITH_TEMPLATE_FILES = frozenset({"discord", "slack", "tgram", "workflow", "workflows"})
_TEMPLATE = frozenset({"template"})
_PREFIXES = "+-: "


def find_file(url: str) -> str | None:
    """The name under which an address names a file, if it does; names are read as Apprise reads them."""
    scheme = url.partition("://")[0].lower()
    files = _FILES | _TEMPLATE if scheme in _WITH_TEMPLATE_FILES else _FILES
    query = url.partition("?")[2].replace(";", "&").replace("?", "&")
    names = (unquote(pair.partition("=")[0]).strip().lower().lstrip(_PREFIXES) for pair in query.split("&"))
    return next((name for name in names if name in files), None)
