"""Exercise Rx: from a diagnosis code to a finished, dated, illustrated home exercise program."""

__version__ = "0.1.0"
