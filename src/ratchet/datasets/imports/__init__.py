"""Reading items out of files: JSON lines, CSV and Parquet, a row at a time."""
