"""What this host should have, from what the swarm and the host say. Changes nothing."""
import ipaddress
from typing import NamedTuple

from addresses import Address
from rules import vip_rules


class Service(NamedTuple):
    id: str
    name: str
    wishes: tuple


class View(NamedTuple):
    """What was found out about the swarm."""
    # Those that wish something, by name.
    services: tuple
    # Ids of services the swarm wants to run here.
    assigned: frozenset
    # Id of a service -> addresses of its running container here, {4: '172.18.0.3'}; empty where it has none.
    running: dict


class Wanted(NamedTuple):
    # Vip -> Address
    addresses: dict
    rules: tuple
    marks: frozenset
    # Every address services here ask for, those among them that are given up.
    wished: frozenset
    # Sentences about what cannot be done.
    problems: tuple


NOTHING = View((), frozenset(), {})


def plan(view, found, withdrawn=frozenset()):
    """`withdrawn`: wishes for addresses whose router did not answer."""
    here = [service for service in view.services if service.id in view.assigned]
    problems = [problem for service in here for problem in service.wishes.problems]
    addresses, rules = {}, []
    for service in here:
        for vip in service.wishes.vips:
            address = address_of(vip, found.others)
            if address is None:
                problems.append('Service %s: no interface has an address in the network of %s; say '
                                'ADDRESS/PREFIX@INTERFACE.' % (vip.service, vip.address))
            # An address comes with the first task that runs, and stays while the next one is on its way.
            elif vip not in withdrawn and (service.id in view.running or address in found.ours):
                addresses[vip] = address
                container = view.running.get(service.id, {}).get(vip.version)
                if container is not None:
                    rules += vip_rules(vip, address.interface, container)
                elif service.id in view.running and (vip.ports or vip.is_source):
                    problems.append('Service %s: its container has no IPv%d address in docker_gwbridge, so there are '
                                    'no rules for %s.' % (vip.service, vip.version, vip.address))
    marks = frozenset(mark for service in here for mark in service.wishes.marks)
    wished = frozenset(vip for service in here for vip in service.wishes.vips)
    return Wanted(addresses, tuple(rules), marks, wished, tuple(problems))


def address_of(vip, others):
    """Where a virtual address goes; None where nothing tells."""
    if vip.interface is not None:
        return Address(vip.address, vip.prefix, vip.interface)
    for other in others:
        if ipaddress.ip_address(vip.address) in other.network:
            return Address(vip.address, other.prefix, other.interface)
    return None
