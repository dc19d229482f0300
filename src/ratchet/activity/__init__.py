"""Who was active and in which sessions: what the traces of each come to."""
