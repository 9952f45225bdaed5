"""Composing: a brochure, a clinic and a layout come in; a story goes out, with sections chosen and numbered."""
