// The story as an application tells it that uses version 5 of Langfuse's JavaScript packages.

const { LangfuseClient } = require("@langfuse/client");
const { LangfuseMedia } = require("@langfuse/core");
const { LangfuseSpanProcessor } = require("@langfuse/otel");
const {
  observe,
  propagateAttributes,
  getActiveTraceId,
  startActiveObservation,
  startObservation,
  updateActiveObservation,
} = require("@langfuse/tracing");
const { NodeSDK } = require("@opentelemetry/sdk-node");
const { SDK, STORY, PICTURE, silently, tell } = require("./storyteller.cjs");

const CAPITALS = `support/capitals ${SDK}`;
const processor = new LangfuseSpanProcessor();
const sdk = new NodeSDK({ spanProcessors: [processor], instrumentations: [] });

async function connection(langfuse) {
  return (await langfuse.api.projects.get()).data.length === 1;
}

async function trace(langfuse) {
  const about = {
    traceName: "answer a question",
    userId: STORY.user,
    sessionId: `visit of ${SDK}`,
    tags: STORY.tags,
    metadata: STORY.metadata,
    version: STORY.version,
  };
  const id = await propagateAttributes(about, () =>
    startActiveObservation(
      "answer",
      async (agent) => {
        agent.update({ input: STORY.question });
        search(agent);
        useBrokenTool(agent);
        write();
        agent.update({ output: STORY.answer });
        return agent.traceId;
      },
      { asType: "agent" },
    ),
  );
  await processor.forceFlush();
  return { id, url: await langfuse.getTraceUrl(id) };
}

function search(agent) {
  const search = agent.startObservation("search", { input: STORY.question }, { asType: "retriever" });
  search.startObservation("found", { input: { order: 4711 } }, { asType: "event" });
  search.update({ output: ["order 4711"], metadata: { index: "orders", hits: 1 }, level: "DEBUG" });
  search.end();
}

function useBrokenTool(agent) {
  const lookUp = agent.startObservation("look up", { input: { order: 4711 } }, { asType: "tool" });
  lookUp.update({ level: "ERROR", statusMessage: STORY.failure }).end();
}

function write() {
  startActiveObservation(
    "write",
    (generation) => {
      generation.update({
        model: STORY.model,
        modelParameters: STORY.model_parameters,
        input: [{ role: "user", content: STORY.question }],
        output: { role: "assistant", content: STORY.answer },
        usageDetails: STORY.usage,
      });
    },
    { asType: "generation" },
  );
}

async function linked_prompt(langfuse) {
  const name = `support/linked ${SDK}`;
  const prompt = await langfuse.prompt.create({ name, prompt: "Hello", labels: ["production"] });
  const linked = startObservation(
    "linked",
    { model: STORY.model, output: "Hello", prompt: { name, version: prompt.version, isFallback: false } },
    { asType: "generation" },
  );
  linked.end();
  await processor.forceFlush();
  return { trace: linked.traceId, name, version: prompt.version };
}

const complete = observe(
  (text) => {
    updateActiveObservation({ model: STORY.model, usageDetails: STORY.usage }, { asType: "generation" });
    return text.toUpperCase();
  },
  { name: "complete", asType: "generation" },
);
const shout = observe((text, times) => Array.from({ length: times }, () => complete(text)), { name: "shout" });
const stumble = observe(
  () => {
    throw new Error(STORY.failure);
  },
  { name: "stumble" },
);
const perform = observe(
  (text) => {
    try {
      stumble();
    } catch {
      shout(text, 2);
    }
    return getActiveTraceId();
  },
  { name: "perform" },
);

async function decorated() {
  const id = perform("hello");
  await processor.forceFlush();
  return { id };
}

async function scores(langfuse) {
  const span = startObservation("scored");
  langfuse.score.trace(span, { name: "accuracy", value: 0.9, dataType: "NUMERIC", comment: "close" });
  langfuse.score.observation(span, { name: "helpful", value: 1, dataType: "BOOLEAN" });
  const tone = { name: "tone", value: "friendly", dataType: "CATEGORICAL", metadata: { by: "ada" } };
  langfuse.score.observation(span, tone);
  langfuse.score.trace(span, { name: "remark", value: "Could be shorter", dataType: "TEXT" });
  span.end();
  const session = `scored visit of ${SDK}`;
  langfuse.score.create({ name: "mood", value: 4, sessionId: session });
  for (const value of [0.1, 0.7]) {
    langfuse.score.create({ name: "retold", value, traceId: span.traceId, id: `retold ${SDK}` });
    await langfuse.score.flush();
  }
  await processor.forceFlush();
  return { trace: span.traceId, observation: span.id, session };
}

