#!/usr/bin/env python3
# Copyright 2026 The motcua authors. Licensed under the Apache License, Version 2.0; see LICENSE.
"""Rebuild what a power cut would leave of a SQLite database, from a strace log.

Record a program that prints "ack N" on standard output after each durable commit:

  strace -f -xx -s 70000 -e trace=open,openat,close,pwrite64,write,fsync,fdatasync,ftruncate,unlink \
         -o trace.log ./program DB
  powercut.py trace.log DB --query 'select coalesce(max(seq),0) from event' --mode rand --points 150

At each sampled "ack N" it writes an image holding only what had been fsynced (drop) or that plus a random part
of the unsynced writes, torn ones included (rand), runs PRAGMA integrity_check and the query, and counts images
whose answer is below N. Exit status 0 when nothing acknowledged is missing and nothing is corrupt.
An unlink counts as durable at once; forgetting it would make every image look lost.
"""
import argparse, os, random, re, shutil, sqlite3, sys, tempfile

HEX = r'((?:\\x[0-9a-f]{2})*)'


def raw(text):
    return bytes.fromhex(text.replace('\\x', ''))


def put(buf, off, data):
    if len(buf) < off:
        buf.extend(b'\0' * (off - len(buf)))
    buf[off:off + len(data)] = data


def calls(path):
    """Yield whole system calls, joining the '<unfinished ...>' and 'resumed' halves of each thread."""
    half = {}
    for line in open(path, errors='replace'):
        m = re.match(r'^(\d+)\s+(.*)$', line.rstrip('\n'))
        if not m:
            continue
        pid, rest = m.groups()
        if rest.endswith('<unfinished ...>'):
            half[pid] = rest[:-len('<unfinished ...>')].rstrip()  # strace leaves a blank before the rest
            continue
        r = re.match(r'^<\.\.\. \w+ resumed>(.*)$', rest)
        yield half.pop(pid, '') + r.group(1) if r else rest


def states(path, db):
    """Yield (N, durable files, pending writes) at every 'ack N'."""
    fds, durable, pending, base = {}, {}, {}, os.path.basename(db)
    for c in calls(path):
        if m := re.match(r'open(?:at)?\((?:[^,"]*, )?"' + HEX + r'", [^)]*\)\s*= (\d+)', c):
            name, fd = raw(m.group(1)).decode(errors='replace'), int(m.group(2))
            if os.path.basename(name).startswith(base) and not name.endswith('-shm'):
                fds[fd] = name
                durable.setdefault(name, bytearray())
                pending.setdefault(name, [])
            else:
                fds.pop(fd, None)
        elif m := re.match(r'unlink\("' + HEX + r'"\)\s*= 0', c):
            name = raw(m.group(1)).decode(errors='replace')
            durable.pop(name, None)
            pending.pop(name, None)
        elif m := re.match(r'close\((\d+)\)', c):
            fds.pop(int(m.group(1)), None)
        elif m := re.match(r'pwrite64\((\d+), "' + HEX + r'", \d+, (\d+)\)', c):
            if int(m.group(1)) in fds:
                pending[fds[int(m.group(1))]].append(('write', int(m.group(3)), raw(m.group(2))))
        elif m := re.match(r'ftruncate\((\d+), (\d+)\)', c):
            if int(m.group(1)) in fds:
                pending[fds[int(m.group(1))]].append(('cut', int(m.group(2)), b''))
        elif m := re.match(r'(?:fsync|fdatasync)\((\d+)\)\s*= 0', c):
            if int(m.group(1)) in fds:
                name = fds[int(m.group(1))]
                for kind, off, data in pending[name]:
                    put(durable[name], off, data) if kind == 'write' else durable[name].__delitem__(slice(off, None))
                pending[name] = []
        elif m := re.match(r'write\(1, "' + HEX + '"', c):
            text = raw(m.group(1)).decode(errors='replace')
            if a := re.match(r'ack (\d+)', text):
                yield int(a.group(1)), {f: bytes(b) for f, b in durable.items()}, {f: list(p) for f, p in pending.items()}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('trace')
    p.add_argument('db')
    p.add_argument('--query', required=True, help='one integer: the highest acknowledged N found in the image')
    p.add_argument('--mode', choices=['drop', 'rand'], default='drop')
    p.add_argument('--points', type=int, default=150)
    p.add_argument('--seed', type=int, default=1)
    a = p.parse_args()
    rnd = random.Random(a.seed)
    found = list(states(a.trace, a.db))
    picked = found if len(found) <= a.points else rnd.sample(found, a.points)
    lost = corrupt = worst = 0
    for n, files, pend in picked:
        d = tempfile.mkdtemp()
        for name, data in files.items():
            b = bytearray(data)
            if a.mode == 'rand':
                for kind, off, w in pend.get(name, []):
                    if rnd.random() < 0.5:
                        if kind == 'write':
                            put(b, off, w if rnd.random() < 0.7 else w[:rnd.randrange(len(w) + 1)])
                        else:
                            del b[off:]
            open(os.path.join(d, os.path.basename(name)), 'wb').write(b)
        top = -1
        try:
            con = sqlite3.connect(os.path.join(d, os.path.basename(a.db)))
            if con.execute('pragma integrity_check').fetchone()[0] != 'ok':
                corrupt += 1
            top = int(con.execute(a.query).fetchone()[0])
            con.close()
        except sqlite3.Error as e:
            print(f'ack {n}: {e}')
        if top < n:
            lost, worst = lost + 1, max(worst, n - top)
        shutil.rmtree(d)
    print(f'mode={a.mode} acks={len(found)} points={len(picked)} lost={lost} worst={worst} corrupt={corrupt}')
    sys.exit(1 if lost or corrupt or not picked else 0)


if __name__ == '__main__':
    main()
