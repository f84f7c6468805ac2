"""Follows the services of a Docker swarm: gives this host the addresses, rules and node labels its services ask for.

Runs with the standard library of Python 3.6 or later, as root. Kept by hive, role follow-swarm-service.
"""
import os
import queue
import signal
import threading

from agent import Agent
from cluster import Cluster
from engine import Tls

SIGNALS = (signal.SIGTERM, signal.SIGINT)


def main():
    events = queue.Queue()
    # Waited for by a thread: a handler would run in the middle of anything, the queue's own lock included.
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    threading.Thread(target=wait_for_end, args=(events,), daemon=True).start()
    tls = Tls(ca=os.environ['HIVE_CA'], certificate=os.environ['HIVE_CERTIFICATE'], key=os.environ['HIVE_KEY'])
    Agent(Cluster(tls, events), events, log).run()


def wait_for_end(events):
    signal.sigwait(SIGNALS)
    events.put('stop')


def log(line):
    print(line, flush=True)


main()
