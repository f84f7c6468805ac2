"""Docker's API, as far as it is needed: questions, one kind of order, the stream of events."""
import http.client
import json
import socket
import ssl
from contextlib import closing
from typing import NamedTuple
from urllib.parse import urlencode

LOCAL = '/var/run/docker.sock'
# What an engine may take for an answer. A manager asks the leader first.
PATIENCE = 15


class Tls(NamedTuple):
    """Files a host shows and checks certificates with, PEM."""
    ca: str
    certificate: str
    key: str


class EngineError(Exception):
    """An engine that cannot be reached (status 0), or that refused."""

    def __init__(self, message, status=0):
        super().__init__(message)
        self.status = status


class Engine:
    """One engine: the host's own by its socket, or another by address, which takes certificates."""

    def __init__(self, address=None, tls=None):
        self.name = 'the engine of this host' if address is None else 'the engine at ' + address
        self._address = address
        self._tls = tls

    def get(self, path, **filters):
        """The answer to a question; `filters` as Docker's lists take them."""
        query = '?' + urlencode({'filters': json.dumps(filters)}) if filters else ''
        return self._answer('GET', path + query)

    def post(self, path, body, **query):
        return self._answer('POST', path + '?' + urlencode(query), json.dumps(body))

    def events(self, filters, on_open):
        """Yields each event as it happens, for ever; `on_open` is called when the engine has begun to tell."""
        try:
            with closing(self._connection(None)) as connection:
                connection.request('GET', '/events?' + urlencode({'filters': json.dumps(filters)}))
                answer = self._checked(connection.getresponse())
                on_open()
                for line in answer:
                    yield json.loads(line.decode())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise EngineError('%s ended its events: %s' % (self.name, error))

    def _answer(self, method, path, body=None):
        try:
            with closing(self._connection(PATIENCE)) as connection:
                connection.request(method, path, body, {'Content-Type': 'application/json'} if body else {})
                text = self._checked(connection.getresponse()).read().decode()
                # A ping is answered with a word.
                return json.loads(text) if text[:1] in ('{', '[') else text
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise EngineError('%s does not answer: %s' % (self.name, error))

    def _checked(self, answer):
        if answer.status < 400:
            return answer
        text = answer.read().decode(errors='replace')
        try:
            text = json.loads(text)['message']
        except (ValueError, KeyError, TypeError):
            pass  # Not Docker's own words, but words all the same.
        raise EngineError('%s says: %s' % (self.name, text.strip()), answer.status)

    def _connection(self, timeout):
        if self._address is None:
            return _SocketConnection(LOCAL, timeout)
        context = ssl.create_default_context(cafile=self._tls.ca)
        context.load_cert_chain(self._tls.certificate, self._tls.key)
        return _LastingConnection(self._address, 2376, timeout=timeout, context=context)


class _SocketConnection(http.client.HTTPConnection):
    def __init__(self, path, timeout):
        super().__init__('localhost', timeout=timeout)
        self._path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class _LastingConnection(http.client.HTTPSConnection):
    """Notices within two minutes that the other host is gone, however long nothing has been said."""

    def connect(self):
        super().connect()
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in ((socket.TCP_KEEPIDLE, 30), (socket.TCP_KEEPINTVL, 15), (socket.TCP_KEEPCNT, 4)):
            self.sock.setsockopt(socket.IPPROTO_TCP, option, value)
