"""What can go wrong, and what a person does about it.

OpenstageError
├── UseError           exit code 2: the request cannot be carried out as it was put
│   ├── StoryError         the story file
│   ├── StoryboardError    the storyboard document
│   ├── ProjectError       the project folder
│   └── MissingError       a package, a library, weights or a key that this needs
└── WorkError          exit code 1: the request was right, the work failed
    ├── DiskError          full, read-only, gone
    └── ServiceError       a server that we asked
"""

from __future__ import annotations


class OpenstageError(Exception):
    """Says what is wrong (`message`) and what to do about it (`remedy`)."""

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".rstrip()


class UseError(OpenstageError):
    exit_code = 2


class StoryError(UseError):
    pass


class StoryboardError(UseError):
    pass


class ProjectError(UseError):
    pass


class MissingError(UseError):
    pass


class WorkError(OpenstageError):
    exit_code = 1


class DiskError(WorkError):
    pass


class ServiceError(WorkError):
    pass
