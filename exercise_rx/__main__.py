"""`python -m exercise_rx` is `exercise-rx`."""

from exercise_rx.cli.main import main

main()
