"""What people add by hand: comments, and queues of what they are to judge."""
