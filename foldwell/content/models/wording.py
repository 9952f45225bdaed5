"""Faults come in; messages and hints in plain words go out."""

from __future__ import annotations

import re

from foldwell.content.models.filling import Fault
from foldwell.content.models.surprises import NUMBER

# What a pattern wants, by the pattern itself; a test holds this list against all models.
PATTERNS: dict[str, str] = {
    r"^[a-z][a-z0-9-]*$": "a name begins with a small letter and holds small letters, digits and hyphens: side-effects",
    r"^[a-z][a-z0-9_-]*$": "a style's name holds small letters, digits, underscores and hyphens: callout_title",
    r"^https?://\S+$": "a web address begins with https:// and holds no spaces",
    r"^https://\S+$": "a web address begins with https:// and holds no spaces",
    r"^10\.\d{4,9}/\S+$": "a DOI begins with 10. and has a slash: 10.1000/xyz123 (without https://doi.org/)",
    r"^[A-Z0-9][A-Za-z0-9-]{1,19}$":
        "a form number is 2 to 20 letters, digits and hyphens, a capital or digit first: LDN-01",
    r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$": "a language is written en, pt-BR, es-419 or zh-Hant",
    r"^[A-Za-z0-9][A-Za-z0-9 ()+_.,/-]{1,79}$":
        "the name of a printing condition is what the registry calls it: CGATS21_CRPC6 or FOGRA39",
    r"^#[0-9a-fA-F]{6}$": "a screen colour is written \"#005f73\", in quotes: a # and six of 0-9 and a-f",
    r"^[+0-9(][0-9() .\-]{5,24}$":
        "a telephone number holds digits, spaces, hyphens, points and brackets: (503) 555-0142",
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "an e-mail address looks like name@example.org",
    r"^(ink|tint|alert|paper|(on-)?(primary|accent)|(primary|accent)-(text|graphic|field))( ([1-9]\d?|100)%)?$":
        "a colour is ink, tint, alert, paper, primary or accent (or primary-text, primary-graphic, primary-field, "
        "on-primary; the same of accent), alone or with a strength: primary 20%",
    r"^[a-z][a-z0-9_]*$": "a package's name in Python holds small letters, digits and underscores: font_noto_sans",
    r"^[0-9a-f]{64}$": "a SHA-256 is 64 of 0-9 and a-f",
    r"^\w([\w .,()'-]*[\w)])?$":
        "a file's name holds letters, digits, spaces and . , ( ) ' -: Information from your clinic",
    r"^[^@\s<>,;]+@[^@\s<>,;]+$": "an e-mail address looks like name@example.org",
    r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}$": "a printer's name holds letters, digits, spaces, points, _ and hyphens",
    r"^ipps?://[^\s@]+$": "a printer's address begins with ipp:// or ipps:// and holds no spaces, user or password",
    r"^[a-z0-9]+(-[a-z0-9]+)*$":
        "an icon's name holds small letters, digits and hyphens, as on lucide.dev/icons: heart-pulse",
    r"^[A-Za-z]{4}$": "the name of an axis has four letters: wght",
}  # fmt: skip

_NAMES = (r"^[a-z][a-z0-9-]*$", r"^[a-z0-9]+(-[a-z0-9]+)*$")  # of sections, layouts, themes; of icons

_LIMITS = ("least", "most", "above")
_ONE = "write one value behind the colon"
_LIST = "write each item on a line of its own: a dash, a space, the item"
_DATE = "a date is written year-month-day: 2026-11-22"

# kind of fault → (code, message, hint); the braces are filled from what is there and what is wanted.
WORDS: dict[str, tuple[str, str, str]] = {
    "keys": ("wrong-type", "a group of keys is wanted here", "write `key: value` lines below it, indented"),
    "list": ("wrong-type", "a list is wanted here", _LIST),
    "values": ("wrong-type", "a list is wanted here", "write the values in brackets: [0, 50, 100, 0]"),
    "text": ("text-wanted", "text is wanted here, not a list or a group of keys", _ONE),
    "empty": ("empty-value", "there is no text here", "write the text, or delete the key"),
    "pattern": ("bad-value", "`{text}` cannot stand here", "{pattern}"),
    "long": ("bad-value", "this is longer than {most} characters", "shorten it"),
    "choice": ("bad-value", "`{text}` is none of the words that can stand here", "write one of: {choices}"),
    "flag": ("bad-value", "true or false is wanted here", "write true or false"),
    "whole": ("bad-value", "a whole number is wanted here", "write digits only, such as 3"),
    "number": ("bad-value", "a number is wanted here", NUMBER),
    "length": ("bad-value", "a length is wanted here", "write, for example, 0.25in"),
    "above": ("bad-value", "{text} is too small", "write a number above {above}"),
    "least": ("bad-value", "{text} is too small", "the smallest number that can stand here is {least}"),
    "most": ("bad-value", "{text} is too large", "the largest number that can stand here is {most}"),
    "date": ("bad-date", "a date is wanted here", _DATE),
    "calendar": ("bad-date", "there is no {text} in the calendar", _DATE),
    "few": ("bad-value", "{entries} here", "write at least {least}"),
    "many": ("bad-value", "{entries} here", "at most {most} are possible"),
}

