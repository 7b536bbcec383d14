#!/usr/bin/env python3
"""Checks the log of a center without any program of the center (docs/verify.md).

usage: verify.py log.db [HEAD]      exit 0: whole   1: changed or damaged   2: usage

Every entry's hash is SHA-256(hash of the entry before || the entry's bytes), with 32 zero bytes before the first.
Where a service day closes, the entry day.closed names the hash of the entry before it: the head of the day, which
is printed on the closing slip and sent to the province. HEAD is such a printed head, or its first digits.
"""
import hashlib
import json
import sqlite3
import sys


def check(rows, printed=""):
    """Yields what is wrong, as (entry, sentence); the last item is (entries, days, head)."""
    head, seq, days, found = bytes(32), 0, 0, not printed
    for place, body, kept in rows:
        if place != seq + 1:
            yield place, f"entries are missing: {seq + 1} to {place - 1}"
        try:
            entry = json.loads(body)
            if entry["seq"] != place:
                yield place, f"the entry says that it is number {entry['seq']}"
            if entry["type"] == "day.closed":
                days += 1
                if entry["data"]["head"] != head.hex():
                    yield place, f"the day closed with the head {entry['data']['head']}, the entries lead to {head.hex()}"
        except (ValueError, KeyError, TypeError):
            yield place, "the bytes are no entry"
        head, seq = hashlib.sha256(head + body).digest(), place
        if kept != head:
            yield place, "the hash does not follow: this entry or its hash was changed"
            head = kept
        found = found or head.hex().startswith(printed)
    if not found:
        yield seq, f"no entry has the printed head {printed}"
    yield seq, days, head.hex()


def main(args):
    if len(args) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    log = sqlite3.connect(f"file:{args[1]}?mode=ro", uri=True)
    rows = log.execute("SELECT seq, body, hash FROM event ORDER BY seq")
    *wrong, (entries, days, head) = check(rows, args[2].replace(" ", "").lower() if len(args) == 3 else "")
    for place, sentence in wrong:
        print(f"entry {place}: {sentence}")
    print(f"{entries} entries, {days} closed days, head {head}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
