"""openstage turns a story into a film: the open implementation of STAGE (CVPR 2026)."""

__version__ = "0.1.0"
