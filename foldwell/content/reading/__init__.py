"""Reading: a YAML file comes in; a tree of nodes goes out, each of which knows its place."""
