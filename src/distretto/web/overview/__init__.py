"""Reads across the steps: home, programme, history pages."""
