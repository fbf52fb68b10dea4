"""A PDF that asks for a passphrase: AES-256, revision 6, as current readers know it."""

from io import BytesIO

from exercise_rx.errors import RxError


def encrypted(pdf: bytes, passphrase: str) -> bytes:
    """`pdf` that opens with `passphrase` only. Screen readers may still read it aloud.

    Printing and copying stay allowed: the patient owns the program. The owner password
    is the same one, so that nobody holds a second key.
    """
    try:
        import pikepdf
    except ImportError:
        raise RxError(
            "Encrypting needs a part that is not installed.",
            tip='Install it with: pip install "exercise-rx[secure]"',
        ) from None
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(
            out,
            encryption=pikepdf.Encryption(user=passphrase, owner=passphrase, R=6, aes=True),
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()
