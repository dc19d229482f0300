"""The prompts that judges ask models with: a file each, `name.version.md`; one that has been used is never edited."""
