"""Addresses of this host: which are there, which of them are virtual ones of ours."""
import ipaddress
import json
from typing import NamedTuple

from command import run

# What ours are known by, whoever put them there: the metric of their network's route, which nobody else would choose.
METRIC = 44100


class Address(NamedTuple):
    address: str
    prefix: int
    interface: str

    def __str__(self):
        return '%s/%d on %s' % self

    @property
    def version(self):
        return ipaddress.ip_address(self.address).version

    @property
    def network(self):
        return ipaddress.ip_network('%s/%d' % (self.address, self.prefix), strict=False)


class Found(NamedTuple):
    ours: frozenset
    # Of others, in the order the host tells them.
    others: tuple


def found_addresses():
    return read_addresses(run('ip', '-j', 'address', 'show'))


def read_addresses(text):
    """Reads what `ip -j address show` prints."""
    ours, others = set(), []
    for link in json.loads(text):
        for entry in link.get('addr_info', ()):
            # An address without `local` is an empty object, as some versions print it.
            if entry.get('scope') == 'global' and 'local' in entry:
                address = Address(entry['local'], entry['prefixlen'], link['ifname'])
                if entry.get('metric') == METRIC:
                    ours.add(address)
                else:
                    others.append(address)
    return Found(frozenset(ours), tuple(others))


def add(address):
    """Adds an address. IPv6 skips the search for duplicates (the host that has it lets go of it in the same moment)."""
    special = ('nodad', 'preferred_lft', '0') if address.version == 6 else ()
    run('ip', 'address', 'add', '%s/%d' % address[:2], 'dev', address.interface, 'metric', str(METRIC), *special)


def remove(address):
    run('ip', 'address', 'delete', '%s/%d' % address[:2], 'dev', address.interface)
