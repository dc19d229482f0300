"""Statistics: how sure a number is, how far two judges agree, and what an average is when its judge errs."""
