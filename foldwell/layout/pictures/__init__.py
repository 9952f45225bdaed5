"""Pictures and signs: files and texts come in, shapes and sizes go out."""
