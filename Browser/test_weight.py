"""Pages stay light: kilobytes over the wire until the page has loaded, for a first visit and for the next one.

What a page fetches later, on intent, is not counted. A tenth over the budget is borne.
"""

import pytest

# Page, role, budget of the first visit, budget of the next one.
BUDGETS = [("/sign-in", None, 18, 18), ("/tickets", "agent", 125, 15), ("/tickets/7", "agent", 130, 20)]


def kilobytes(page, path: str) -> float:
    session, received = page.context.new_cdp_session(page), []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(path, wait_until="load")
    session.detach()
    return sum(received) / 1024


@pytest.mark.parametrize("path, role, first, next_time", BUDGETS)
def test_the_weight_of(desk, signed_in, path, role, first, next_time):
    if role:
        # Signs in once, so that what is measured below begins with an empty cache.
        signed_in(desk, role)
    page, _ = signed_in(desk, role)
    cold = kilobytes(page, path)
    warm = kilobytes(page, path)
    assert cold <= first * 1.1, f"{path}: {cold:.0f} KB on a first visit, the budget is {first}"
    assert warm <= next_time * 1.1, f"{path}: {warm:.0f} KB on the next visit, the budget is {next_time}"
