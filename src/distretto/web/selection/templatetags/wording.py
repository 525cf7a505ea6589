"""The filter that shows stock words in the language of the page."""

from django import template

from distretto.web.selection.wording import worded

register = template.Library()
register.filter("worded", worded)
