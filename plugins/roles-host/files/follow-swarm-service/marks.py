"""Labels of this host's node in the swarm."""
from engine import EngineError

# The label that says which others are ours, as far as the swarm is concerned; `hive.groups` are those of setup-hosts.
OWN, GROUPS = 'hive.marks', 'hive.groups'


def marked(labels, marks):
    """The labels a node should have; everybody else's stay."""
    foreign = set(labels.get(GROUPS, '').split(','))
    former = {name for name in labels.get(OWN, '').split(',') if name} - set(marks) - foreign
    kept = {name: value for name, value in labels.items() if name not in former and name != OWN}
    own = {OWN: ','.join(sorted(marks))} if marks else {}
    return dict(kept, **{mark: 'true' for mark in marks}, **own)


def set_marks(manager, node, marks):
    """Gives a node its marks; returns what changed, a line each. Raises EngineError."""
    for attempt in range(5):
        entry = manager.get('/nodes/' + node)
        found = entry['Spec'].get('Labels') or {}
        wanted = marked(found, marks)
        if wanted == found:
            return []
        try:
            spec = dict(entry['Spec'], Labels=wanted)
            manager.post('/nodes/%s/update' % node, spec, version=entry['Version']['Index'])
            return differences(found, wanted)
        except EngineError as error:
            # Somebody else changed the node in between.
            if attempt == 4 or 'out of sequence' not in str(error):
                raise
    return []


def differences(found, wanted):
    names = sorted((set(found) | set(wanted)) - {OWN})
    return ['Node label %s: %s' % (name, wanted.get(name, 'removed'))
            for name in names if found.get(name) != wanted.get(name)]
