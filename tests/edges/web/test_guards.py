"""Which requests are answered, and what a browser is told with every response."""

import pytest
from starlette.datastructures import Headers

from monitor.edges.web.guards import content_security_policy, what_is_wrong

HOST = "127.0.0.1:8710"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8710", "[::1]:8710", "LOCALHOST"])
def test_this_machines_names_are_answered(host):
    assert what_is_wrong(Headers({"host": host}), "GET", is_socket=False) == ""


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[", "192.168.0.2:8710"])
def test_other_names_are_not_answered(host):
    assert "only on this machine" in what_is_wrong(Headers({"host": host}), "GET", is_socket=False)


@pytest.mark.parametrize(
    ("more", "method", "is_socket", "fine"),
    [
        ({}, "POST", False, True),
        ({"origin": f"http://{HOST}"}, "POST", False, True),
        ({"origin": f"http://{HOST}"}, "GET", True, True),
        ({"origin": "http://localhost:8710"}, "POST", False, False),
        ({"origin": "http://127.0.0.1:3000"}, "POST", False, False),
        ({"origin": "null"}, "POST", False, False),
        ({"origin": "http://evil.example"}, "GET", True, False),
        ({"origin": "http://evil.example"}, "GET", False, True),
        ({"sec-fetch-site": "cross-site"}, "POST", False, False),
        ({"sec-fetch-site": "same-origin"}, "POST", False, True),
    ],
)
def test_only_the_services_own_pages_and_programs_may_change_things(more, method, is_socket, fine):
    assert (what_is_wrong(Headers({"host": HOST, **more}), method, is_socket) == "") is fine


def test_policy_lets_nothing_in_from_elsewhere():
    policy = content_security_policy(["sha256-abc"], "xyz")
    assert "default-src 'none'" in policy
    assert "script-src 'self' 'sha256-abc';" in policy
    assert "style-src 'self' 'nonce-xyz';" in policy
    assert "unsafe" not in policy
