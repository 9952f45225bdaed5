"""Layout: a Story and a LayoutSpec come in, a Document of sheets, panels and a structure tree goes out."""
