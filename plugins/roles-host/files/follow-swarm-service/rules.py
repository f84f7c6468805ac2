"""Rules of the firewall: chains of our own, which others jump to first. Their comments say what they are for."""
import os
import re
import shlex
from collections import defaultdict
from typing import NamedTuple

from command import run

# Table and name of our chains -> the chains that jump there, each the first that exists of a list.
HOOKS = {
    ('nat', 'HIVE-VIP-DNAT'): (('PREROUTING',), ('OUTPUT',)),
    ('nat', 'HIVE-VIP-SNAT'): (('POSTROUTING',),),
    # Docker leaves its DOCKER-USER alone when it starts anew, and goes there before it refuses anything.
    ('filter', 'HIVE-VIP-FORWARD'): (('DOCKER-USER', 'FORWARD'),),
}
PROGRAMS = {4: 'iptables', 6: 'ip6tables'}


class Rule(NamedTuple):
    """Rules are compared by their comments alone: versions of iptables spell the rest differently."""
    version: int
    chain: tuple
    comment: str
    match: str
    target: str


class Found(NamedTuple):
    """What a table holds: chain -> comments in our chains, chain -> targets in others."""
    comments: dict
    targets: dict


def vip_rules(vip, interface, container):
    """What brings a virtual address to a container, and back."""
    host = '/%d' % (32 if vip.version == 4 else 128)
    end = container if vip.version == 4 else '[%s]' % container
    rules = []
    for number, protocol in vip.ports:
        what = 'service %s: %s %s/%d to %s' % (vip.service, vip.address, protocol, number, container)
        port = '-p %s -m %s --dport %d' % (protocol, protocol, number)
        rules.append(Rule(
            vip.version, ('nat', 'HIVE-VIP-DNAT'), what, '-d %s%s %s' % (vip.address, host, port),
            'DNAT --to-destination %s:%d' % (end, number)))
        # Nobody gets there but through the virtual address.
        state = '-m conntrack --ctstate DNAT --ctorigdst %s' % vip.address
        rules.append(Rule(
            vip.version, ('filter', 'HIVE-VIP-FORWARD'), what, '-d %s%s %s %s' % (container, host, port, state), 'ACCEPT'))
    if vip.is_source:
        what = 'service %s: from %s out of %s as %s' % (vip.service, container, interface, vip.address)
        rules.append(Rule(
            vip.version, ('nat', 'HIVE-VIP-SNAT'), what, '-s %s%s -o %s' % (container, host, interface),
            'SNAT --to-source %s' % vip.address))
    return rules


def is_there(version):
    """Whether the kernel has such addresses at all."""
    return version == 4 or os.path.exists('/proc/net/if_inet6')


def found_rules(version):
    return read_rules(run(PROGRAMS[version] + '-save'))


def read_rules(text):
    """Reads what `iptables-save` prints, by table."""
    tables, table = {}, None
    for line in text.splitlines():
        if line.startswith('*'):
            table = tables[line[1:]] = Found({}, {})
        elif line.startswith(':') and table is not None:
            chain = line[1:].split(' ')[0]
            (table.comments if chain.startswith('HIVE-VIP-') else table.targets)[chain] = []
        elif line.startswith('-A ') and table is not None:
            _read_rule(table, line)
    return tables


def _read_rule(table, line):
    chain = line.split(' ')[1]
    if chain in table.comments:
        match = re.search(r'--comment ("(?:[^"\\]|\\.)*"|\S+)', line)
        table.comments[chain].append(shlex.split(match.group(1))[0] if match else '')
    elif chain in table.targets:
        # A jump that has a condition is none of ours.
        match = re.match(r'^-A \S+ -j (\S+)$', line)
        table.targets[chain].append(match.group(1) if match else '')


def changes(wanted, tables):
    """What `iptables-restore --noflush` has to be told, nothing where all is right."""
    by_chain = defaultdict(list)
    for rule in wanted:
        by_chain[rule.chain].append(rule)
    lines = []
    for name in ('nat', 'filter'):
        table = tables.get(name, Found({}, {}))
        own = [line for chain in HOOKS if chain[0] == name for line in _chain_changes(chain, by_chain[chain], table)]
        if own:
            lines += ['*' + name] + own + ['COMMIT']
    return ''.join(line + '\n' for line in lines)


def _chain_changes(chain, rules, table):
    name = chain[1]
    lines = []
    if rules and table.comments.get(name) != [rule.comment for rule in rules]:
        # To name a chain here is to empty it.
        lines.append(':%s - [0:0]' % name)
        lines += ['-A %s %s -m comment --comment "%s" -j %s' % (name, rule.match, rule.comment, rule.target)
                  for rule in rules]
    for candidates in HOOKS[chain]:
        hook = next((each for each in candidates if each in table.targets), candidates[-1])
        lines += _hook_changes(name, hook, bool(rules), table)
    if not rules and name in table.comments:
        lines += ['-F ' + name, '-X ' + name]
    return lines


def _hook_changes(name, hook, is_wanted, table):
    found = table.targets.get(hook, [])
    if is_wanted and found[:1] == [name] and found.count(name) == 1:
        return []
    removals = ['-D %s -j %s' % (hook, name)] * found.count(name)
    return removals + (['-I %s 1 -j %s' % (hook, name)] if is_wanted else [])


def apply(version, text):
    run(PROGRAMS[version] + '-restore', '--wait', '--noflush', given=text)
