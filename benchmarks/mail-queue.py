"""Sends mails to many domains over a few pipelined SMTP connections: mail-queue.sh uses it.

mail-queue.py PORT COUNT BYTES CONNECTIONS DOMAIN... : the domains in turns, each with %d for a number below its count,
as live%d.live.test:950
"""
import socket
import sys
import threading


def domains(specs):
    names = []
    for spec in specs:
        pattern, count = spec.rsplit(":", 1)
        names += [pattern % i for i in range(int(count))]
    step = 7919  # a prime: kinds are mixed
    return [names[i * step % len(names)] for i in range(len(names))]


def read_replies(reader, count):
    for _ in range(count):
        while True:
            line = reader.readline()
            if not line:
                raise ConnectionError("server hung up")
            if line[3:4] != b"-":
                break
        if line[:1] not in b"23":
            raise RuntimeError(line.decode())


def run(port, numbers, names, body):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        reader = connection.makefile("rb")
        read_replies(reader, 1)
        connection.sendall(b"EHLO client.example.org\r\n")
        read_replies(reader, 1)
        for number in numbers:
            to = "r%d@%s" % (number, names[number % len(names)])
            envelope = "MAIL FROM:<sender@example.org>\r\nRCPT TO:<%s>\r\nDATA\r\n" % to
            connection.sendall(envelope.encode())
            read_replies(reader, 3)
            connection.sendall(body)
            read_replies(reader, 1)
        connection.sendall(b"QUIT\r\n")


def main():
    port, count, size, connections = (int(argument) for argument in sys.argv[1:5])
    names = domains(sys.argv[5:])
    body = b"Subject: queue\r\n\r\n" + (b"x" * 78 + b"\r\n") * (size // 80) + b".\r\n"
    failures = []

    def guarded(first):
        try:
            run(port, range(first, count, connections), names, body)
        except Exception as failure:  # told below, with what it was
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(i,)) for i in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        sys.exit("mail-queue.py: %s" % failures[0])


main()
