"""Ratchet: the quality loop for LLM applications.

What is listed here is for applications to import. Each name is loaded when it is first asked for, so that importing
the package costs next to nothing, and nothing of the server.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ratchet.domain.alert import AlertRule, AlertRuleType, AlertSeverity
    from ratchet.domain.export import ExportFormat
    from ratchet.domain.few_shot import Example
    from ratchet.domain.judge import NotApplicable, Verdict
    from ratchet.judges.subject import Subject
    from ratchet.sdk.alerts import AlertManager, get_alert_manager
    from ratchet.sdk.client import AsyncClient, Client
    from ratchet.sdk.connection import Connection
    from ratchet.sdk.exports import DatasetExporter, get_dataset_exporter
    from ratchet.sdk.few_shot.failures import few_shot_failures
    from ratchet.sdk.few_shot.formatting import format_examples
    from ratchet.sdk.few_shot.injecting import FewShot, get_examples, inject_few_shot, inject_few_shot_async
    from ratchet.sdk.few_shot.options import FewShotOptions
    from ratchet.sdk.judging import judge
    from ratchet.sdk.metrics import MetricsCollector, get_metrics_collector
    from ratchet.sdk.persona import Persona, keep_to_persona, keep_to_persona_async
    from ratchet.sdk.regression import run_regression_test
    from ratchet.sdk.regression.endpoint import Request
    from ratchet.sdk.regression.question import Answered, Question
    from ratchet.sdk.regression.report import RegressionReport
    from ratchet.sdk.tracing.app import trace_app
    from ratchet.sdk.tracing.asgi import TracedASGI
    from ratchet.sdk.tracing.feedback import send_feedback, send_feedback_async
    from ratchet.sdk.tracing.root import current_trace_id, tag_error, tag_trace
    from ratchet.sdk.tracing.start import flush_tracing, start_tracing, tracing_counts
    from ratchet.sdk.tracing.traced import traced
    from ratchet.sdk.tracing.wsgi import TracedWSGI
    from ratchet.sdk.webhooks import verify_webhook

__all__ = [
    "AlertManager",
    "AlertRule",
    "AlertRuleType",
    "AlertSeverity",
    "Answered",
    "AsyncClient",
    "Client",
    "Connection",
    "DatasetExporter",
    "Example",
    "ExportFormat",
    "FewShot",
    "FewShotOptions",
    "MetricsCollector",
    "NotApplicable",
    "Persona",
    "Question",
    "RegressionReport",
    "Request",
    "Subject",
    "TracedASGI",
    "TracedWSGI",
    "Verdict",
    "current_trace_id",
    "few_shot_failures",
    "flush_tracing",
    "format_examples",
    "get_alert_manager",
    "get_dataset_exporter",
    "get_examples",
    "get_metrics_collector",
    "inject_few_shot",
    "inject_few_shot_async",
    "judge",
    "keep_to_persona",
    "keep_to_persona_async",
    "run_regression_test",
    "send_feedback",
    "send_feedback_async",
    "start_tracing",
    "tag_error",
    "tag_trace",
    "trace_app",
    "traced",
    "tracing_counts",
    "verify_webhook",
]

_HOMES = {
    "AlertManager": "ratchet.sdk.alerts",
    "AlertRule": "ratchet.domain.alert",
    "AlertRuleType": "ratchet.domain.alert",
    "AlertSeverity": "ratchet.domain.alert",
    "Answered": "ratchet.sdk.regression.question",
    "AsyncClient": "ratchet.sdk.client",
    "Client": "ratchet.sdk.client",
    "Connection": "ratchet.sdk.connection",
    "DatasetExporter": "ratchet.sdk.exports",
    "Example": "ratchet.domain.few_shot",
    "ExportFormat": "ratchet.domain.export",
    "FewShot": "ratchet.sdk.few_shot.injecting",
    "FewShotOptions": "ratchet.sdk.few_shot.options",
    "MetricsCollector": "ratchet.sdk.metrics",
    "NotApplicable": "ratchet.domain.judge",
    "Persona": "ratchet.sdk.persona",
    "Question": "ratchet.sdk.regression.question",
    "RegressionReport": "ratchet.sdk.regression.report",
    "Request": "ratchet.sdk.regression.endpoint",
    "Subject": "ratchet.judges.subject",
    "TracedASGI": "ratchet.sdk.tracing.asgi",
    "TracedWSGI": "ratchet.sdk.tracing.wsgi",
    "Verdict": "ratchet.domain.judge",
    "current_trace_id": "ratchet.sdk.tracing.root",
    "few_shot_failures": "ratchet.sdk.few_shot.failures",
    "flush_tracing": "ratchet.sdk.tracing.start",
    "format_examples": "ratchet.sdk.few_shot.formatting",
    "get_alert_manager": "ratchet.sdk.alerts",
    "get_dataset_exporter": "ratchet.sdk.exports",
    "get_examples": "ratchet.sdk.few_shot.injecting",
    "get_metrics_collector": "ratchet.sdk.metrics",
    "inject_few_shot": "ratchet.sdk.few_shot.injecting",
    "inject_few_shot_async": "ratchet.sdk.few_shot.injecting",
    "judge": "ratchet.sdk.judging",
    "keep_to_persona": "ratchet.sdk.persona",
    "keep_to_persona_async": "ratchet.sdk.persona",
    "run_regression_test": "ratchet.sdk.regression",
    "send_feedback": "ratchet.sdk.tracing.feedback",
    "send_feedback_async": "ratchet.sdk.tracing.feedback",
    "start_tracing": "ratchet.sdk.tracing.start",
    "tag_error": "ratchet.sdk.tracing.root",
    "tag_trace": "ratchet.sdk.tracing.root",
    "trace_app": "ratchet.sdk.tracing.app",
    "traced": "ratchet.sdk.tracing.traced",
    "tracing_counts": "ratchet.sdk.tracing.start",
    "verify_webhook": "ratchet.sdk.webhooks",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'ratchet' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