async function prompts(langfuse) {
  const name = `support/greeting ${SDK}`;
  const fresh = { cacheTtlSeconds: 0 };
  await langfuse.prompt.create({
    name,
    prompt: "Hello {{name}}",
    labels: ["production"],
    tags: ["support"],
    config: { temperature: 0.2 },
    commitMessage: "Greet",
  });
  await langfuse.prompt.create({
    name,
    prompt: "Good day {{name}}",
    labels: ["staging"],
    commitMessage: "Be polite",
  });
  const production = await langfuse.prompt.get(name, fresh);
  const told = {
    production: [
      production.version,
      production.prompt,
      production.config,
      production.labels,
      production.tags,
    ],
    staging: (await langfuse.prompt.get(name, { label: "staging", ...fresh })).version,
    latest: (await langfuse.prompt.get(name, { label: "latest", ...fresh })).version,
    first: (await langfuse.prompt.get(name, { version: 1, ...fresh })).prompt,
    compiled: production.compile({ name: "Ada" }),
  };
  await langfuse.prompt.update({ name, version: 2, newLabels: ["production"] });
  return { ...told, promoted: (await langfuse.prompt.get(name, fresh)).version };
}

async function chat_prompts(langfuse) {
  const name = `support/chat ${SDK}`;
  const prompt = [
    { role: "system", content: "You help {{name}}." },
    { role: "user", content: "Hello" },
  ];
  await langfuse.prompt.create({ name, type: "chat", prompt, labels: ["production"] });
  const found = await langfuse.prompt.get(name, { type: "chat", cacheTtlSeconds: 0 });
  return found.compile({ name: "Ada" });
}

async function chat_prompts_with_placeholders(langfuse) {
  const name = `support/chat with history ${SDK}`;
  const prompt = [
    { role: "system", content: "You help {{name}}." },
    { type: "placeholder", name: "history" },
  ];
  await langfuse.prompt.create({ name, type: "chat", prompt, labels: ["production"] });
  const found = await langfuse.prompt.get(name, { type: "chat", cacheTtlSeconds: 0 });
  return found.compile({ name: "Ada" }, { history: [{ role: "user", content: "Hello" }] });
}

async function composed_prompts(langfuse) {
  const rule = `support/rule ${SDK}`;
  const name = `support/composed ${SDK}`;
  await langfuse.prompt.create({ name: rule, prompt: "Be kind to {{name}}.", labels: ["production"] });
  const reference = `@@@langfusePrompt:name=${rule}|label=production@@@`;
  await langfuse.prompt.create({ name, prompt: `${reference} Be brief.`, labels: ["production"] });
  return (await langfuse.prompt.get(name, { cacheTtlSeconds: 0 })).compile({ name: "Ada" });
}

async function missing_prompts(langfuse) {
  const name = `support/none ${SDK}`;
  return silently(async () => {
    const fallback = await langfuse.prompt.get(name, { fallback: "Hi {{name}}", maxRetries: 0 });
    try {
      await langfuse.prompt.get(name, { maxRetries: 0 });
    } catch (error) {
      return { fallback: fallback.compile({ name: "Ada" }), status: error.statusCode ?? String(error) };
    }
  });
}

/** What only this SDK can: delete one version, then all of them. */
async function deleted_prompts(langfuse) {
  const name = `support/deleted ${SDK}`;
  for (const prompt of ["first", "second"]) await langfuse.prompt.create({ name, prompt, labels: ["production"] });
  await langfuse.prompt.delete(name, { version: 2 });
  const left = (await langfuse.prompt.get(name, { label: "latest", cacheTtlSeconds: 0 })).version;
  await langfuse.prompt.delete(name);
  return { left };
}

async function datasets(langfuse) {
  const about = { name: CAPITALS, description: "Capitals of countries", metadata: { level: "easy" } };
  await langfuse.api.datasets.create(about);
  for (const [country, capital] of Object.entries(STORY.capitals)) {
    const id = `${country} ${SDK}`;
    const first = { input: { country }, expectedOutput: "?", metadata: { of: country } };
    await langfuse.dataset.createItem({ datasetName: CAPITALS, id, ...first });
    await langfuse.dataset.createItem({ datasetName: CAPITALS, id, expectedOutput: capital });
  }
  const atlantis = { datasetName: CAPITALS, id: `Atlantis ${SDK}` };
  await langfuse.dataset.createItem({ ...atlantis, input: { country: "Atlantis" } });
  await langfuse.dataset.createItem({ ...atlantis, status: "ARCHIVED" });
  const dataset = await langfuse.dataset.get(CAPITALS, { fetchItemsPageSize: 2 });
  return {
    id: dataset.id,
    name: dataset.name,
    description: dataset.description,
    metadata: dataset.metadata,
    items: dataset.items.map((item) => [item.id, item.input, item.expectedOutput, item.metadata]),
  };
}

