"""Waiting for programs that do not tell when they are ready: the one place of the page tests that looks again and again."""

import time

PATIENCE = 30


def eventually(question, what: str, seconds: float = PATIENCE, pause: float = 0.05):
    """The first answer that is not empty. `question` may raise AssertionError to end the waiting."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := question():
            return answer
        time.sleep(pause)
    raise AssertionError(f"in {seconds} s there was no {what}")
