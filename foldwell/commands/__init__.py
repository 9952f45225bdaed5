"""The commands: words that were typed come in, one module a command does the work, an exit status goes out."""

from foldwell.loading import FOR_ALL, doing_without, load_when_used

with doing_without("typing_extensions"):  # msgspec asks for it, and it loads all by which Python explains itself
    load_when_used(FOR_ALL)
