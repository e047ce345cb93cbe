"""What pages weigh over the wire, cold and warm: the budgets of the interface, and a tenth more fails."""

import pytest

# Kilobytes: cold, and again with what the browser kept.
BUDGETS = {"/tickets?view=open": (125, 15), "/tickets/180": (130, 20), "/sign-in": (18, None)}
SLACK = 1.1


def weigh(page, address: str) -> dict[str, int]:
    """Bytes of bodies as they came, by address; what came from the browser's own store weighs nothing."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])}))
    page.goto(address, wait_until="networkidle" if address == "/sign-in" else "load")
    if address != "/sign-in":
        # The stream of news never ends; the bell is the last thing that a page fetches.
        page.locator("#connection[data-state=live]").wait_for(state="attached")
    session.detach()
    return {names.get(key, key): size for key, size in sizes.items()}


@pytest.mark.parametrize("address", BUDGETS)
def test_a_page_keeps_its_weight(desk, signed_in, address):
    cold, warm = BUDGETS[address]
    signed_in(desk, "agent")
    # A profile of its own, with the cookie and nothing else.
    page, _ = signed_in(desk, None if address == "/sign-in" else "agent")
    assert_light(weigh(page, address), cold, "cold")
    if warm:
        assert_light(weigh(page, address), warm, "warm")


def assert_light(sizes: dict[str, int], budget: int, what: str):
    total = sum(sizes.values()) / 1024
    heaviest = "\n".join(f"{size / 1024:7.1f}  {name}" for name, size in sorted(sizes.items(), key=lambda item: -item[1]))
    print(f"{what}: {total:.1f} of {budget} KB")
    assert total <= budget * SLACK, f"{what}: {total:.1f} KB, the budget is {budget}\n{heaviest}"
