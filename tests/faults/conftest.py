from tests.messages.conftest import gateway, loopback, memory

__all__ = ["gateway", "loopback", "memory"]
