"""The application: `create_app(settings)`."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig

import ratchet
from twin import routes
from twin.answering.extractive import ExtractiveModel
from twin.answering.model import Model
from twin.conversation import Conversations
from twin.examples import choose_examples
from twin.failures import answer_failures
from twin.prompts import Prompts
from twin.settings import Settings
from twin.tracing.setup import set_up_tracing
from twin.twins import load_twins

# A request is one trace, which the middleware begins; FastAPI's own spans would be a second one.
_TELEMETRY: TelemetryConfig = {"auto_configure": False, "tracing": False}


def create_app(settings: Settings | None = None, model: Model | None = None) -> FastAPI:
    """The twin as an ASGI application; settings are those of the environment unless given."""
    settings = settings or Settings()
    setup = set_up_tracing(settings)
    twins = load_twins(settings.twins_dir)
    prompts = Prompts(setup.client, label=settings.prompt_label, timeout_s=settings.ratchet_timeout_s)
    conversations = Conversations(
        settings,
        twins,
        model=model or create_model(settings),
        prompts=prompts,
        tracing=setup.tracing,
        examples=choose_examples(settings),
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
        await asyncio.to_thread(prompts.warm)
        yield
        await asyncio.to_thread(setup.tracing.close)

    app = FastAPI(title="Twin", lifespan=lifespan, telemetry=_TELEMETRY, max_body_size=settings.body_size_bytes_max)
    app.state.settings, app.state.twins, app.state.conversations = settings, twins, conversations
    app.state.counts = setup.counts
    app.include_router(routes.router)
    answer_failures(app)
    return ratchet.trace_app(
        app, skip=["/", "/healthz", "/twins"], release=settings.release, environment=settings.environment
    )


def create_model(settings: Settings) -> Model:
    """The model that the settings name; without an endpoint, one that quotes."""
    if not settings.model_url:
        return ExtractiveModel()
    from twin.answering.openai import OpenAIModel  # noqa: PLC0415 - it takes a second, and not every twin has a model

    return OpenAIModel(
        url=settings.model_url,
        key=settings.model_key.get_secret_value(),
        name=settings.model,
        timeout_s=settings.model_timeout_s,
    )
