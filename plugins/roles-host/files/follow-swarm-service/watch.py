"""Listens to an engine for as long as the program runs."""
import threading
import time

from engine import EngineError

FILTERS = {'type': ['container', 'service'], 'event': ['start', 'kill', 'die', 'create', 'update', 'remove']}
SECONDS_UNTIL_RETRY = 2


class Watch(threading.Thread):
    """Puts an engine's events into `events`. `engine` says which engine, or None while there is none to listen to."""

    def __init__(self, engine, events):
        super().__init__(daemon=True)
        self._engine = engine
        self._events = events

    def run(self):
        while True:
            engine = self._engine()
            if engine is not None:
                self._listen(engine)
            time.sleep(SECONDS_UNTIL_RETRY)

    def _listen(self, engine):
        """Whatever happened before the engine began to tell, and after it ended, has to be asked for."""
        try:
            for event in engine.events(FILTERS, lambda: self._events.put('again')):
                self._events.put(event)
        except EngineError:
            pass  # The main program asks the engine next, and tells what it says.
        self._events.put('again')
