"""Models: nodes come in; what a brochure, a clinic, a layout, a theme or a list of fonts says goes out."""
