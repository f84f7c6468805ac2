"""Makes the host so, and says what changed and why."""
import rules
from addresses import add, remove
from announce import announce
from command import CommandError
from engine import EngineError
from marks import set_marks


def keep_addresses(view, wanted, found, log):
    """Returns what failed, a sentence each."""
    by_address = {address: vip for vip, address in wanted.addresses.items()}
    failures = []
    for address in sorted(found.ours - set(by_address)):
        reason = _why_not(view, wanted, address)
        failures += _tried(lambda: _removed(address, reason, log))
    for address in sorted(set(by_address) - found.ours):
        failures += _tried(lambda: _added(address, by_address[address].service, log))
    return failures


def keep_rules(wanted, log):
    failures = []
    for version in rules.PROGRAMS:
        own = [rule for rule in wanted.rules if rule.version == version]
        failures += _tried(lambda: _ruled(version, own, log)) if own or rules.is_there(version) else []
    return failures


def keep_marks(manager, node, wanted, log):
    try:
        for line in set_marks(manager, node, wanted.marks):
            log(line)
        return []
    except EngineError as error:
        return ['The labels of this node cannot be kept: %s' % error]


def _added(address, service, log):
    add(address)
    log('%s added: service %s runs here.' % (address, service))
    announce(address)


def _removed(address, reason, log):
    remove(address)
    log('%s taken away: %s.' % (address, reason))


def _why_not(view, wanted, address):
    for service in view.services:
        for vip in service.wishes.vips:
            if vip.address == address.address:
                if service.id not in view.assigned:
                    return 'service %s does not run here any more' % service.name
                return 'router %s does not answer' % vip.router if vip in wanted.wished else 'it has moved'
    return 'no service asks for it'


def _ruled(version, own, log):
    tables = rules.found_rules(version)
    text = rules.changes(own, tables)
    if not text:
        return
    rules.apply(version, text)
    found = {comment for table in tables.values() for comments in table.comments.values() for comment in comments}
    wanted = {rule.comment for rule in own}
    for comment in sorted(found - wanted):
        log('Rules removed, IPv%d, %s' % (version, comment))
    for comment in sorted(wanted - found):
        log('Rules added, IPv%d, %s' % (version, comment))
    if found == wanted:
        log('Rules put back, IPv%d: %s' % (version, ', '.join(sorted(wanted))))


def _tried(work):
    """What went wrong, if anything did."""
    try:
        work()
        return []
    except (CommandError, OSError) as error:
        return [str(error)]
