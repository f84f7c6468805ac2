"""What the swarm wants of this host: asked once, and again when an event says that it may be something else."""
import time

from engine import Engine, EngineError
from plan import NOTHING, Service, View
from watch import Watch
from wishes import wishes_of

BRIDGE = 'docker_gwbridge'
SERVICE = 'com.docker.swarm.service.id'
# Everything is asked anew after so long, in case an event was lost, and sooner while tasks come and go.
SECONDS_TRUSTED, SECONDS_UNSETTLED = 300, 5


class SwarmSilent(Exception):
    """This host's engine answers, but nobody does for the swarm."""


class Cluster:
    """`events` gets what happens: Docker's events, and `again` when some of them may have been lost."""

    def __init__(self, tls, events):
        self._local = Engine()
        self._tls = tls
        self._watches = [Watch(lambda: self._local, events), Watch(self._remote, events)]
        # This host's id in the swarm, and an engine that answers for the swarm; None while there is no swarm.
        self.node = self.manager = None
        # What this host's engine said of its place in the swarm.
        self._membership = None
        self._services = self._view = None
        self._expires = 0

    def start(self):
        for watch in self._watches:
            watch.start()

    def note(self, event):
        """Forgets what an event makes outdated."""
        if event == 'again' or event['Type'] == 'service':
            self._services = self._view = None
        elif event['Actor']['Attributes'].get(SERVICE) in {service.id for service in self._services or ()}:
            self._view = None

    def view(self):
        """What is wanted here. Raises EngineError when this host's engine does not answer, and SwarmSilent."""
        swarm = self._local.get('/info')['Swarm']
        membership = swarm['LocalNodeState'], swarm['NodeID'], swarm['ControlAvailable']
        if membership != self._membership or time.monotonic() > self._expires:
            self._services = self._view = None
        self._membership = membership
        if self._view is None:
            self._view = self._look(swarm)
            is_settled = self._view.assigned == set(self._view.running)
            self._expires = time.monotonic() + (SECONDS_TRUSTED if is_settled else SECONDS_UNSETTLED)
        return self._view

    def _look(self, swarm):
        if swarm['LocalNodeState'] != 'active':
            self.node = self.manager = None
            return NOTHING
        self.node = swarm['NodeID']
        try:
            self.manager = self._find_manager(swarm)
            if self._services is None:
                self._services = _wishing_services(self.manager)
            assigned = _assigned(self.manager, self.node, self._services)
        except EngineError as error:
            raise SwarmSilent(str(error))
        return View(self._services, assigned, self._running() if self._services else {})

    def _find_manager(self, swarm):
        """A manager asks itself; a worker asks the managers it knows, with the host's certificate."""
        if swarm['ControlAvailable']:
            return self._local
        failure = EngineError('this worker knows no manager')
        for address in sorted(manager['Addr'] for manager in swarm['RemoteManagers'] or ()):
            engine = Engine(address.rsplit(':', 1)[0].strip('[]'), self._tls)
            try:
                engine.get('/_ping')
                return engine
            except EngineError as error:
                failure = error
        raise failure

    def _remote(self):
        return None if self.manager is self._local else self.manager

    def _running(self):
        addresses = self._bridge_addresses()
        running = {}
        containers = self._local.get('/containers/json', label=[SERVICE])
        for container in sorted(containers, key=lambda each: each['Names']):
            service = container['Labels'][SERVICE]
            if any(each.id == service for each in self._services):
                running.setdefault(service, addresses.get(container['Id'], {}))
        return running

    def _bridge_addresses(self):
        """Id of a container -> its addresses in docker_gwbridge."""
        try:
            entries = self._local.get('/networks/' + BRIDGE)['Containers']
        except EngineError as error:
            if error.status == 404:
                return {}
            raise
        return {
            container: {version: entry[key].split('/')[0]
                        for version, key in ((4, 'IPv4Address'), (6, 'IPv6Address')) if entry.get(key)}
            for container, entry in entries.items()
        }


def _wishing_services(manager):
    services = [_service(entry) for entry in manager.get('/services')]
    wishing = [service for service in services if not service.wishes.is_empty]
    return tuple(sorted(wishing, key=lambda service: service.name))


def _service(entry):
    spec = entry['Spec']
    return Service(entry['ID'], spec['Name'], wishes_of(spec['Name'], spec.get('Labels') or {}))


def _assigned(manager, node, services):
    """Services that run here or are about to; nobody is asked where no service wishes anything."""
    if not services:
        return frozenset()
    tasks = manager.get('/tasks', **{'node': [node], 'desired-state': ['running', 'ready']})
    known = {service.id for service in services}
    return frozenset(task['ServiceID'] for task in tasks) & known
