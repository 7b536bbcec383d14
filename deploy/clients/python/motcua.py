"""A small client of a center's interface, of the standard library alone (docs/api.md)."""
import json
import time
import urllib.error
import urllib.request
import uuid


class Refused(Exception):
    """The controller refused; nothing was changed. code is for programs, str() for people."""

    def __init__(self, status, code, detail):
        super().__init__(detail)
        self.status, self.code = status, code


class Center:
    def __init__(self, url, token, language="vi"):
        self.url, self.token, self.language = url.rstrip("/") + "/api/v1", token, language

    def get(self, path):
        return self._json(self._open("GET", path))

    def post(self, path, body=None, key=None):
        """Wants something; the same key is the same wish, whatever became of the answer."""
        return self._json(self._open("POST", path, body, key or uuid.uuid4().hex))

    def issue(self, service, purpose, key=None, **more):
        return self.post("/tickets", {"service": service, "purpose": purpose, **more}, key)["ticket"]

    def act(self, counter, action, key=None, **more):
        """The counter's ticket behind the action, None for none."""
        answer = self.post(f"/counters/{counter}/{action}", more, key)
        return answer and answer["ticket"]

    def survey(self, counter):
        """The question that is open at a counter's tablet, None for none."""
        return self.get(f"/counters/{counter}/survey")

    def rate(self, token, overall, key=None, reasons=(), **more):
        """Gives an answer; key names it, for repetitions and for corrects=."""
        answers = {"overall": overall, **({"reasons": list(reasons)} if reasons else {})}
        return self.post("/ratings", {"token": token, "answers": answers, **more}, key)

    def follow(self, after):
        """Yields every entry behind after, for ever; comes back by itself when the line breaks."""
        while True:
            try:
                with self._open("GET", f"/events?after={after}", timeout=45) as stream:
                    entry = None
                    for line in stream:
                        name, _, value = line.decode().rstrip("\n").partition(": ")
                        if name == "id":
                            entry = int(value)
                        elif name == "data" and entry is not None:
                            yield json.loads(value)
                            after, entry = entry, None
            except (OSError, urllib.error.URLError):
                time.sleep(2)

    def _open(self, method, path, body=None, key=None, timeout=15):
        request = urllib.request.Request(self.url + path, method=method)
        request.add_header("Authorization", "Bearer " + self.token)
        request.add_header("Accept-Language", self.language)
        if key:
            request.add_header("Idempotency-Key", key)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            return urllib.request.urlopen(request, timeout=timeout)
        except urllib.error.HTTPError as error:
            if error.headers.get_content_type() != "application/problem+json":
                raise
            problem = json.load(error)
            raise Refused(problem["status"], problem["type"].removeprefix("urn:motcua:problem:"), problem["detail"]) from None

    @staticmethod
    def _json(answer):
        with answer:
            raw = answer.read()
        return json.loads(raw) if raw else None
