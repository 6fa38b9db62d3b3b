"""A filter of system calls for a process that only computes (Linux, x86-64 and ARM64).

It refuses what makes connections, starts programs, touches other processes, changes files or the system, and every call
newer than the ones known here. What it takes is a program for the kernel's packet filter, as
https://docs.kernel.org/userspace-api/seccomp_filter.html and seccomp(2) have it.
"""

import ctypes
import errno
import os
import platform
from collections.abc import Iterable

from assistant.documents.converting.system_calls import prctl

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _EQUAL, _GREATER, _ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16
"""Where the kernel puts what is asked for; an argument takes eight bytes, the lower half first."""
_MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
"""The machine's name for the kernel, and its column in the tables."""
_LAST_KNOWN = 450
"""The latest call that the tables were made from: set_mempolicy_home_node, of Linux 5.17."""

_Numbers = tuple[int | None, int | None]
"""Of a system call: on x86-64, on ARM64; None where the machine has none."""

_REFUSED: dict[str, _Numbers] = {
    # Programs and other processes.
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    "kill": (62, 129), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "process_madvise": (440, 440),
    "process_mrelease": (448, 448), "kcmp": (312, 272), "move_pages": (279, 239), "migrate_pages": (256, 238),
    "setpriority": (141, 140), "ioprio_set": (251, 30), "sched_setparam": (142, 118), "sched_setattr": (314, 274),
    "sched_setscheduler": (144, 119), "sched_setaffinity": (203, 122),
    # Connections, and what is shared between processes.
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242), "sendto": (44, 206), "sendmsg": (46, 211), "sendmmsg": (307, 269),
    "mq_open": (240, 180), "mq_unlink": (241, 181), "shmget": (29, 194), "shmat": (30, 196), "semget": (64, 190),
    "msgget": (68, 186),
    # Files: their content is guarded where they are opened, below.
    "creat": (85, None), "unlink": (87, None), "unlinkat": (263, 35), "rename": (82, None), "renameat": (264, 38),
    "renameat2": (316, 276), "mkdir": (83, None), "mkdirat": (258, 34), "rmdir": (84, None), "link": (86, None),
    "linkat": (265, 37), "symlink": (88, None), "symlinkat": (266, 36), "mknod": (133, None), "mknodat": (259, 33),
    "truncate": (76, 45), "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "chown": (92, None),
    "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54), "utime": (132, None), "utimes": (235, None),
    "futimesat": (261, None), "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6),
    "fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "memfd_create": (319, 279),
    "memfd_secret": (447, 447), "fanotify_init": (300, 262),
    # What does any of these behind the filter's back, and what the kernel was attacked through most.
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "keyctl": (250, 219), "add_key": (248, 217),
    "request_key": (249, 218), "personality": (135, 92),
    # The system.
    "mount": (165, 40), "umount2": (166, 39), "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fspick": (433, 433), "open_tree": (428, 428), "mount_setattr": (442, 442),
    "pivot_root": (155, 41), "chroot": (161, 51), "setns": (308, 268), "unshare": (272, 97),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225),
    "acct": (163, 89), "quotactl": (179, 60), "quotactl_fd": (443, 443), "sethostname": (170, 161),
    "setdomainname": (171, 162), "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171),
    "clock_adjtime": (305, 266), "syslog": (103, 116), "vhangup": (153, 58), "iopl": (172, None),
    "ioperm": (173, None),
}  # fmt: skip
# The C library then asks in the older way, whose arguments can be looked at.
_UNKNOWN: dict[str, _Numbers] = {"clone3": (435, 435), "openat2": (437, 437)}
_OPEN, _OPENAT, _CLONE, _IOCTL, _PRLIMIT, _TGKILL = (
    (2, None),
    (257, 56),
    (56, 220),
    (16, 29),
    (302, 261),
    (234, 131),
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_CLONE_THREAD = 0x10000
_TYPES_INTO_A_TERMINAL = (0x5412, 0x541C)
"""TIOCSTI and TIOCLINUX: what they type, the terminal's shell would run."""


class _Instruction(ctypes.Structure):
    """struct sock_filter of <linux/filter.h>."""

    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("k", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    """struct sock_fprog of <linux/filter.h>."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


_Step = tuple[int, int, int, int]
"""A code, how many steps to skip where it is true and where it is false, and a constant."""


def refuse_system_calls() -> bool:
    """Refuse this thread, and those that it starts, what a computation does not need; return whether the kernel does.

    PR_SET_NO_NEW_PRIVS has to be set before.
    """
    machine = _MACHINES.get(platform.machine())
    # A 32-bit Python on a 64-bit kernel asks by other numbers.
    if machine is None or ctypes.sizeof(ctypes.c_void_p) != 8:
        return False
    steps = [_Instruction(*step) for step in _steps(*machine)]
    program = _Program(len(steps), (_Instruction * len(steps))(*steps))
    return prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(program)) == 0


def _steps(machine: int, column: int) -> Iterable[_Step]:
    refused, unknown, allowed = (
        (_RETURN, 0, 0, action) for action in (_ERRNO | errno.EPERM, _ERRNO | errno.ENOSYS, _ALLOW)
    )
    yield (_LOAD, 0, 0, _MACHINE_AT)
    # A 64-bit process can ask in the 32-bit way, by other numbers.
    yield (_EQUAL, 1, 0, machine)
    yield (_RETURN, 0, 0, _KILL)
    yield (_LOAD, 0, 0, _NUMBER_AT)
    yield (_GREATER, 0, 1, _LAST_KNOWN)
    yield unknown
    for calls, answer in ((_REFUSED, refused), (_UNKNOWN, unknown)):
        for numbers in calls.values():
            if (number := numbers[column]) is not None:
                yield from ((_EQUAL, 0, 1, number), answer)
    for numbers, argument, tests in _looked_at(os.getpid()):
        if (number := numbers[column]) is not None:
            yield (_EQUAL, 0, 2 * len(tests) + 2, number)
            yield (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument)
            for test, value, refuses in tests:
                yield (test, *((0, 1) if refuses else (1, 0)), value)
                yield refused
            yield allowed
    yield allowed


def _looked_at(own: int) -> Iterable[tuple[_Numbers, int, tuple[tuple[int, int, bool], ...]]]:
    """Yield calls with the argument that decides, and its tests: what is tested, and whether it refuses where it is true."""
    yield _OPEN, 1, ((_ANY_BIT, _WRITING, True),)
    yield _OPENAT, 2, ((_ANY_BIT, _WRITING, True),)
    yield _CLONE, 0, ((_ANY_BIT, _CLONE_THREAD, False),)
    yield _IOCTL, 1, tuple((_EQUAL, value, True) for value in _TYPES_INTO_A_TERMINAL)
    # Its own limits, and signals to itself, by which the C library ends a process.
    yield _PRLIMIT, 0, ((_EQUAL, 0, False),)
    yield _TGKILL, 0, ((_EQUAL, own, False),)