ONE_VALUE = ("wrong-type", "one value is wanted here, not a list or a group of keys", _ONE)
COMPARE = "compare it with the same key of a file that works"

# Hints for complaints whose words come with them (Refusal in the models).
CUSTOM_HINTS: dict[str, str] = {
    "block_kind": "{way}",
    "callout_empty": "add `text: |` with the words on the next line, indented",
    "figure_alt": "describe the picture to someone who cannot see it, or write `decorative: true` if it says nothing",
    "table_uneven": 'write as many cells as the header has; an empty cell is "–"',
    "section_reserved": "give this section another name; a layout places these two by their names",
    "length": "write, for example, 0.25in",
    "icon_unknown": "{near}see all icons and their names at lucide.dev/icons",
    "pictogram_count": "`count` is how many of `of` people: write it so that it is not larger",
    "chart_scale": "write a larger `to:`, or leave it out and the scale ends where the values do",
    "no_scale": "write `scale: {{base: 12pt, ratio: 1.25}}` in the layout, or the size in points",
    "percent": "it is counted from 0 to 100: write {whole} for it",
    "chart_unit": "a unit is what stands behind the number, such as % or mg; words for a value go under its `shown`",
    "cover_pictures": "delete the one or the other",
    "step": "a step is a whole or a half number: step 1, step -1, step 0.5",
}

# What a list of a fixed length holds, by its key.
_POINT = "a point has two, in percent from the left and from the top: [30, 60]"
FIXED_LENGTH: dict[str, str] = {"cmyk": "a colour in print has four: [0, 50, 100, 0]", "at": _POINT, "focus": _POINT}

# Lines to add for keys whose shape alone does not say how they are written.
WRITTEN: dict[str, str] = {"primary": 'primary: "#1d5a56"', "accent": 'accent: "#d9873f"'}

# Keys that people write where none of them may stand, and what to do instead.
KEPT_ELSEWHERE: dict[str, str] = dict.fromkeys(
    ("password", "passwd", "pass"),
    "delete it: a password is kept in the system's keyring, or in the environment as FOLDWELL_MAIL_PASSWORD",
) | {
    "emergency": "begin it in column 1: it stands once in a brochure, outside of `sections:`",
    "secondary": "the brand's second colour is called `accent`",
    "theme": "a theme is picked in the clinic's file, for all of its brochures",
}


def worded(fault: Fault, text: str) -> tuple[str, str, str]:
    """Code, message and hint for a fault; `text` is what stands in the YAML."""
    code, message, hint = WORDS[fault.kind]
    shape = fault.shape
    pattern = shape.pattern or ""
    wanted = PATTERNS.get(pattern, COMPARE)
    name = _as_name(text)
    if pattern in _NAMES and name != text and re.fullmatch(pattern, name):
        wanted = f"write `{name}`: {wanted}"
    entries = "there is 1 entry" if fault.count == 1 else f"there are {fault.count or 'no'} entries"
    limits = {name: f"{getattr(shape, name):g}" for name in _LIMITS if getattr(shape, name) is not None}
    values = {"text": text, "pattern": wanted, "choices": ", ".join(shape.choices), "entries": entries, **limits}
    if shape.count is not None:
        values |= {"least": str(shape.count), "most": str(shape.count)}
    return code, message.format_map(values), hint.format_map(values)


def _as_name(text: str) -> str:
    """What was typed as the program's names are written: `glass-water` for `Glass_Water.svg`."""
    return re.sub(r"[\s_]+", "-", re.sub(r"\.(svg|ya?ml)$", "", text.lower()))
