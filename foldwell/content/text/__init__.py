"""Text: words that a clinic wrote come in; runs go out, with variables filled in, marks read and typeset."""
