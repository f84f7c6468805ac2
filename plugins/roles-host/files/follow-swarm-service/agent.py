"""Brings this host to what the swarm wants of it, again and again."""
import queue
import time

from addresses import found_addresses
from announce import announce
from cluster import SwarmSilent
from command import CommandError
from engine import EngineError
from keep import keep_addresses, keep_marks, keep_rules
from plan import NOTHING, plan
from routers import Routers

# The host is looked at so often: somebody may have taken rules or addresses away.
SECONDS_BETWEEN_LOOKS = 10
# Events come in bursts.
SECONDS_OF_BURST = 0.2
# Containers of a dead engine are dead; while it only starts anew, everything stays.
SECONDS_OF_GRACE = 15


class Agent:
    """`log` prints a line."""

    def __init__(self, cluster, events, log):
        self._cluster = cluster
        self._events = events
        self._log = log
        self._routers = Routers(log)
        self._told = set()
        self._silent_since = None
        # The view whose marks the node has.
        self._marked = None

    def run(self):
        self._log('Following the services of the swarm.')
        self._cluster.start()
        while self._wait():
            self._look()
        self._log('Stopping: everything of ours is taken away.')
        self._settle(NOTHING)

    def _wait(self):
        """Until something happens or it is time to look; False when it is time to stop."""
        patience = SECONDS_BETWEEN_LOOKS
        while True:
            try:
                event = self._events.get(timeout=patience)
            except queue.Empty:
                return True
            if event == 'stop':
                return False
            self._cluster.note(event)
            patience = SECONDS_OF_BURST

    def _look(self):
        try:
            view = self._cluster.view()
            self._silent_since = None
        except SwarmSilent as error:
            # Containers go on without managers, and nobody can move them.
            return self._tell(['Nobody answers for the swarm, so everything stays as it is: %s' % error])
        except EngineError as error:
            return self._without_engine(error)
        # An address whose router does not answer is taken away in the same moment.
        while self._settle(view):
            pass

    def _without_engine(self, error):
        self._silent_since = self._silent_since or time.monotonic()
        if time.monotonic() - self._silent_since < SECONDS_OF_GRACE:
            self._tell([str(error)])
        else:
            self._settle(NOTHING, [str(error)])

    def _settle(self, view, problems=()):
        """Makes it so. True when something else is wanted now."""
        now = time.monotonic()
        withdrawn = self._routers.withdrawn(now)
        try:
            found = found_addresses()
        except CommandError as error:
            return self._tell([str(error)])
        wanted = plan(view, found, withdrawn)
        self._routers.forget(wanted.wished)
        failures = keep_addresses(view, wanted, found, self._log) + keep_rules(wanted, self._log)
        failures += self._settle_marks(view, wanted)
        self._tell(list(problems) + list(wanted.problems) + failures)
        return self._routers.ask(wanted.addresses, now, lambda vip: announce(wanted.addresses[vip]))

    def _settle_marks(self, view, wanted):
        """The swarm is asked about this node when its services changed, not at every look."""
        if view is self._marked or self._cluster.manager is None:
            return []
        failures = keep_marks(self._cluster.manager, self._cluster.node, wanted, self._log)
        self._marked = view if not failures else None
        return failures

    def _tell(self, problems):
        """Says what was not said before. Returns False."""
        for problem in problems:
            if problem not in self._told:
                self._log(problem)
        self._told = set(problems)
        return False
