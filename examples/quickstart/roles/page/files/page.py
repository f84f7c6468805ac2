"""Shows the greetings kept in redis. `--check` asks the running server, for the health check."""
import html
import http.server
import os
import signal
import socket
import sys
import urllib.request

PORT = 8080


def greetings():
    """The list `greetings`, over redis' own line protocol."""
    with socket.create_connection(("db", 6379), timeout=3) as connection:
        stream = connection.makefile("rwb")
        for command in (["AUTH", os.environ["DB_PASSWORD"]], ["LRANGE", "greetings", "0", "-1"]):
            words = b"".join(b"$%d\r\n%s\r\n" % (len(w.encode()), w.encode()) for w in command)
            stream.write(b"*%d\r\n%s" % (len(command), words))
        stream.flush()
        if not stream.readline().startswith(b"+OK"):
            raise OSError("the database refused the password")
        count = int(stream.readline()[1:])
        return [stream.read(int(stream.readline()[1:]) + 2)[:-2].decode() for _ in range(count)]


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/alive":
            return self.answer(200, "alive")
        try:
            items = "".join(f"<li>{html.escape(text)}</li>" for text in greetings())
        except OSError as error:
            return self.answer(503, f"<p>The database does not answer: {html.escape(str(error))}</p>")
        title = html.escape(os.environ.get("GREETING_TITLE", "Hello"))
        node = html.escape(socket.gethostname())
        return self.answer(200, f"<!doctype html><title>{title}</title><h1>{title}</h1><ul>{items}</ul><p>{node}</p>")

    def answer(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Health checks would fill the log; errors still reach stderr through the interpreter."""


if "--check" in sys.argv:
    urllib.request.urlopen(f"http://127.0.0.1:{PORT}/alive", timeout=3).read()
else:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    http.server.ThreadingHTTPServer(("", PORT), Page).serve_forever()
