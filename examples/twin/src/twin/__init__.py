"""A digital-twin chat service: the reference application of Ratchet."""
