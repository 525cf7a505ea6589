"""Measures and methods: tables and arrays in, tables and arrays out."""
