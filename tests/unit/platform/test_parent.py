"""No orphan keeps the port: a worker ends when its parent was killed, with the kernel's help or without."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from schoolapp import parent

SERVER = """
import asyncio, multiprocessing, socket, sys, time
from schoolapp import parent

parent.LOOK_SECONDS = 0.1
if sys.argv[1] == "alone":
    parent._ask_kernel = lambda: None

def work(listening):
    asyncio.run(parent.end_with_parent())
    print("ready", flush=True)
    time.sleep(60)

listening = socket.create_server(("127.0.0.1", 0))
multiprocessing.set_start_method("fork")
multiprocessing.Process(target=work, args=(listening,)).start()
print(listening.getsockname()[1], flush=True)
time.sleep(60)
"""


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@pytest.mark.skipif(os.name == "nt", reason="kill -9 and fork are POSIX")
@pytest.mark.parametrize("help_of", ["kernel", "alone"])
def test_the_port_is_free_after_kill_9(help_of: str) -> None:
    command = [sys.executable, "-c", SERVER, help_of]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as server:
        assert server.stdout is not None
        lines = {server.stdout.readline().strip() for _ in range(2)}
        port = int((lines - {"ready"}).pop())
        assert "ready" in lines
        assert not is_free(port)
        server.send_signal(signal.SIGKILL)
        until = time.monotonic() + 10
        while not is_free(port) and time.monotonic() < until:
            time.sleep(0.05)
        try:
            assert is_free(port), "the orphan still listens"
        finally:
            if not is_free(port):
                os.killpg(server.pid, signal.SIGKILL)


def test_another_process_is_no_parent() -> None:
    assert parent.is_there(os.getppid())
    assert not parent.is_there(os.getpid())
