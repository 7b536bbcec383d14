#!/usr/bin/env python3
"""Checks the log of a center, or a record of some days, without any program of the center (docs/verify.md).

usage: verify.py log.db|record.jsonl [HEAD]      exit 0: whole   1: changed or damaged   2: usage

Every entry's hash is SHA-256(hash of the entry before || the entry's bytes), with 32 zero bytes before the first.
Where a service day closes, the entry day.closed names the hash of the entry before it: the head of the day, which
is printed on the closing slip and sent to the province. HEAD is such a printed head, or its first digits.
"""
import hashlib
import json
import sqlite3
import sys


def check(rows, printed="", seq=0, head=bytes(32)):
    """Yields what is wrong behind entry seq, as (entry, sentence); the last item is (last entry, days, head)."""
    days, found = 0, not printed
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


def issued(rows):
    """Yields the visits as (entry, day, ticket)."""
    for place, body, _ in rows:
        try:
            entry = json.loads(body)
            if entry["type"] == "ticket.issued":
                yield place, entry["day"], entry["data"]["ticket"]
        except (ValueError, KeyError, TypeError):
            pass  # check tells it


def sample(record, visits):
    """Draws a record's sample anew: the visits with the smallest SHA-256 of "seed choice ticket"."""
    of = [x for seq, day, x in visits if seq <= record["up_to"] and record["first_day"] <= day <= record["last_day"]]
    lot = lambda x: (hashlib.sha256(f"{record['seed']} {record['choice']} {x}".encode()).digest(), x)
    return len(of), sorted(of, key=lot)[:len(record["tickets"])]


def check_record(lines, printed=""):
    """Yields what check does, for the lines of a record: one JSON object each, the first says what it is of."""
    head, *lines = map(json.loads, lines)
    rows = [(x["seq"], x["body"].encode(), bytes.fromhex(x["hash"])) for x in lines]
    *wrong, (last, days, end) = check(rows, printed, head["from"] - 1, bytes.fromhex(head["prev"]))
    yield from wrong
    if (last, end) != (head["to"], head["head"]):
        yield last, f"the record ends here, it says at entry {head['to']} with the head {head['head']}"
    visits = list(issued(rows))
    hashes = {seq: kept.hex() for seq, _, kept in rows}
    for x in head["samples"]:
        if sample(x, visits) != (x["of"], x["tickets"]) or hashes.get(x["opened"], x["seed"]) != x["seed"]:
            yield x["opened"], "the sample is not what its seed and number draw"
    yield last, days, end


def main(args):
    if len(args) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    printed = args[2].replace(" ", "").lower() if len(args) == 3 else ""
    if args[1].endswith(".jsonl"):
        with open(args[1], encoding="utf-8", newline="\n") as record:
            *wrong, (last, days, head) = check_record(record, printed)
    else:
        log = sqlite3.connect(f"file:{args[1]}?mode=ro", uri=True)
        *wrong, (last, days, head) = check(log.execute("SELECT seq, body, hash FROM event ORDER BY seq"), printed)
    for place, sentence in wrong:
        print(f"entry {place}: {sentence}")
    print(f"up to entry {last}, {days} closed days, head {head}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
