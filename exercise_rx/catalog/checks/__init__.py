"""What must hold between files. Each check is a small function; `check.CHECKS` lists them all."""
