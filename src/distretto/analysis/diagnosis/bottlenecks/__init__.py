"""Bottlenecks: from answers to severities, scores of categories, and estimates."""
