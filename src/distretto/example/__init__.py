"""The worked example: Lindara, an island that does not exist.

Everything here is fictitious, generated from a seed, and shaped like documented
cluster programmes: a knitwear, a footwear and a handloom cluster, and the traps
that a careless selection falls into. The tutorial, the tests and the site's
example programme all use it.

>>> from distretto.example.employment import employment
>>> employment().columns
['district', 'name', 'industry', 'title', 'year', 'establishments', 'employment']
"""
