"""Traces: a span for each node, with what went in and out; made with Langfuse's SDK, or with OpenTelemetry alone."""
