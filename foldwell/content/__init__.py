"""Content: YAML comes in; a Brochure, a Clinic and a LayoutSpec, and composed for one layout a Story, go out."""
