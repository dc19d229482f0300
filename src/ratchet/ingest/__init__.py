"""What applications send: OTLP traces and logs, and Langfuse's batches, made into spans and scores."""
