"""Makes groups and messages on a node, then measures its lists and its event stream; see console.sh."""

import base64
import http.client
import json
import os
import ssl
import statistics
import sys
import threading
import time

GROUPS, MESSAGES, VIEWERS, PORT, PASSWORD, SERVER = (
    int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5], int(sys.argv[6]))
API = "/hikyaku/api/v1"
HEADERS = {
    "Authorization": "Basic " + base64.b64encode(f"admin:{PASSWORD}".encode()).decode(),
    "X-Hikyaku-Request": "benchmark",
    "Content-Type": "application/json",
}
MOVED_AT_ONCE = 500
ROUNDS = 21
WATCHED_SECONDS = 20
# a viewer for this long first: what compilers do once is no cost of a viewer
WARM_UP_SECONDS = 40
SETTLE_SECONDS = 3


def connect():
    # the node's certificate is its own
    return http.client.HTTPSConnection("127.0.0.1", PORT, context=ssl._create_unverified_context(), timeout=120)


connection = connect()


def ask(method, path, document=None):
    connection.request(method, API + path, None if document is None else json.dumps(document), HEADERS)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status >= 300:
        raise SystemExit(f"{method} {path}: {answer.status} {text[:500]}")
    return json.loads(text) if text else None


def fill():
    for number in range(GROUPS):
        ask("POST", "/groups", {"name": f"group-{number:05d}"})
    number = 0
    # a part of the mails goes into further groups, so that there are small and large ones
    while number < min(GROUPS, 200) and number * MOVED_AT_ONCE < MESSAGES // 5:
        ids = [one["id"] for one in ask("GET", f"/groups/mail/messages?limit={MOVED_AT_ONCE}")["items"]]
        task = ask("POST", "/groups/mail/messages/tasks",
                   {"action": "move", "target": f"group-{number:05d}", "selection": "ids", "ids": ids})
        while ask("GET", "/tasks/" + task["id"])["state"] == "RUNNING":
            time.sleep(0.01)
        number += 1


def lists():
    slowest = 0
    print(f"{'list':56} {'median':>8} {'max':>8}")
    for path in ["/groups?limit=50", "/groups?sort=-oldestAgeSeconds&limit=50", "/groups?sort=-depth&limit=50&offset=1500",
                 "/groups?filter=0042", "/groups?kind=all&limit=1000", "/groups/group-00007", "/groups/mail",
                 "/groups/mail/messages?limit=50", "/groups/mail/messages?limit=50&offset=200000",
                 "/groups/mail/dead-letters", "/overview", "/nodes", "/actions", "/tasks", "/jobs", "/status",
                 "/mail/destinations", "/groups/mail/keys", "/groups/mail/messages?text=no-such-text&limit=50"]:
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            ask("GET", path)
            times.append((time.perf_counter() - start) * 1000)
        median = statistics.median(times)
        if "text=" not in path:  # a search through all headers, which is no list
            slowest = max(slowest, median)
        print(f"{path:56} {median:7.1f} {max(times[1:]):8.1f} ms")
    return slowest


def cpu_seconds():
    with open(f"/proc/{SERVER}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def watch(stop, counts):
    stream = connect()
    names = ",".join(f"group-{number:05d}" for number in range(50))
    stream.request("GET", f"{API}/events?groups={names}", headers=HEADERS)
    answer = stream.getresponse()
    read = 0
    while not stop.is_set():
        line = answer.readline()
        read += line.startswith(b"event: rates")
    counts.append(read)
    stream.close()


def load(viewers, settle=SETTLE_SECONDS):
    stop, counts = threading.Event(), []
    threads = [threading.Thread(target=watch, args=(stop, counts), daemon=True) for _ in range(viewers)]
    for thread in threads:
        thread.start()
    time.sleep(settle)
    before = cpu_seconds()
    time.sleep(WATCHED_SECONDS)
    used = (cpu_seconds() - before) / WATCHED_SECONDS
    stop.set()
    for thread in threads:
        thread.join(5)
    return used, min(counts, default=0)


fill()
total = ask("GET", "/overview")["totals"]
print(f"# {total['groups']} groups, {total['backlog']} messages")
slowest = lists()
load(1, WARM_UP_SECONDS)
idle, _ = load(0)
one, _ = load(1)
many, events = load(VIEWERS)
print(f"processor without viewers {100 * idle:.1f} %, one {100 * one:.1f} %, {VIEWERS}: {100 * many:.1f} % of a core;"
      f" each got {events} events of rates or more in {WATCHED_SECONDS + SETTLE_SECONDS} s")
print(f"RESULT console/one-viewer ours={100 * (one - idle):.2f} unit=percent-of-a-core")
print(f"RESULT console/viewer ours={100 * (many - idle) / VIEWERS:.2f} unit=percent-of-a-core")
print(f"RESULT console ours={slowest:.1f} unit=milliseconds")
