"""Distretto: the workbench for industrial cluster development."""

from importlib.metadata import version

__version__ = version("distretto")
