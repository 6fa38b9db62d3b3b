"""System calls of Linux that Python has no function for (section 2 of the manual); each returns -1, or False, where the system has none of it."""

import ctypes
import sys
from functools import cache

_CALL_ARGUMENTS = 4
_CAPABILITY_VERSION = 0x20080522


@cache
def _libc() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    try:
        libc = ctypes.CDLL(None)
        # The kernel looks at whole registers, and compares those that are not used with 0.
        libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
        libc.syscall.argtypes = [ctypes.c_long, *[ctypes.c_long] * _CALL_ARGUMENTS]
        libc.syscall.restype = ctypes.c_long
        libc.unshare.argtypes = [ctypes.c_int]
        libc.capset.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    except (OSError, AttributeError):
        return None
    return libc


def prctl(option: int, *arguments: int) -> int:
    """Ask the system something of or for this process, as the manual of this call has it."""
    libc = _libc()
    return -1 if libc is None else int(libc.prctl(option, *arguments, *[0] * (4 - len(arguments))))


def system_call(number: int, *arguments: int) -> int:
    """Make a system call by its number, which must mean the same on every machine; see syscall(2)."""
    libc = _libc()
    return (
        -1
        if libc is None
        else int(libc.syscall(number, *arguments, *[0] * (_CALL_ARGUMENTS - len(arguments))))
    )


def unshare(flags: int) -> bool:
    """Leave namespaces for new ones and return whether that was allowed."""
    libc = _libc()
    return libc is not None and libc.unshare(flags) == 0


def drop_privileges() -> bool:
    """Give up what the administrator may do beyond others, and return whether it is given up; see capset(2)."""
    libc = _libc()
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    nothing = (ctypes.c_uint32 * 6)()
    return libc is not None and libc.capset(ctypes.addressof(header), ctypes.addressof(nothing)) == 0
