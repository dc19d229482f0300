"""What Ratchet talks about: immutable values, standard library only, no I/O."""
