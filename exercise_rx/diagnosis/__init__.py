"""A diagnosis code or words in; the code's own meaning, or a precise word on what is wrong, out."""

from exercise_rx.diagnosis.reading import Reading, read_code

__all__ = ["Reading", "read_code"]
