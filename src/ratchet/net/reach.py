"""How far an address reaches: the whole internet, one's own network, or nowhere that anybody should be sent."""

from collections.abc import Sequence
from enum import Enum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from typing import TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address

_Networks: TypeAlias = Sequence[IPv4Network | IPv6Network]


class Reach(Enum):
    """What an address is good for."""

    PUBLIC = "public"
    PRIVATE = "private"  # allowed to those who mean it
    NONE = "none"  # never allowed: link-local, metadata of clouds, multicast, reserved


_NOWHERE: _Networks = [
    ip_network(block)
    for block in (
        "0.0.0.0/8",  # this machine, on most systems
        "100.100.100.200/32",  # metadata, Alibaba
        "168.63.129.16/32",  # the host below a machine, Azure
        "169.254.0.0/16",  # link-local, and metadata nearly everywhere
        "192.0.0.0/24",  # protocol assignments, and metadata of Oracle
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays of 6to4
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "::/128",  # this machine
        "64:ff9b:1::/48",  # translation within a network
        "100::/64",  # discarded
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address within
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fd00:ec2::/32",  # metadata, Amazon
        "fd20:ce::/32",  # metadata, Google
        "fe80::/10",  # link-local
        "fec0::/10",  # site-local, given up
        "ff00::/8",  # multicast
    )
]

_OWN: _Networks = [
    ip_network(block)
    for block in (
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by a carrier's customers, and by overlay networks
        "127.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
    )
]

_TRANSLATED = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")


def reach_of(address: Address) -> Reach:
    """How far an address reaches; one that carries an IPv4 address within reaches as far as that one."""
    inner = _inner(address)
    if any(inner in network for network in _NOWHERE):
        return Reach.NONE
    if any(inner in network for network in _OWN):
        return Reach.PRIVATE
    return Reach.PUBLIC if inner.is_global else Reach.NONE


def _inner(address: Address) -> Address:
    if not isinstance(address, IPv6Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _TRANSLATED or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address
