"""What every capability's routes share on the wire: bodies, pages, ranges of time and the shapes of errors."""
