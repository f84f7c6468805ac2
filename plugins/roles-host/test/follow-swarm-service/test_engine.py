import socket
import tempfile
import threading
import unittest

import engine
from engine import Engine, EngineError, Tls


class EngineTest(unittest.TestCase):
    """Spoken to at the wire, over a socket like Docker's."""

    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.addCleanup(setattr, engine, 'LOCAL', engine.LOCAL)
        engine.LOCAL = self.directory.name + '/docker.sock'

    def answering(self, *answers):
        """Gives each caller the next answer; returns what they asked."""
        asked = []
        listener = socket.socket(socket.AF_UNIX)
        self.addCleanup(listener.close)
        listener.bind(engine.LOCAL)
        listener.listen(5)

        def serve():
            for answer in answers:
                caller = listener.accept()[0]
                asked.append(caller.recv(65536).decode().split('\r\n')[0])
                caller.sendall(answer.encode())
                caller.close()

        threading.Thread(target=serve, daemon=True).start()
        return asked

    def test_a_question_with_filters_gets_its_answer(self):
        asked = self.answering('HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n[{"ID": "a"}]', 'HTTP/1.1 200 OK\r\n\r\nOK')
        self.assertEqual(Engine().get('/tasks', node=['n']), [{'ID': 'a'}])
        self.assertEqual(Engine().get('/_ping'), 'OK')
        self.assertEqual(asked, ['GET /tasks?filters=%7B%22node%22%3A+%5B%22n%22%5D%7D HTTP/1.1', 'GET /_ping HTTP/1.1'])

    def test_a_refusal_is_told_in_the_words_of_the_engine(self):
        self.answering('HTTP/1.1 503 Sorry\r\n\r\n{"message": "no leader"}', 'HTTP/1.1 500 Sorry\r\n\r\nbroken\n')
        for message, status in (('the engine of this host says: no leader', 503), ('the engine of this host says: broken', 500)):
            with self.assertRaises(EngineError) as caught:
                Engine().get('/services')
            self.assertEqual((str(caught.exception), caught.exception.status), (message, status))

    def test_events_come_one_by_one_until_the_engine_ends(self):
        self.answering('HTTP/1.1 200 OK\r\n\r\n{"Type": "service"}\n{"Type": "container"}\n')
        opened = []
        events = list(Engine().events({}, lambda: opened.append(True)))
        self.assertEqual((events, opened), ([{'Type': 'service'}, {'Type': 'container'}], [True]))

    def test_an_engine_that_is_not_there_and_certificates_that_are_not_there_are_told_alike(self):
        for each in (Engine(), Engine('192.0.2.1', Tls('/none', '/none', '/none'))):
            with self.assertRaisesRegex(EngineError, 'does not answer: .*No such file'):
                each.get('/info')
