#!/usr/bin/env python3
"""Takes a number, serves it at a counter and tells what the log says of it.

usage: example.py URL TOKEN-FILE SERVICE COUNTER
"""
import sys

from motcua import Center, Refused


def main(url, token_file, service, counter):
    with open(token_file, encoding="utf-8") as file:
        center = Center(url, file.read().strip())
    seq = center.get("/board")["seq"]
    ticket = center.issue(service, "submit")
    print(f"{ticket['number']}: {ticket['ahead']} ahead")
    try:
        center.act(counter, "open")
    except Refused as refused:
        print(refused)  # it is open already
    for action in ("next", "start", "finish"):
        held = center.act(counter, action)
        print(f"{action}: {held['number']} is {held['state']}" if held else f"{action}: nobody waits")
    for entry in center.follow(seq):
        print(entry["seq"], entry["type"])
        if entry["type"] == "ticket.finished" and entry["data"]["ticket"] == ticket["id"]:
            return


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
