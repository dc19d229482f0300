"""Examples for prompts: chosen from datasets, followed into traces, and held against traces without."""
