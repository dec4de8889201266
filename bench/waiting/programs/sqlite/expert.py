"""Sums up what some databases hold, one after the other."""

import os
import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing


def total(path):
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute(
            "SELECT COUNT(*), SUM(LENGTH(REPLACE(HEX(a.text), '4', 'xy'))) FROM pages a, numbers b WHERE a.id % 7 <> b.n"
        ).fetchall()
    return rows[0]


def totals(paths):
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(total, paths))


def fill(path, seed):
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE pages (id INTEGER, text TEXT)")
        db.execute("CREATE TABLE numbers (n INTEGER)")
        db.executemany("INSERT INTO pages VALUES (?, ?)", [(i, f"page {i * seed % 1013} " * 10) for i in range(4000)])
        db.executemany("INSERT INTO numbers VALUES (?)", [(n,) for n in range(60)])
        db.commit()


def main():
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, f"{number}.db") for number in range(12)]
        for seed, path in enumerate(paths):
            fill(path, seed)
        print(totals(paths))


if __name__ == "__main__":
    main()
