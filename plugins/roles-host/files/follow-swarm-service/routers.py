"""Whether the router behind a virtual address answers; an address that leads nowhere is given up."""
from command import succeeds

TRIES = 5
SECONDS_BETWEEN = 10
# After so long an address that was given up is tried again.
SECONDS_AWAY = 300


def answers(vip):
    return succeeds('ping', '-%d' % vip.version, '-q', '-c', '1', '-W', '2', '-I', vip.address, vip.router)


class Routers:
    """What routers answered, for as long as their addresses are wanted. `now` counts seconds."""

    def __init__(self, log, is_answered=answers):
        self._log = log
        self._is_answered = is_answered
        self._proven = set()
        # Vip -> [tries that failed, when to try again]
        self._waiting = {}

    def withdrawn(self, now):
        """Wishes that are given up for now."""
        for vip, (tries, until) in list(self._waiting.items()):
            if tries >= TRIES and until <= now:
                del self._waiting[vip]
        return frozenset(vip for vip, (tries, _) in self._waiting.items() if tries >= TRIES)

    def forget(self, wanted):
        """Whoever is not wanted any more is asked anew next time."""
        self._proven &= wanted
        self._waiting = {vip: state for vip, state in self._waiting.items() if vip in wanted}

    def ask(self, vips, now, before):
        """Asks what is due; `before` is called with an address that is tried again. True when one was given up."""
        given_up = False
        for vip in vips:
            tries, due = self._waiting.get(vip, (0, now))
            if vip.router is None or vip in self._proven or due > now or tries >= TRIES:
                continue
            if tries:
                before(vip)
            given_up = self._ask(vip, tries + 1, now) or given_up
        return given_up

    def _ask(self, vip, tries, now):
        if self._is_answered(vip):
            self._proven.add(vip)
            self._waiting.pop(vip, None)
            self._log('Service %s: router %s answers to %s.' % (vip.service, vip.router, vip.address))
            return False
        last = tries == TRIES
        self._waiting[vip] = (tries, now + (SECONDS_AWAY if last else SECONDS_BETWEEN))
        what = 'taken away again for %d s' % SECONDS_AWAY if last else 'asked again in %d s' % SECONDS_BETWEEN
        self._log('Service %s: router %s did not answer to %s (%d of %d): %s.' % (
            vip.service, vip.router, vip.address, tries, TRIES, what))
        return last
