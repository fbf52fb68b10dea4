"""Objects of a PDF as bytes."""

from zlib import compress


def stream(content: bytes, entries: str = "", *, level: int = 6) -> bytes:
    """A stream object, deflated."""
    return deflated_stream(compress(content, level), entries)


def deflated_stream(content: bytes, entries: str = "") -> bytes:
    """A stream object whose content is deflated already."""
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (
        entries.encode(),
        len(content),
        content,
    )


def string(text: str) -> str:
    """Text as a PDF string, outside of content streams."""
    try:
        text.encode("ascii")
    except UnicodeEncodeError:
        return f"<feff{text.encode('utf-16-be').hex()}>"
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"({escaped})"
