"""Answers: rules between them, outliers, repeated interviews, the interviewers."""
