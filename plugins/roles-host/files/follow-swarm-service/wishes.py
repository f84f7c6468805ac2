"""What a service asks for with its labels."""
import ipaddress
import re
from typing import NamedTuple, Optional, Tuple

SUFFIXES = [number + family for family in ('', '_V6') for number in ('', '0', '1', '2', '3', '4', '5')]


class Port(NamedTuple):
    number: int
    protocol: str


class Vip(NamedTuple):
    """A virtual address and what goes with it."""
    service: str
    address: str
    # Both None: those of the interface that has an address in the same network.
    prefix: Optional[int]
    interface: Optional[str]
    # Has to answer, or the address is taken away again.
    router: Optional[str]
    # What comes for them goes to the container.
    ports: Tuple[Port, ...]
    # What comes from the container goes out under this address.
    is_source: bool

    @property
    def version(self):
        return ipaddress.ip_address(self.address).version


class Wishes(NamedTuple):
    # Names of labels for the node.
    marks: Tuple[str, ...]
    vips: Tuple[Vip, ...]
    # What cannot be understood, a sentence each.
    problems: Tuple[str, ...]

    @property
    def is_empty(self):
        return not (self.marks or self.vips or self.problems)


def wishes_of(service, labels):
    """The wishes in the labels of a service."""
    vips, problems = [], []
    for suffix in SUFFIXES:
        if labels.get(_name('VIP', suffix)):
            try:
                vips.append(_vip(service, labels, suffix))
            except ValueError as error:
                problems.append('Service %s: %s' % (service, error))
    mark = labels.get('HIVE_MARK')
    return Wishes((mark,) if mark else (), tuple(vips), tuple(problems))


def _name(what, suffix):
    """HIVE_VIP0_V6 but HIVE_ROUTER0_V6: the number stands behind the word, the family at the end."""
    return 'HIVE_%s%s' % (what, suffix)


def _vip(service, labels, suffix):
    version = 6 if suffix.endswith('_V6') else 4
    name = _name('VIP', suffix)
    match = re.match(r'^([0-9A-Fa-f.:]+)(?:/(\d+)@([\w.-]{1,15}))?$', labels[name].strip())
    if not match:
        raise ValueError('label %s should be ADDRESS or ADDRESS/PREFIX@INTERFACE, got "%s".' % (name, labels[name]))
    address, prefix, interface = match.groups()
    if prefix is not None and int(prefix) > (32 if version == 4 else 128):
        raise ValueError('label %s has the prefix %s, which no address has.' % (name, prefix))
    router = labels.get(_name('ROUTER', suffix))
    return Vip(
        service=service,
        address=_address(name, address, version),
        prefix=None if prefix is None else int(prefix),
        interface=interface,
        router=_address(_name('ROUTER', suffix), router.strip(), version) if router else None,
        ports=_ports(_name('DNAT_PORTS', suffix), labels.get(_name('DNAT_PORTS', suffix), '')),
        is_source=labels.get(_name('ENABLE_VIP_SNAT', suffix), '').strip().lower() == 'true',
    )


def _address(name, text, version):
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        address = None
    if address is None or address.version != version:
        raise ValueError('label %s should be an IPv%d address, got "%s".' % (name, version, text))
    return str(address)


def _ports(name, text):
    ports = []
    for word in (word.strip() for word in text.split(',')):
        match = re.match(r'^(\d{1,5})(?:/(tcp|udp))?$', word)
        if match and 0 < int(match.group(1)) < 65536:
            ports.append(Port(int(match.group(1)), match.group(2) or 'tcp'))
        elif word:
            raise ValueError('label %s should list ports like "80,53/udp", got "%s".' % (name, word))
    return tuple(ports)
