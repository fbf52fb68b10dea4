"""The pages of a PDF as pictures, for a quick look before anything is printed."""

from collections.abc import Iterator
from struct import pack
from zlib import compress, crc32

from exercise_rx.errors import RxError

POINTS = 72
"""Points in an inch."""


def pictures(pdf: bytes, dots: int) -> Iterator[bytes]:
    """Each page as a PNG with `dots` to the inch, in order.

    Raises:
        RxError: the part that draws them is not installed.
    """
    try:
        import pypdfium2
    except ImportError:
        raise RxError(
            "Pictures of pages need a part that is not installed.",
            tip='Install it with: pip install "exercise-rx[preview]"',
        ) from None
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            bitmap = page.render(scale=dots / POINTS, rev_byteorder=True, prefer_bgrx=False)
            rows = bytes(bitmap.buffer)
            yield png(rows, bitmap.width, bitmap.height, bitmap.stride)
            bitmap.close()
            page.close()
    finally:
        document.close()


def png(rows: bytes, width: int, height: int, stride: int) -> bytes:
    """Rows of red, green, blue (each row `stride` bytes long) as a PNG file."""
    lines = b"".join(b"\0" + rows[y * stride : y * stride + 3 * width] for y in range(height))
    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _part(b"IHDR", head)
        + _part(b"IDAT", compress(lines, 6))
        + _part(b"IEND", b"")
    )


def _part(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))