/** Needs `datasets`. */
async function experiment(langfuse) {
  const dataset = await langfuse.dataset.get(CAPITALS);
  const result = await dataset.runExperiment({
    name: "geography",
    runName: `geography ${SDK}`,
    description: "Who knows capitals?",
    metadata: { model: STORY.model },
    task: async ({ input }) => STORY.answers[input.country],
    evaluators: [isRight],
    runEvaluators: [accuracy],
  });
  await langfuse.flush();
  await processor.forceFlush();
  const results = result.itemResults;
  return {
    id: result.datasetRunId,
    outputs: Object.fromEntries(results.map((one) => [one.item.id, one.output])),
    traces: Object.fromEntries(results.map((one) => [one.item.id, one.traceId])),
    accuracy: result.runEvaluations[0].value,
    url: result.datasetRunUrl,
  };
}

async function local_experiment(langfuse) {
  const capitals = Object.entries(STORY.capitals);
  const result = await langfuse.experiment.run({
    name: `local geography ${SDK}`,
    data: capitals.map(([country, expectedOutput]) => ({ input: { country }, expectedOutput })),
    task: async ({ input }) => STORY.answers[input.country],
    evaluators: [isRight],
  });
  await langfuse.flush();
  await processor.forceFlush();
  return { traces: result.itemResults.map((one) => one.traceId) };
}

async function isRight({ output, expectedOutput }) {
  return { name: "right", value: Number(output === expectedOutput), comment: `${output}?` };
}

async function accuracy({ itemResults }) {
  const values = itemResults.flatMap((result) => result.evaluations.map((one) => one.value));
  return { name: "accuracy", value: values.reduce((sum, value) => sum + value, 0) / values.length };
}

/** Needs `experiment`. */
async function runs(langfuse) {
  const run = await langfuse.api.datasets.getRun(CAPITALS, `geography ${SDK}`);
  const listed = (await langfuse.api.datasets.getRuns(CAPITALS)).data;
  const guess = startObservation("guess");
  guess.end();
  const [item] = (await langfuse.dataset.get(CAPITALS)).items;
  await item.link(guess, `guess ${SDK}`, { description: "By hand" });
  await langfuse.api.datasets.deleteRun(CAPITALS, `guess ${SDK}`);
  const left = (await langfuse.api.datasets.getRuns(CAPITALS)).data;
  return {
    items: run.datasetRunItems.map((one) => one.datasetItemId).sort(),
    listed: listed.map((one) => one.name),
    left: left.map((one) => one.name),
  };
}

async function media() {
  const picture = new LangfuseMedia({ source: "bytes", contentBytes: PICTURE, contentType: "image/png" });
  const same = `data:image/png;base64,${STORY.picture}`;
  const look = startObservation("look", { input: { picture, same }, output: "a dot" });
  look.end();
  await processor.forceFlush();
  return { trace: look.traceId, observation: look.id };
}

/** Needs `media`. */
async function resolved_media(langfuse) {
  const picture = `@@@langfuseMedia:type=image/png|id=${STORY.picture_id}|source=bytes@@@`;
  return langfuse.media.resolveReferences({ obj: { picture }, resolveWith: "base64DataUri" });
}

async function media_in_datasets(langfuse) {
  const name = `support/pictures ${SDK}`;
  await langfuse.api.datasets.create({ name });
  const picture = new LangfuseMedia({ source: "bytes", contentBytes: PICTURE, contentType: "image/png" });
  await langfuse.dataset.createItem({ datasetName: name, input: { picture }, expectedOutput: "a dot" });
  const found = (await langfuse.dataset.get(name)).items[0].input.picture;
  return { type: found.contentType, is_same: PICTURE.equals(Buffer.from(await found.fetchBytes())) };
}

/** Needs `trace`. */
async function reads(langfuse) {
  const [found] = (await langfuse.api.trace.list({ sessionId: `visit of ${SDK}` })).data;
  const detail = await langfuse.api.trace.get(found.id);
  const observations = (await langfuse.api.observations.getMany({ traceId: found.id, limit: 100 })).data;
  const session = await langfuse.api.sessions.get(`visit of ${SDK}`);
  return {
    spans: observations.map((span) => span.name).sort(),
    of_trace: detail.observations.map((span) => span.name).sort(),
    session: session.traces.map((trace) => trace.id).join() === found.id,
  };
}

async function main() {
  sdk.start();
  const langfuse = new LangfuseClient();
  await tell(
    langfuse,
    connection,
    prompts,
    chat_prompts,
    chat_prompts_with_placeholders,
    composed_prompts,
    missing_prompts,
    deleted_prompts,
    trace,
    linked_prompt,
    decorated,
    scores,
    datasets,
    experiment,
    local_experiment,
    runs,
    media,
    resolved_media,
    media_in_datasets,
    reads,
  );
  await langfuse.shutdown();
  await sdk.shutdown();
}

main();
