"""Good answers shown in prompts: chosen, written into them, and left on the trace."""
