"""The drawing workshop: poses in, pictures out. Runs when content is made, never when printing.

The rooms that print a handout import nothing from here; the pictures they need are finished files.
"""
