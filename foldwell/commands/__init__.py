"""The commands: words that were typed come in, one module a command does the work, an exit status goes out."""
