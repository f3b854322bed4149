"""Checks for what pip cannot bring: the version of Python, and the libraries that skia links.

Runs before anything is installed, so it uses the standard library alone.
"""

from __future__ import annotations

import ctypes
import sys

LIBRARIES = {"libEGL.so.1": "libegl1", "libGL.so.1": "libgl1", "libexpat.so.1": "libexpat1"}
"""Each library that skia-python expects of the system, with the Debian package that brings it."""


def missing(libraries: dict[str, str]) -> list[str]:
    """The packages of those libraries that cannot be loaded."""
    packages = []
    for library, package in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            packages.append(package)
    return packages


def main() -> int:
    if sys.version_info < (3, 11):
        version = ".".join(map(str, sys.version_info[:3]))
        print(f"openstage needs Python 3.11 or newer; {sys.executable} is {version}.")
        print("Name another one: make PYTHON=python3.12 …")
        return 1
    packages = missing(LIBRARIES) if sys.platform == "linux" else []
    if packages:
        print("skia, which draws the pictures, needs libraries that this system lacks.")
        print(f"On Debian and Ubuntu: apt-get install {' '.join(packages)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
